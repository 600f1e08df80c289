-- Up Migration
-- The fact: who served whom, when, how, what. And what follows from it: duties and needs.

create table record (
  id uuid not null,
  cell int4 not null,
  -- The answering station's place: decides access.
  place int8 not null,
  station uuid not null,
  -- Where the resident lived that day: decides counts.
  served_place int8 not null,
  -- The file it belongs to when there is one, else itself: what a circle opens.
  dossier uuid not null,
  protected boolean not null default false,
  kind text not null check (kind in ('visit', 'call', 'activity', 'task', 'consultation')),
  occurred_on date not null,
  started_at time,
  minutes int4 not null check (minutes between 0 and 1440),
  worker uuid not null,
  worker_name text not null,
  with_whom text check (length(with_whom) <= 80),
  contract uuid,
  mode text not null default '',
  result text,
  item text not null default '',
  title text check (length(title) <= 80),
  requester text,
  in_contract boolean,
  heads int4 not null default 0 check (heads between 0 and 100000),
  households int4 not null default 0,
  head_groups jsonb not null default '{}',
  words_sealed bytea,
  -- The key of the words where it is not the one that follows from the dossier: somebody of a record of several was protected later.
  words_key uuid,
  next_on date,
  signature text,
  unsigned_why text check (length(unsigned_why) <= 120),
  gaps text[] not null default '{}',
  batch uuid,
  form_version text not null,
  recorded_at timestamptz not null,
  late boolean not null,
  amended_at timestamptz,
  amend_why text check (length(amend_why) <= 200),
  voided_at timestamptz,
  voided_by uuid,
  void_why text check (length(void_why) <= 200),
  digest bytea not null,
  version int4 not null default 1,
  primary key (id, cell),
  unique (id)
);
create index record_of_station on record (station, occurred_on desc, id desc);
create index record_of_worker on record (worker, occurred_on desc, id desc);
create index record_of_place on record (place, occurred_on desc, id desc);
create index record_unclassified on record (station, occurred_on, id) where item = '' and voided_at is null and kind <> 'task';
create index record_of_contract on record (contract, occurred_on desc, id desc);
create index record_of_dossier on record (dossier);
call app.guard_people('record');
call app.trace('record');
grant select, insert on record to wulian_app;
grant update (occurred_on, started_at, minutes, with_whom, mode, result, item, title, requester, in_contract, heads, households, head_groups, words_sealed,
  next_on, signature, unsigned_why, gaps, amended_at, amend_why, voided_at, voided_by, void_why, digest, contract, served_place, version) on record to wulian_app;

-- Everyone a record served, with what was true of him that day.
create table record_person (
  record uuid not null,
  cell int4 not null,
  place int8 not null,
  station uuid not null,
  served_place int8 not null,
  dossier uuid not null,
  protected boolean not null default false,
  file uuid not null,
  person uuid not null,
  household uuid,
  kind text not null,
  occurred_on date not null,
  worker uuid not null,
  contract uuid,
  mode text not null,
  item text not null,
  result text,
  age int2,
  sex int2 not null,
  risk text not null,
  tags text[] not null,
  voided boolean not null default false,
  primary key (record, file, cell),
  foreign key (record, cell) references record (id, cell)
);
-- The timeline of a resident, newest first.
create index record_of_file on record_person (file, occurred_on desc, record desc);
-- People and households once: read from the index alone.
create index people_once on record_person (place, occurred_on) include (person, household, kind, contract, voided, protected);
create index people_of_station on record_person (station, occurred_on desc, record desc);
create index people_of_contract on record_person (contract, occurred_on) include (person, household, kind, voided);
call app.guard_people('record_person');
grant select, insert on record_person to wulian_app;
-- A corrected day freezes age and groups anew, as they were on that day.
grant update (mode, item, result, occurred_on, voided, contract, served_place, age, tags) on record_person to wulian_app;

create table record_photo (
  id uuid not null,
  cell int4 not null,
  place int8 not null,
  dossier uuid not null,
  protected boolean not null default false,
  record uuid not null,
  blob uuid not null,
  -- 'activity', 'sign-in-sheet', 'signature', 'site': what is seen, and whether people in it agreed.
  shows text not null,
  consent text not null check (consent in ('none', 'inside', 'publish')),
  primary key (id, cell),
  unique (id),
  foreign key (record, cell) references record (id, cell)
);
create index photo_of_record on record_photo (record);
create index photo_of_place on record_photo (place);
call app.guard_people('record_photo');
call app.trace('record_photo');
grant select, insert on record_photo to wulian_app;

-- A record of several people follows the first of them who is protected: it hides behind his dossier with its photos and its history.
-- Its words stay under the key they were sealed with. The others keep that they were seen on that day.
create function app.hide_shared(of_dossier uuid) returns void
language plpgsql security definer set search_path = pg_catalog, public as $$
declare shared uuid[]; photos uuid[];
begin
  select array_agg(r.id) into shared from record_person p join record r on r.id = p.record and r.cell = p.cell
  where p.file = of_dossier and not r.protected and r.dossier <> of_dossier;
  if shared is null then return; end if;
  select array_agg(blob) into photos from record_photo where record = any (shared);
  update record set words_key = coalesce(words_key, case when dossier = id then station else dossier end), dossier = of_dossier, protected = true where id = any (shared);
  update record_photo set dossier = of_dossier, protected = true where record = any (shared);
  update blob set dossier = of_dossier, protected = true where id = any (photos);
  update history set dossier = of_dossier, protected = true where row_id = any (shared || photos) and table_name in ('record', 'record_photo', 'blob');
end $$;

-- The reason is gone: such records pass to somebody else of them who is still protected, or are open again.
create function app.show_shared(of_dossier uuid) returns void
language plpgsql security definer set search_path = pg_catalog, public as $$
declare r record;
begin
  for r in
    select o.id, (select p.file from record_person p where p.record = o.id and p.cell = o.cell and p.file <> of_dossier and p.protected order by p.file limit 1) as heir
    from record o where o.dossier = of_dossier and o.protected
      and exists (select from record_person p where p.record = o.id and p.cell = o.cell and p.file <> of_dossier) order by o.id
  loop
    update record set words_key = coalesce(words_key, of_dossier), dossier = coalesce(r.heir, id), protected = r.heir is not null where id = r.id;
    update record_photo set dossier = coalesce(r.heir, r.id), protected = r.heir is not null where record = r.id;
    update blob set dossier = coalesce(r.heir, key_id), protected = r.heir is not null where id in (select blob from record_photo where record = r.id);
    update history set dossier = coalesce(r.heir, r.id), protected = r.heir is not null
    where row_id = r.id or row_id in (select blob from record_photo where record = r.id);
  end loop;
end $$;

-- Whose a fact was is the file's to say: an identity number that became known or was put right takes along what was written before.
create function app.follow_person() returns trigger language plpgsql security definer set search_path = pg_catalog, public as $$
begin
  update record_person set person = new.person where file = new.id;
  update need set person = new.person where file = new.id;
  -- And so do those whose files were merged into this one.
  update person p set merged_into = new.person from resident_file f
  where f.merged_into = new.id and p.id = f.person and p.identity_index is null and p.id <> new.person;
  return null;
end $$;
create trigger follow_person after update of person on resident_file for each row when (old.person <> new.person) execute function app.follow_person();

-- When somebody has to be seen next. One open row per file, kept with each contact; recomputed and compared every night.
create table duty (
  id uuid not null,
  cell int4 not null,
  place int8 not null,
  station uuid not null,
  dossier uuid not null,
  protected boolean not null default false,
  file uuid not null,
  -- Days between contacts by risk level; none when only the calendar month counts.
  cycle_days int2,
  monthly boolean not null,
  basis text not null,
  last_on date,
  last_record uuid,
  last_mode text,
  last_result text,
  show_from date not null,
  due_on date not null,
  worker uuid,
  put_off_to date,
  put_off_why text,
  put_off_words_sealed bytea,
  reassigned_why text,
  opened_on date not null,
  closed_on date,
  closed_why text,
  version int4 not null default 1,
  primary key (id, cell),
  unique (id),
  foreign key (file, cell) references resident_file (id, cell)
);
create unique index one_open_duty on duty (file) where closed_on is null;
create index duty_of_station on duty (station, due_on, id) where closed_on is null;
create index duty_of_worker on duty (worker, due_on, id) where closed_on is null;
create index duty_of_place on duty (place, due_on) where closed_on is null;
create index duty_of_file on duty (file, opened_on);
call app.guard_people('duty');
call app.trace('duty');
grant select, insert on duty to wulian_app;
grant update (place, station, cycle_days, monthly, basis, last_on, last_record, last_mode, last_result, show_from, due_on, worker, put_off_to, put_off_why,
  put_off_words_sealed, reassigned_why, closed_on, closed_why, version) on duty to wulian_app;

-- A colleague's people in holiday cover.
create table cover (
  id uuid not null,
  cell int4 not null,
  place int8 not null,
  station uuid not null,
  absent uuid not null,
  covering uuid not null,
  from_on date not null,
  until_on date not null,
  why text not null,
  version int4 not null default 1,
  primary key (id, cell),
  unique (id),
  check (until_on >= from_on),
  check (absent <> covering)
);
create index cover_of_station on cover (station, covering, from_on);
create index cover_of_place on cover (place);
call app.guard_network('cover');
call app.trace('cover');
grant select, insert, update (until_on, version) on cover to wulian_app;

create table need (
  id uuid not null,
  cell int4 not null,
  place int8 not null,
  station uuid not null,
  served_place int8 not null,
  dossier uuid not null,
  protected boolean not null default false,
  file uuid,
  person uuid,
  household uuid,
  record uuid,
  found_on date not null,
  source text not null,
  -- Who spoke, when he has no file: a name as given, or nothing.
  spoken_by text check (length(spoken_by) <= 40),
  words_sealed bytea not null,
  item text not null default '',
  urgency text not null,
  measure text check (length(measure) <= 200),
  answer text not null default 'undecided' check (answer in ('undecided', 'on-the-spot', 'service', 'resource', 'project')),
  owner uuid,
  owner_name text,
  due_on date,
  actors text[] not null default '{}',
  state text not null check (state in ('open', 'in-hand', 'kept', 'closed')),
  outcome text check (outcome in ('met', 'partly', 'unmet')),
  unmet_why text,
  outcome_words_sealed bytea,
  reopen_why text check (length(reopen_why) <= 200),
  closed_on date,
  confirmed_on date,
  confirmed_by text check (length(confirmed_by) <= 40),
  confirmed_how text,
  tags text[] not null default '{}',
  contract uuid,
  worker uuid not null,
  worker_name text not null,
  digest bytea not null,
  recorded_at timestamptz not null,
  voided_at timestamptz,
  void_why text,
  version int4 not null default 1,
  primary key (id, cell),
  unique (id),
  check ((state = 'closed') = (outcome is not null)),
  check (outcome is distinct from 'unmet' or unmet_why is not null)
);
create index need_of_station on need (station, state, due_on, id);
create index need_found on need (station, found_on desc, id desc);
create index need_of_owner on need (owner, due_on, id) where state <> 'closed';
create index need_of_place on need (place, found_on desc, id desc);
create index need_of_file on need (file, found_on desc);
create index need_of_record on need (record) where record is not null;
call app.guard_people('need');
call app.trace('need');
grant select, insert on need to wulian_app;
grant update (item, urgency, measure, answer, owner, owner_name, due_on, actors, state, outcome, unmet_why, outcome_words_sealed, closed_on, confirmed_on,
  confirmed_by, confirmed_how, reopen_why, voided_at, void_why, version) on need to wulian_app;

-- The dossier of a fact that the post of this transaction is let into by a circle, a share or break-glass; nothing for anybody else.
create function app.dossier_let_into(of_table text, of_id uuid) returns uuid
language sql stable security definer set search_path = pg_catalog, public as $$
  select m.dossier from circle_member m where m.post = app.current_post() and m.dossier = case of_table
    when 'record' then (select dossier from record where id = of_id)
    when 'need' then (select dossier from need where id = of_id)
    when 'duty' then (select dossier from duty where id = of_id)
    when 'resident_file' then of_id end
  limit 1
$$;
grant execute on function app.dossier_let_into to wulian_app;

-- Protected dossiers this post is let into whose people are due by a day or put off: what it may be shown on its own list.
create function app.circle_due(by_day date, at timestamptz) returns table (dossier uuid)
language sql stable security definer set search_path = pg_catalog, public as $$
  select d.dossier from circle_member m join duty d on d.dossier = m.dossier and d.file = m.dossier and d.closed_on is null and d.protected
  where m.post = app.current_post() and m.kind = 'circle' and m.from_at <= at and (m.until_at is null or m.until_at > at)
    and (d.show_from <= by_day or coalesce(d.put_off_to, d.due_on) <= by_day or d.put_off_to is not null)
  order by d.due_on, d.id limit 50
$$;
grant execute on function app.circle_due to wulian_app;

-- For the head of the sender's station.
alter table undelivered add column station uuid not null;
grant insert (station), select (station) on undelivered to wulian_app;

-- Keeps a write whose sender lost his access: works also when the post has ended, as long as the session is open.
-- The place, station and name come from the sender's own post; a sender without a station has no head to keep it for.
create function app.keep_undelivered(session_token bytea, want_post uuid, at timestamptz, new_id uuid, new_route text, new_code text, new_body bytea)
returns uuid language plpgsql security definer set search_path = pg_catalog, public as $$
declare sender record;
begin
  select p.cell, p.place, p.station, a.id as account, a.name into sender
  from session s join account a on a.id = s.account and a.state = 'active'
  join post p on p.account = a.id and p.id = coalesce(want_post, s.post)
  where s.token_hash = session_token and s.stage = 'open' and s.ended_at is null and s.ends_at > at and p.station is not null;
  if not found then return null; end if;
  insert into undelivered (id, cell, place, dossier, station, sent_by, sent_by_name, received_at, route, code, body)
  values (new_id, sender.cell, sender.place, new_id, sender.station, sender.account, sender.name, at, new_route, new_code, new_body)
  on conflict do nothing;
  return new_id;
end $$;
grant execute on function app.keep_undelivered to wulian_app;

-- Everything that decides when a file's person has to be seen next, read at one moment: the file, its groups with their days, the
-- contacts whoever wrote them, and the duty as it is kept. For those who reach the file, and for the nightly comparison.
do $$ begin
  execute format($f$
    create function app.duty_facts(of_files uuid[]) returns table (file uuid, facts jsonb)
    language sql stable security definer set search_path = pg_catalog, public as $b$
      select f.id, jsonb_build_object('file', f.id, 'cell', f.cell, 'place', f.place, 'station', f.station, 'protected', f.protected, 'birthOn', f.birth_on,
        'sex', f.sex, 'risk', f.risk, 'riskSince', f.risk_since, 'worker', f.worker, 'openedOn', f.opened_on, 'closedOn', f.closed_on, 'closedWhy', f.closed_why,
        'tags', coalesce((select jsonb_agg(jsonb_build_object('tag', t.tag, 'fromOn', t.from_on, 'untilOn', t.until_on)) from resident_tag t where t.file = f.id), '[]'),
        'contacts', coalesce((select jsonb_agg(jsonb_build_object('record', p.record, 'on', p.occurred_on, 'mode', p.mode, 'result', p.result, 'nextOn', r.next_on)
            order by p.occurred_on, r.recorded_at, p.record)
          from record_person p join record r on r.id = p.record and r.cell = p.cell
          where p.file = f.id and p.kind in ('visit', 'call') and not p.voided), '[]'),
        'duty', (select to_jsonb(d) from duty d where d.file = f.id and d.closed_on is null))
      from (select * from resident_file where id = any (of_files) and (session_user = 'wulian_listener' or %s)) f
    $b$ $f$, app.may_see_people());
end $$;
grant execute on function app.duty_facts to wulian_app, wulian_listener;

-- Files that have or may need a duty, in the order of their ids: for the nightly comparison only.
create function app.files_for_duty(after uuid, at_most int4) returns table (file uuid)
language sql stable security definer set search_path = pg_catalog, public as $$
  select id from resident_file f where id > after and (closed_on is null or exists (select from duty d where d.file = f.id and d.closed_on is null))
  order by id limit at_most
$$;
grant execute on function app.files_for_duty to wulian_listener;

-- Puts a duty right that the nightly comparison found wrong, was due to begin, or has ended. One row per file, as JSON in the words of the table.
create function app.put_duty_right(of_file uuid, is_now jsonb) returns void
language plpgsql security definer set search_path = pg_catalog, public as $$
declare f resident_file; n duty;
begin
  select * into f from resident_file where id = of_file for no key update;
  n := jsonb_populate_record(null::duty, is_now);
  if n.closed_on is not null then
    update duty set closed_on = n.closed_on, closed_why = n.closed_why, version = version + 1 where file = of_file and closed_on is null;
    return;
  end if;
  update duty set cycle_days = n.cycle_days, monthly = n.monthly, basis = n.basis, last_on = n.last_on, last_record = n.last_record, last_mode = n.last_mode,
    last_result = n.last_result, show_from = n.show_from, due_on = n.due_on, version = version + 1 where file = of_file and closed_on is null;
  if not found then
    insert into duty (id, cell, place, station, dossier, protected, file, cycle_days, monthly, basis, last_on, last_record, last_mode, last_result, show_from, due_on,
      worker, opened_on)
    values (n.id, f.cell, f.place, f.station, f.dossier, f.protected, f.id, n.cycle_days, n.monthly, n.basis, n.last_on, n.last_record, n.last_mode, n.last_result,
      n.show_from, n.due_on, f.worker, n.opened_on);
  end if;
end $$;
grant execute on function app.put_duty_right to wulian_listener;
