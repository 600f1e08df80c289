-- Up Migration
-- A professional service 专业服务: one row whatever its way of serving; its people, forms, goals, approvals, clocks and referrals.

alter table data_key drop constraint data_key_kind_check;
alter table data_key add constraint data_key_kind_check check (kind in ('cell', 'station', 'file', 'service'));

create table service (
  id uuid not null,
  cell int4 not null,
  place int8 not null,
  station uuid not null,
  served_place int8 not null,
  -- Itself, or the file of its client while that is protected: what a circle opens.
  dossier uuid not null,
  protected boolean not null default false,
  -- 限定知悉 in its own right: stays so when its client's file is opened again.
  secret boolean not null default false,
  method text not null,
  -- The version of the pack it was opened under; it stays with it.
  pack text not null,
  pack_version text not null,
  counts text not null check (counts in ('case', 'group', 'activity', 'service')),
  title text not null default '' check (length(title) <= 80),
  -- Whom it is about, where it is about one person, with what was true of him that day.
  client uuid,
  person uuid,
  household uuid,
  age int2,
  sex int2,
  risk text,
  tags text[] not null default '{}',
  source text not null default '',
  words_sealed bytea,
  need uuid,
  from_service uuid,
  item text not null default '',
  number text,
  stage text not null,
  -- When each stage was entered.
  moved jsonb not null default '{}',
  state text not null check (state in ('offered', 'open', 'closed', 'refused')),
  worker uuid not null,
  worker_name text not null,
  contract uuid,
  opened_on date not null,
  accepted_on date,
  closed_on date,
  close_reason text,
  close_words_sealed bytea,
  reopen_why text check (length(reopen_why) <= 200),
  -- Kept exact with every change of what they follow from: what is 待补, contacts so far, the next clock, an approval that waits.
  gaps text[] not null default '{}',
  sessions int4 not null default 0,
  last_on date,
  due_at timestamptz,
  waiting boolean not null default false,
  -- An activity or group people put their names down for.
  capacity int4 check (capacity > 0),
  happens_at timestamptz,
  venue text not null default '' check (length(venue) <= 200),
  recorded_at timestamptz not null,
  digest bytea not null,
  version int4 not null default 1,
  primary key (id, cell),
  unique (id),
  check ((state = 'closed') = (closed_on is not null and close_reason is not null)),
  check (not secret or protected)
);
create index service_of_station on service (station, state, opened_on desc, id desc);
create index service_of_worker on service (worker, state, opened_on desc, id desc);
create index service_of_place on service (place, opened_on desc, id desc);
create index service_of_client on service (client, opened_on desc) where client is not null;
create index service_of_dossier on service (dossier);
create index service_of_need on service (need) where need is not null;
create index service_from_service on service (from_service) where from_service is not null;
call app.guard_people('service');
call app.trace('service');
grant select, insert on service to wulian_app;
grant update (title, item, number, stage, moved, state, worker, worker_name, accepted_on, closed_on, close_reason, close_words_sealed, reopen_why, gaps, sessions, last_on,
  due_at, waiting, capacity, happens_at, venue, client, person, household, age, sex, risk, tags, served_place, version) on service to wulian_app;

-- Somebody of a service: a client, a member, who put his name down. Once each.
create table service_person (
  id uuid not null,
  cell int4 not null,
  place int8 not null,
  dossier uuid not null,
  protected boolean not null default false,
  service uuid not null,
  file uuid,
  -- Where there is no file: a name as given.
  name text not null default '' check (length(name) <= 40),
  phone_sealed bytea,
  role text not null,
  state text not null check (state in ('signed-up', 'waiting', 'in', 'left', 'refused')),
  -- The order in which names were put down; the waiting list moves up by it.
  position int4 not null,
  minor boolean not null default false,
  guardian text not null default '' check (length(guardian) <= 40),
  note text not null default '' check (length(note) <= 200),
  why text not null default '' check (length(why) <= 200),
  checked_in_at timestamptz,
  checked_in_how text,
  since timestamptz not null,
  version int4 not null default 1,
  primary key (id, cell),
  unique (id),
  foreign key (service, cell) references service (id, cell),
  check (file is not null or name <> '')
);
create unique index person_once_in_service on service_person (service, file) where file is not null;
create index person_of_service on service_person (service, position);
create index service_person_of_place on service_person (place);
create index services_of_file on service_person (file) where file is not null;
call app.guard_people('service_person');
call app.trace('service_person');
grant select, insert on service_person to wulian_app;
grant update (role, state, position, guardian, note, why, checked_in_at, checked_in_how, version) on service_person to wulian_app;

-- A form as it was filled in. Amended, never edited; what it said before stays in its history.
create table service_form (
  id uuid not null,
  cell int4 not null,
  place int8 not null,
  dossier uuid not null,
  protected boolean not null default false,
  service uuid not null,
  form text not null,
  -- Pack and version the answers were given under.
  form_version text not null,
  number int4 not null,
  about uuid,
  record uuid,
  filled_on date not null,
  worker uuid not null,
  worker_name text not null,
  answers_sealed bytea not null,
  score int4,
  level text,
  -- Needed questions that were left open.
  gaps text[] not null default '{}',
  photos uuid[] not null default '{}',
  recorded_at timestamptz not null,
  late boolean not null default false,
  amended_at timestamptz,
  amend_why text check (length(amend_why) <= 200),
  voided_at timestamptz,
  void_why text check (length(void_why) <= 200),
  digest bytea not null,
  version int4 not null default 1,
  primary key (id, cell),
  unique (id),
  unique (service, form, number, cell),
  foreign key (service, cell) references service (id, cell)
);
create index form_of_service on service_form (service, form, number);
create index form_of_place on service_form (place);
create index form_of_record on service_form (record) where record is not null;
call app.guard_people('service_form');
call app.trace('service_form');
grant select, insert on service_form to wulian_app;
grant update (filled_on, answers_sealed, score, level, gaps, amended_at, amend_why, voided_at, void_why, digest, version) on service_form to wulian_app;

-- Answers that lists are narrowed and counted by: fields a pack marks `filter`. Never free words.
create table form_answer (
  form uuid not null,
  cell int4 not null,
  place int8 not null,
  dossier uuid not null,
  protected boolean not null default false,
  service uuid not null,
  form_key text not null,
  field text not null,
  -- One row for each answer of several; 0 where there is one.
  position int2 not null default 0,
  int_value int8,
  day_value date,
  text_value text check (length(text_value) <= 80),
  primary key (form, field, position, cell),
  foreign key (form, cell) references service_form (id, cell)
);
create index answer_of_place on form_answer (place, form_key, field, text_value);
create index answer_of_service on form_answer (service);
call app.guard_people('form_answer');
grant select, insert, delete on form_answer to wulian_app;
do $$ begin
  execute format('create policy answers_follow_their_form on form_answer for delete to wulian_app using (%s and %s)', app.may_write(), app.may_see_people());
end $$;

create table service_goal (
  id uuid not null,
  cell int4 not null,
  place int8 not null,
  dossier uuid not null,
  protected boolean not null default false,
  service uuid not null,
  number int2 not null,
  words_sealed bytea not null,
  due_on date,
  attained int2 check (attained between -2 and 2),
  rated_on date,
  rated_words_sealed bytea,
  digest bytea not null,
  version int4 not null default 1,
  primary key (id, cell),
  unique (id),
  unique (service, number, cell),
  foreign key (service, cell) references service (id, cell)
);
create index goal_of_place on service_goal (place);
call app.guard_people('service_goal');
call app.trace('service_goal');
grant select, insert, update (words_sealed, due_on, attained, rated_on, rated_words_sealed, version) on service_goal to wulian_app;

-- Who came to a session. Two workers marking one attendance write the same row.
create table attendance (
  id uuid not null,
  cell int4 not null,
  place int8 not null,
  dossier uuid not null,
  protected boolean not null default false,
  service uuid not null,
  record uuid not null,
  person uuid not null,
  state text not null check (state in ('present', 'late', 'absent')),
  reason text not null default '' check (length(reason) <= 80),
  marked_by uuid not null,
  version int4 not null default 1,
  primary key (id, cell),
  unique (id),
  unique (record, person, cell),
  foreign key (service, cell) references service (id, cell)
);
create index attendance_of_service on attendance (service, record);
create index attendance_of_place on attendance (place);
call app.guard_people('attendance');
call app.trace('attendance');
grant select, insert, update (state, reason, marked_by, version) on attendance to wulian_app;

create table approval (
  id uuid not null,
  cell int4 not null,
  place int8 not null,
  station uuid not null,
  dossier uuid not null,
  protected boolean not null default false,
  service uuid not null,
  key text not null,
  note text not null default '' check (length(note) <= 200),
  asked_at timestamptz not null,
  asked_by uuid not null,
  asked_by_name text not null,
  decision text check (decision in ('approved', 'returned', 'offline')),
  decided_at timestamptz,
  decided_by uuid,
  decided_by_name text,
  why text not null default '' check (length(why) <= 200),
  photo uuid,
  version int4 not null default 1,
  primary key (id, cell),
  unique (id),
  foreign key (service, cell) references service (id, cell),
  check ((decision is null) = (decided_at is null)),
  check (decision is distinct from 'returned' or why <> ''),
  check (decision is distinct from 'offline' or photo is not null)
);
-- One question of a kind is open at a time.
create unique index one_open_approval on approval (service, key) where decision is null;
create index approval_of_service on approval (service, asked_at);
create index approval_waiting on approval (station, asked_at) where decision is null;
create index approval_of_place on approval (place, asked_at);
call app.guard_people('approval');
call app.trace('approval');
grant select, insert, update (decision, decided_at, decided_by, decided_by_name, why, photo, version) on approval to wulian_app;

-- A clock carries no person: kind, due time, station and state. Opening its service needs admission.
create table clock (
  id uuid not null,
  cell int4 not null,
  place int8 not null,
  station uuid not null,
  service uuid not null,
  method text not null,
  -- The clock of the method; rounds after the first carry their number: follow-up#2.
  key text not null,
  worker uuid not null,
  started_at timestamptz not null,
  due_at timestamptz not null,
  done_at timestamptz,
  -- Who is to be told when, in order: [{at, who: [roles]}]; and how often again until it is done.
  tells jsonb not null default '[]',
  remind_minutes int4,
  next_tell_at timestamptz,
  version int4 not null default 1,
  primary key (id, cell),
  unique (id),
  unique (service, key, cell)
);
create index clock_of_station on clock (station, due_at, id) where done_at is null;
create index clock_of_worker on clock (worker, due_at, id) where done_at is null;
create index clock_of_place on clock (place, due_at, id) where done_at is null;
create index clock_to_tell on clock (next_tell_at) where done_at is null and next_tell_at is not null;
call app.guard_network('clock');
call app.trace('clock');
grant select, insert, update (started_at, due_at, done_at, worker, tells, remind_minutes, next_tell_at, version) on clock to wulian_app;

-- A service asked of another station. The asking side; the asked station has a service of its own in state 'offered'.
create table referral (
  id uuid not null,
  cell int4 not null,
  place int8 not null,
  dossier uuid not null,
  protected boolean not null default false,
  service uuid not null,
  to_station uuid not null,
  -- The service the asked station was offered.
  offered uuid not null,
  reason_sealed bytea not null,
  -- The separate consent it rests on, or the law when there is none: PIPL §23.
  consent uuid,
  basis text not null default '',
  state text not null check (state in ('sent', 'accepted', 'refused', 'withdrawn')),
  sent_at timestamptz not null,
  reply_due_at timestamptz not null,
  answered_at timestamptz,
  why text not null default '' check (length(why) <= 200),
  version int4 not null default 1,
  primary key (id, cell),
  unique (id),
  foreign key (service, cell) references service (id, cell),
  check (consent is not null or basis <> '')
);
create index referral_of_service on referral (service, sent_at);
create index referral_of_place on referral (place);
create index referral_offered on referral (offered);
call app.guard_people('referral');
call app.trace('referral');
grant select, insert, update (state, answered_at, why, version) on referral to wulian_app;

-- A contact that belongs to a service; a session is a record like any other.
alter table record add column service uuid;
alter table record drop constraint record_kind_check;
alter table record add constraint record_kind_check check (kind in ('visit', 'call', 'activity', 'task', 'consultation', 'session'));
create index record_of_service on record (service, occurred_on desc, id desc) where service is not null;
grant update (service) on record to wulian_app;

-- Numbers of services: given on acceptance, one row per station, kind and year, locked until the service is saved.
create function app.next_service_no(of_station uuid, letter text, in_year int4) returns text
language plpgsql security definer set search_path = pg_catalog, public as $$
declare code text; number int4;
begin
  if letter !~ '^[A-Z]$' or current_setting('app.writes', true) is distinct from 'on' then return null; end if;
  select case when place % 1000000 = 0 then left(place::text, 6) when place % 1000 = 0 then left(place::text, 9) else place::text end
    into code from station where id = of_station;
  if code is null then return null; end if;
  insert into file_counter as c (prefix, year, last) values (code || letter, in_year, 1)
  on conflict (prefix, year) do update set last = c.last + 1 returning last into number;
  return code || '-' || letter || in_year || '-' || lpad(number::text, 4, '0');
end $$;
grant execute on function app.next_service_no to wulian_app;

-- The circle of a secret service is there before the service is. Whoever opens it is in it; each other member serves people in this county now.
-- Answers 'begun', or why not.
create function app.begin_circle(of_dossier uuid, of_station uuid, members uuid[], because text, at timestamptz) returns text
language plpgsql security definer set search_path = pg_catalog, public as $$
declare s station; everyone uuid[];
begin
  if current_setting('app.writes', true) is distinct from 'on' then return 'not-yours'; end if;
  select * into s from station where id = of_station;
  if s.id is null or exists (select from circle_member where dossier = of_dossier) or exists (select from service where id = of_dossier)
    or exists (select from resident_file where id = of_dossier) then return 'not-yours'; end if;
  if not exists (select from post where id = app.current_post() and station = of_station) then return 'not-yours'; end if;
  -- Nobody named: the station's heads and the county's supervisors.
  everyone := case when cardinality(members) > 0 then members else array(
    select p.id from post p where p.ended_at is null and p.from_on <= at::date and (p.until_on is null or p.until_on >= at::date)
      and ((p.role = 'station_head' and p.station = of_station) or (p.role = 'general_supervisor' and p.cell = s.cell))) end;
  everyone := array(select distinct m from unnest(everyone || app.current_post()) m);
  if (select count(*) from post p join role r on r.key = p.role where p.id = any (everyone) and p.cell = s.cell and r.people = 'full' and p.ended_at is null
    and p.from_on <= at::date and (p.until_on is null or p.until_on >= at::date)) <> cardinality(everyone) then return 'not-members'; end if;
  insert into circle_member (id, cell, place, dossier, post, kind, from_at, why)
  select gen_random_uuid(), s.cell, p.place, of_dossier, p.id, 'circle', at, because from post p where p.id = any (everyone);
  return 'begun';
end $$;
grant execute on function app.begin_circle to wulian_app;

-- Who may open a protected service, for one of them.
create function app.circle_of_service(of_service uuid, at timestamptz) returns table (post uuid, title text, name text)
language sql stable security definer set search_path = pg_catalog, public as $$
  select p.id, p.title, a.name
  from service s
  join circle_member m on m.dossier = s.dossier and m.kind = 'circle' and m.from_at <= at and (m.until_at is null or m.until_at > at)
  join post p on p.id = m.post
  join account a on a.id = p.account
  where s.id = of_service and s.protected and app.sees_people(s.place, s.protected, s.dossier)
  order by p.title, p.id
$$;
grant execute on function app.circle_of_service to wulian_app;

-- What a circle, a share or break-glass lets this post into, of facts and now of services.
create or replace function app.dossier_let_into(of_table text, of_id uuid) returns uuid
language sql stable security definer set search_path = pg_catalog, public as $$
  select m.dossier from circle_member m where m.post = app.current_post() and m.dossier = case of_table
    when 'record' then (select dossier from record where id = of_id)
    when 'need' then (select dossier from need where id = of_id)
    when 'duty' then (select dossier from duty where id = of_id)
    when 'service' then (select dossier from service where id = of_id)
    when 'service_form' then (select dossier from service_form where id = of_id)
    when 'service_person' then (select dossier from service_person where id = of_id)
    when 'service_goal' then (select dossier from service_goal where id = of_id)
    when 'approval' then (select dossier from approval where id = of_id)
    when 'resident_file' then of_id end
  limit 1
$$;

-- Protected services this post is let into: what it may be shown in its own list.
create function app.circle_services(at timestamptz) returns table (dossier uuid)
language sql stable security definer set search_path = pg_catalog, public as $$
  select distinct s.dossier from circle_member m join service s on s.dossier = m.dossier and s.protected and s.state in ('open', 'offered')
  where m.post = app.current_post() and m.from_at <= at and (m.until_at is null or m.until_at > at)
  limit 200
$$;
grant execute on function app.circle_services to wulian_app;

-- The services of one person go behind his circle with him, and come back with him; a secret one stays where it is.
create function app.take_services(of_file uuid, to_protected boolean) returns void
language plpgsql security definer set search_path = pg_catalog, public as $$
declare mine uuid[]; t text;
begin
  mine := array(select id from service where client = of_file and not secret);
  if cardinality(mine) = 0 then return; end if;
  foreach t in array array['service_person', 'service_form', 'form_answer', 'service_goal', 'attendance', 'approval', 'referral'] loop
    execute format('update %I set protected = $2, dossier = case when $2 then $3 else service end where service = any ($1)', t) using mine, to_protected, of_file;
  end loop;
  update service set protected = to_protected, dossier = case when to_protected then of_file else id end where id = any (mine);
  update data_key set protected = to_protected, dossier = case when to_protected then of_file else id end where id = any (mine);
  update blob set protected = to_protected, dossier = case when to_protected then of_file else key_id end where key_id = any (mine);
  update history h set protected = to_protected, dossier = case when to_protected then of_file else coalesce((h.was ->> 'service')::uuid, h.row_id) end
  where h.row_id = any (mine) or (h.table_name in ('service_person', 'service_form', 'service_goal', 'attendance', 'approval', 'referral') and (h.was ->> 'service')::uuid = any (mine));
end $$;

-- Sets the flag on every table that has it, as before; rows of a secret service stay behind its own circle.
create or replace function app.flip_dossier(of_dossier uuid, to_protected boolean) returns void
language plpgsql security definer set search_path = pg_catalog, public as $$
declare t record; secret uuid[];
begin
  perform app.take_services(of_dossier, to_protected);
  secret := array(select s.id from service s where s.secret and (s.client = of_dossier or exists (select from service_person p where p.service = s.id and p.file = of_dossier)));
  for t in
    select c.relname, bool_or(a.attname = 'file') as has_file from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
    where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and c.relname not in ('search_token', 'history')
    group by c.oid, c.relname having bool_or(a.attname = 'protected') and bool_or(a.attname = 'dossier') order by c.relname
  loop
    execute format('update %I set protected = $2, dossier = $1 where (dossier = $1 %s) and protected <> $2', t.relname,
      -- A line of a sheet about many people hides behind the dossier of its own person.
      case when t.has_file then 'or (file = $1 and dossier <> all ($3))' else '' end) using of_dossier, to_protected, secret;
  end loop;
  update history set protected = to_protected where dossier = of_dossier;
end $$;

-- Where a station lies, for whoever may refer to it: stations are no secret.
create function app.station_place(of_station uuid) returns table (place int8) language sql stable security definer set search_path = pg_catalog, public as
  $$ select place from station where id = of_station and closed_on is null $$;
create function app.station_names(of_stations uuid[]) returns table (id uuid, name text) language sql stable security definer set search_path = pg_catalog, public as
  $$ select id, name from station where id = any (of_stations) $$;
grant execute on function app.station_place, app.station_names to wulian_app;

-- Offers a service to another station: writes at a place the asking post need not reach. The asked station sees it as its own.
-- Its words come sealed under the key that is given with it, wrapped by the asked county's key.
create function app.offer_service(new_id uuid, of_service uuid, to_station uuid, new_words bytea, key_wrapped bytea, key_suite int2, key_wrapped_by text, at timestamptz, on_day date) returns text
language plpgsql security definer set search_path = pg_catalog, public as $$
declare o service; s station;
begin
  if current_setting('app.writes', true) is distinct from 'on' then return 'not-yours'; end if;
  select * into o from service where id = of_service;
  if o.id is null or not app.sees_people(o.place, o.protected, o.dossier) or o.state <> 'open' then return 'not-there'; end if;
  select * into s from station where id = to_station and closed_on is null;
  if s.id is null or s.id = o.station then return 'no-station'; end if;
  -- Secret ones go from person to person, never to a whole station.
  if o.protected then return 'protected'; end if;
  insert into service (id, cell, place, station, served_place, dossier, method, pack, pack_version, counts, source, words_sealed, from_service, stage, state, worker, worker_name,
    opened_on, recorded_at, digest, item)
  values (new_id, s.cell, s.place, s.id, s.place, new_id, o.method, o.pack, o.pack_version, o.counts, 'agency-referral', new_words, o.id, o.stage, 'offered',
    app.current_account(), (select name from account where id = app.current_account()), on_day, at, sha256(new_words), o.item);
  insert into data_key (id, cell, place, dossier, kind, suite, wrapped, wrapped_by) values (new_id, s.cell, s.place, new_id, 'service', key_suite, key_wrapped, key_wrapped_by);
  return 'offered';
end $$;
grant execute on function app.offer_service to wulian_app;

-- The asked station has answered: the asking side learns it. Only whoever reaches the offered service may say so.
create function app.answer_referral(of_offered uuid, answer text, because text, at timestamptz) returns text
language plpgsql security definer set search_path = pg_catalog, public as $$
declare o service;
begin
  select * into o from service where id = of_offered;
  if o.id is null or current_setting('app.writes', true) is distinct from 'on' or not app.sees_people(o.place, o.protected, o.dossier) or answer not in ('accepted', 'refused') then return 'not-there'; end if;
  update referral set state = answer, why = because, answered_at = at, version = version + 1 where offered = of_offered and state = 'sent';
  if not found then return 'answered-before'; end if;
  update clock set done_at = at, version = version + 1 where done_at is null and key = 'referral-' || (select id from referral where offered = of_offered);
  return 'answered';
end $$;
grant execute on function app.answer_referral to wulian_app;

-- Where an offered service comes from: the station's name and nothing of its client.
create function app.offered_from(of_services uuid[]) returns table (service uuid, station_name text, sent_at timestamptz, reply_due_at timestamptz)
language sql stable security definer set search_path = pg_catalog, public as $$
  select o.id, s.name, r.sent_at, r.reply_due_at from service o join referral r on r.offered = o.id join service f on f.id = r.service join station s on s.id = f.station
  where o.id = any (of_services) and app.sees_people(o.place, o.protected, o.dossier)
$$;
grant execute on function app.offered_from to wulian_app;

-- Puts a name down, or moves the waiting list up: the row of the service is locked first, so that exactly the capacity get in.
create function app.place_left(of_service uuid) returns int4
language plpgsql security definer set search_path = pg_catalog, public as $$
declare s service;
begin
  select * into s from service where id = of_service for no key update;
  if s.id is null or not app.sees_people(s.place, s.protected, s.dossier) then return null; end if;
  return case when s.capacity is null then 2147483647 else s.capacity - (select count(*) from service_person where service = of_service and state in ('signed-up', 'in')) end;
end $$;
grant execute on function app.place_left to wulian_app;

-- Clocks whose time to tell has come: an event for each, without a person; the next time is set. For the job that runs every minute.
create function app.tell_clocks(at timestamptz, at_most int4 default 500) returns int4
language plpgsql security definer set search_path = pg_catalog, public as $$
declare c record; told int4 := 0; upcoming timestamptz;
begin
  for c in select * from clock where done_at is null and next_tell_at <= at order by next_tell_at limit at_most for update skip locked loop
    insert into outbox (event, subject_id, cell, place, account, post, payload)
    select 'clock.tells', c.service, c.cell, c.place, null, null, jsonb_build_object('clock', c.id, 'method', c.method, 'key', c.key, 'station', c.station, 'dueAt', c.due_at, 'worker', c.worker,
      'who', coalesce((select jsonb_agg(distinct role) from jsonb_array_elements(c.tells) t, jsonb_array_elements_text(t -> 'who') role where (t ->> 'at')::timestamptz <= at), '[]'));
    select min((t ->> 'at')::timestamptz) into upcoming from jsonb_array_elements(c.tells) t where (t ->> 'at')::timestamptz > at;
    if c.remind_minutes is not null then upcoming := least(coalesce(upcoming, 'infinity'), at + make_interval(mins => c.remind_minutes)); end if;
    update clock set next_tell_at = upcoming where id = c.id and cell = c.cell;
    told := told + 1;
  end loop;
  return told;
end $$;
grant execute on function app.tell_clocks to wulian_listener;

-- Keeps the clocks of a service as they should run; whoever may see the service keeps them, also from another place. Gives the next due time.
-- A referral's clock is its own: key 'referral-…'.
create function app.keep_clocks(of_service uuid, expected jsonb, at timestamptz) returns timestamptz
language plpgsql security definer set search_path = pg_catalog, public as $$
declare s service; upcoming timestamptz;
begin
  select * into s from service where id = of_service;
  if s.id is null or current_setting('app.writes', true) is distinct from 'on' or not app.sees_people(s.place, s.protected, s.dossier) then return null; end if;
  insert into clock as c (id, cell, place, station, service, method, key, worker, started_at, due_at, done_at, tells, remind_minutes, next_tell_at)
  select gen_random_uuid(), s.cell, s.place, s.station, s.id, s.method, e.key, s.worker, e.started_at, e.due_at, e.done_at, e.tells, e.remind_minutes,
    case when e.done_at is null then least((select min((t ->> 'at')::timestamptz) from jsonb_array_elements(e.tells) t), e.started_at + make_interval(mins => e.remind_minutes)) end
  from jsonb_to_recordset(expected) e (key text, started_at timestamptz, due_at timestamptz, done_at timestamptz, tells jsonb, remind_minutes int4)
  on conflict (service, key, cell) do update set started_at = excluded.started_at, due_at = excluded.due_at, done_at = excluded.done_at, worker = excluded.worker,
    tells = excluded.tells, remind_minutes = excluded.remind_minutes,
    next_tell_at = case when excluded.done_at is not null then null when c.due_at = excluded.due_at and c.done_at is null then c.next_tell_at else excluded.next_tell_at end,
    version = c.version + 1
  where (c.started_at, c.due_at, c.done_at, c.worker, c.remind_minutes) is distinct from (excluded.started_at, excluded.due_at, excluded.done_at, excluded.worker, excluded.remind_minutes);
  update clock set done_at = at, next_tell_at = null, version = version + 1
  where service = of_service and done_at is null and key not like 'referral-%' and key not in (select e ->> 'key' from jsonb_array_elements(expected) e);
  select min(due_at) into upcoming from clock where service = of_service and done_at is null;
  return upcoming;
end $$;
grant execute on function app.keep_clocks to wulian_app;
