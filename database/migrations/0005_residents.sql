-- Up Migration
-- One person, one file per cell; households, tags, consent; the search tokens.

-- Opaque. The blind index finds the same identity number again; no role of the server reads this table.
create table person (
  id uuid primary key,
  identity_index bytea unique,
  merged_into uuid references person,
  -- Whom all links lead to in the end; counts read only this.
  root uuid not null,
  made_at timestamptz not null default clock_timestamp()
);
create index person_merged on person (merged_into) where merged_into is not null;
call app.guard_inner('person');

-- A new person is himself until linked.
create function app.be_oneself() returns trigger language plpgsql as $$
begin
  new.root := coalesce(new.root, new.merged_into, new.id);
  return new;
end $$;
create trigger be_oneself before insert on person for each row execute function app.be_oneself();

-- A link made or taken back leads everybody behind it to another end. Chains are as long as files were merged: a few.
create function app.follow_link() returns trigger language plpgsql security definer set search_path = pg_catalog, public as $$
declare top uuid := new.id; up uuid := new.merged_into;
begin
  while up is not null loop
    top := up;
    select merged_into into up from person where id = top;
    if top = new.id then raise exception 'a person cannot lead to himself'; end if;
  end loop;
  with recursive behind as (select new.id as id union select p.id from person p join behind b on p.merged_into = b.id)
  update person set root = top where id in (select id from behind) and root <> top;
  return null;
end $$;
create trigger follow_link after update of merged_into on person for each row when (old.merged_into is distinct from new.merged_into) execute function app.follow_link();

create table household (
  id uuid not null,
  cell int4 not null,
  place int8 not null references place,
  station uuid not null,
  dossier uuid not null,
  protected boolean not null default false,
  head_name text not null check (length(head_name) <= 40),
  address_sealed bytea,
  version int4 not null default 1,
  primary key (id, cell),
  unique (id)
);
create index household_of_station on household (station, head_name);
create index household_of_place on household (place);
call app.guard_people('household');
call app.trace('household');
grant select, insert, update (head_name, address_sealed, place, version) on household to wulian_app;

create table resident_file (
  id uuid not null,
  cell int4 not null,
  -- The village where the resident lives: decides access to the file.
  place int8 not null references place,
  station uuid not null,
  dossier uuid not null,
  protected boolean not null default false,
  person uuid not null,
  file_no text,
  name text not null check (length(name) between 1 and 40),
  name_sort text not null,
  sex int2 not null default 0 check (sex in (0, 1, 2, 9)),
  birth_on date,
  identity_sealed bytea,
  identity_mask text,
  phone_sealed bytea,
  phone_mask text,
  address_sealed bytea,
  household uuid,
  relation text,
  risk text not null default 'blue' check (risk in ('red', 'orange', 'yellow', 'blue')),
  risk_since date,
  risk_why_sealed bytea,
  why_sealed bytea,
  worker uuid,
  note_sealed bytea,
  opened_on date not null,
  -- What counts as 建档 stays as it was on that day, wherever the file moves later.
  opened_station uuid,
  opened_place int8,
  opened_village int8,
  opened_tags text[] not null default '{}',
  opened_contract uuid,
  closed_on date,
  closed_why text check (closed_why in ('died', 'moved-away', 'institution', 'not-needed', 'merged', 'import-undone')),
  merged_into uuid,
  import_batch uuid,
  -- Keyed hash of what was first sent, so that sending it twice means once.
  sent_digest bytea,
  version int4 not null default 1,
  made_at timestamptz not null default clock_timestamp(),
  primary key (id, cell),
  unique (id),
  unique (cell, file_no),
  check (dossier = id),
  check ((closed_on is null) = (closed_why is null)),
  -- A merged file points to the one that was kept, and nothing else does.
  check ((merged_into is not null) = (closed_why is not distinct from 'merged')),
  check (merged_into <> id)
);
-- The order of lists over a county or several towns.
create index resident_of_cell on resident_file (cell, name_sort, id);
create index resident_merged on resident_file (merged_into) where merged_into is not null;
create index resident_of_station on resident_file (station, name_sort, id);
create index resident_of_place on resident_file (place, name_sort, id);
create index resident_of_person on resident_file (person);
create index resident_of_household on resident_file (household);
create index resident_of_worker on resident_file (worker, name_sort, id);
call app.guard_people('resident_file');
call app.trace('resident_file');
grant select, insert on resident_file to wulian_app;
grant update (place, station, name, name_sort, sex, birth_on, identity_sealed, identity_mask, phone_sealed, phone_mask, address_sealed,
  person, household, relation, risk, risk_since, risk_why_sealed, why_sealed, worker, note_sealed, closed_on, closed_why, merged_into, file_no, version) on resident_file to wulian_app;

create table resident_tag (
  id uuid not null,
  cell int4 not null,
  place int8 not null,
  station uuid not null,
  dossier uuid not null,
  protected boolean not null default false,
  file uuid not null,
  tag text not null,
  source text not null,
  -- Class P4 of the standards pack when it was put: violence, HIV, correction, children in difficulty …
  restricted boolean not null default false,
  from_on date not null,
  until_on date,
  version int4 not null default 1,
  primary key (id, cell),
  unique (id),
  foreign key (file, cell) references resident_file (id, cell),
  check (until_on >= from_on)
);
create unique index one_open_tag on resident_tag (file, tag) where until_on is null;
create index tag_of_station on resident_tag (station, tag, file);
create index tag_of_place on resident_tag (place);
create index tag_open on resident_tag (tag, place, file) where until_on is null and not restricted;
call app.guard_people('resident_tag');
-- A restricted tag is not there for offices that see files with masked names; those who serve the person see it.
create policy restricted_tags_for_those_who_serve on resident_tag as restrictive for select to wulian_app
  using (not restricted or current_setting('app.role', true) in ('worker', 'station_head', 'general_worker', 'general_supervisor', 'village_cadre', 'child_director'));
-- Only casework posts put one.
create policy restricted_tags_by_caseworkers on resident_tag as restrictive for insert to wulian_app
  with check (not restricted or current_setting('app.role', true) in ('worker', 'station_head', 'general_worker', 'general_supervisor'));
call app.trace('resident_tag');
grant select, insert, update (until_on, place, station, version) on resident_tag to wulian_app;

-- Refusal with a reason, a thumbprint, or words before a witness are valid records too.
create table consent (
  id uuid not null,
  cell int4 not null,
  place int8 not null,
  station uuid not null,
  dossier uuid not null,
  protected boolean not null default false,
  file uuid not null,
  purpose text not null,
  scope text[] not null default '{}',
  medium text not null check (medium in ('written', 'thumbprint', 'oral', 'refused')),
  witness text check (length(witness) <= 40),
  guardian_name text check (length(guardian_name) <= 40),
  guardian_relation text,
  -- An adult who cannot decide for himself: his guardian speaks.
  lacks_capacity boolean not null default false,
  reason text check (length(reason) <= 500),
  given_on date not null,
  expires_on date,
  withdrawn_on date,
  withdrawn_why text check (length(withdrawn_why) <= 500),
  photo uuid,
  version int4 not null default 1,
  primary key (id, cell),
  unique (id),
  foreign key (file, cell) references resident_file (id, cell),
  check (medium <> 'oral' or witness is not null),
  check (medium <> 'refused' or reason is not null),
  check (not lacks_capacity or medium = 'refused' or guardian_name is not null),
  check (expires_on >= given_on),
  check (withdrawn_on >= given_on)
);
create index consent_of_file on consent (file, given_on);
create index consent_of_place on consent (place);
call app.guard_people('consent');
call app.trace('consent');
grant select, insert, update (withdrawn_on, withdrawn_why, version) on consent to wulian_app;

-- Keyed hashes of what a resident can be searched by. Protected files have none.
create table search_token (
  token int8 not null,
  place int8 not null,
  file uuid not null,
  cell int4 not null,
  dossier uuid not null,
  protected boolean not null default false check (not protected),
  primary key (token, place, file, cell)
);
create index token_of_file on search_token (file);
create index token_of_place on search_token (place);
call app.guard_people('search_token');
create policy drop_stale_tokens on search_token for delete to wulian_app using (current_setting('app.writes', true) = 'on');
grant select, insert, delete on search_token to wulian_app;

-- The person behind an identity number, made when new. Says nothing about who else knows him.
create function app.person_of(identity bytea, new_person uuid) returns uuid
language plpgsql security definer set search_path = pg_catalog, public as $$
declare found uuid;
begin
  if identity is not null then
    select coalesce(merged_into, id) into found from person where identity_index = identity;
    if found is not null then return found; end if;
  end if;
  insert into person (id, identity_index) values (new_person, identity) on conflict do nothing;
  select coalesce(merged_into, id) into found from person where identity_index = identity or id = new_person limit 1;
  return found;
end $$;


-- The person of a file whose number became known or was put right. A number somebody has already leads to him.
create function app.identify_person(of_person uuid, identity bytea, new_person uuid) returns uuid
language plpgsql security definer set search_path = pg_catalog, public as $$
declare found uuid; known bytea;
begin
  select coalesce(merged_into, id) into found from person where identity_index = identity;
  select identity_index into known from person where id = of_person for update;
  if found is not null then
    if known is null and found <> of_person then update person set merged_into = found where id = of_person; end if;
    return found;
  end if;
  if known is null then
    update person set identity_index = identity, merged_into = null where id = of_person;
    return of_person;
  end if;
  return app.person_of(identity, new_person);
end $$;

-- Two files turned out to be one person: the one without a number points to the other. Null: they were not.
create function app.link_person(of_person uuid, to_person uuid) returns boolean
language plpgsql security definer set search_path = pg_catalog, public as $$
begin
  if of_person = to_person then return true; end if;
  update person set merged_into = to_person where id = of_person and identity_index is null;
  return found;
end $$;
grant execute on function app.person_of, app.identify_person, app.link_person to wulian_app;

-- File numbers: one row per station code and year, locked until its file is saved. Never count and then insert.
create table file_counter (
  prefix text not null,
  year int2 not null,
  last int4 not null,
  primary key (prefix, year)
);
call app.guard_inner('file_counter');
create function app.next_file_no(of_station uuid, in_year int4) returns text
language plpgsql security definer set search_path = pg_catalog, public as $$
declare code text; number int4;
begin
  -- The station's own division: 6 digits of a county, 9 of a town, 12 of a village.
  select case when place % 1000000 = 0 then left(place::text, 6) when place % 1000 = 0 then left(place::text, 9) else place::text end
    into code from station where id = of_station;
  if code is null or current_setting('app.writes', true) is distinct from 'on' then return null; end if;
  insert into file_counter as c (prefix, year, last) values (code, in_year, 1)
  on conflict (prefix, year) do update set last = c.last + 1 returning last into number;
  return code || '-' || in_year || '-' || lpad(number::text, 4, '0');
end $$;
grant execute on function app.next_file_no to wulian_app;

-- Does the post of this transaction see people of this place, and this dossier? For definer functions, which policies do not bind.
do $$ begin
  execute format('create function app.sees_people(place int8, protected boolean, dossier uuid) returns boolean language sql stable as %L',
    'select coalesce(' || app.may_see_people() || ', false)');
end $$;

-- Moves a file and what hangs on it to another village or station of the same cell. Facts stay where they happened.
-- Answers 'moved', or why not: the file is not there for the caller, or the station does not answer for that place.
create function app.move_dossier(of_dossier uuid, to_place int8, to_station uuid, with_household boolean) returns text
language plpgsql security definer set search_path = pg_catalog, public as $$
declare f resident_file; s station;
begin
  if current_setting('app.writes', true) is distinct from 'on'
    or current_setting('app.role', true) not in ('worker', 'station_head', 'general_worker', 'general_supervisor') then return 'not-yours'; end if;
  select * into f from resident_file where id = of_dossier for update;
  if f.id is null or not app.sees_people(f.place, f.protected, f.dossier) then return 'not-there'; end if;
  select * into s from station where id = to_station and closed_on is null;
  if s.id is null or s.cell <> f.cell or not exists (select from place where code = to_place)
    or to_place not between s.place and s.place + (case when s.place % 1000000 = 0 then 999999 when s.place % 1000 = 0 then 999 else 0 end)
  then return 'not-answered-there'; end if;
  update resident_file set place = to_place, station = to_station, worker = case when station = to_station then worker end,
    household = case when with_household then household end, relation = case when with_household then relation end, version = version + 1
  where id = of_dossier;
  update resident_tag set place = to_place, station = to_station, version = version + 1 where dossier = of_dossier;
  update consent set place = to_place, station = to_station, version = version + 1 where dossier = of_dossier;
  update search_token set place = to_place where dossier = of_dossier;
  update data_key set place = to_place where dossier = of_dossier;
  update duty set place = to_place, station = to_station, worker = case when station = to_station then worker end, version = version + 1
  where dossier = of_dossier and closed_on is null;
  if with_household and f.household is not null then
    update household set place = to_place, station = to_station, version = version + 1 where id = f.household and (place, station) <> (to_place, to_station);
    update data_key set place = to_place where id = f.household;
  end if;
  update history set place = to_place where dossier in (of_dossier, case when with_household then f.household end)
    and table_name in ('resident_file', 'resident_tag', 'consent', 'household', 'duty');
  return 'moved';
end $$;

-- 限定知悉范围: from now on only these posts open the dossier. Every table about people follows at once; search words go.
-- Called again by a member who is head or supervisor, it sets the circle anew. Answers 'protected', or why not.
create function app.protect_dossier(of_dossier uuid, members uuid[], because text, at timestamptz) returns text
language plpgsql security definer set search_path = pg_catalog, public as $$
declare f resident_file;
begin
  if current_setting('app.writes', true) is distinct from 'on'
    or current_setting('app.role', true) not in ('station_head', 'general_supervisor') then return 'not-yours'; end if;
  select * into f from resident_file where id = of_dossier for update;
  if f.id is null or not app.sees_people(f.place, f.protected, f.dossier) then return 'not-there'; end if;
  -- At least one, each held now, in this cell, by somebody who serves people.
  if coalesce(array_length(members, 1), 0) = 0 or (select count(*) from post p join role r on r.key = p.role
    where p.id = any (members) and p.cell = f.cell and r.people = 'full' and p.from_on <= at::date and (p.until_on is null or p.until_on >= at::date))
    <> (select count(distinct m) from unnest(members) m) then return 'not-members'; end if;
  update circle_member set until_at = at where dossier = of_dossier and kind = 'circle' and until_at is null and post <> all (members);
  insert into circle_member (id, cell, place, dossier, post, kind, from_at, why)
  select gen_random_uuid(), f.cell, p.place, of_dossier, p.id, 'circle', at, because from post p
  where p.id = any (members) and not exists (select from circle_member c where c.dossier = of_dossier and c.post = p.id and c.kind = 'circle' and c.until_at is null);
  if f.protected then return 'protected'; end if;
  delete from search_token where file = of_dossier;
  -- A household others live in stays theirs, under another name; one of this person alone is closed with him.
  if f.household is not null then
    if exists (select from resident_file o where o.household = f.household and o.id <> f.id and not o.protected) then
      update household h set head_name = (select o.name from resident_file o where o.household = f.household and o.id <> f.id and not o.protected order by o.birth_on nulls last, o.id limit 1),
        version = h.version + 1
      where h.id = f.household and h.head_name = f.name;
    else
      update household set protected = true, dossier = of_dossier, version = version + 1 where id = f.household;
      update data_key set protected = true, dossier = of_dossier where id = f.household;
      update history set protected = true, dossier = of_dossier where row_id = f.household;
    end if;
  end if;
  perform app.hide_shared(of_dossier);
  perform app.flip_dossier(of_dossier, true);
  return 'protected';
end $$;

-- Sets the flag on every table that has it. History last: the flip itself writes what rows said before.
create function app.flip_dossier(of_dossier uuid, to_protected boolean) returns void
language plpgsql security definer set search_path = pg_catalog, public as $$
declare t record;
begin
  for t in
    select c.relname, bool_or(a.attname = 'file') as has_file from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
    where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and c.relname not in ('search_token', 'history')
    group by c.oid, c.relname having bool_or(a.attname = 'protected') and bool_or(a.attname = 'dossier') order by c.relname
  loop
    execute format('update %I set protected = $2, dossier = $1 where (dossier = $1 %s) and protected <> $2', t.relname,
      -- A line of a sheet about many people hides behind the dossier of its own person.
      case when t.has_file then 'or file = $1' else '' end) using of_dossier, to_protected;
  end loop;
  update history set protected = to_protected where dossier = of_dossier;
end $$;

-- The reason is gone: the dossier is an ordinary one again. Only a head or supervisor of its circle may say so.
create function app.unprotect_dossier(of_dossier uuid, at timestamptz) returns text
language plpgsql security definer set search_path = pg_catalog, public as $$
declare f resident_file;
begin
  if current_setting('app.writes', true) is distinct from 'on'
    or current_setting('app.role', true) not in ('station_head', 'general_supervisor') then return 'not-yours'; end if;
  select * into f from resident_file where id = of_dossier for update;
  if f.id is null or not app.sees_people(f.place, f.protected, f.dossier) then return 'not-there'; end if;
  update circle_member set until_at = at where dossier = of_dossier and kind = 'circle' and until_at is null;
  perform app.show_shared(of_dossier);
  perform app.flip_dossier(of_dossier, false);
  update household set dossier = id where dossier = of_dossier;
  update data_key set dossier = id where dossier = of_dossier and id <> of_dossier;
  update history set dossier = row_id where dossier = of_dossier and table_name = 'household';
  return 'open';
end $$;

-- Who may open a protected dossier, for one of them.
create function app.circle_of(of_dossier uuid, at timestamptz) returns table (post uuid, title text, name text)
language sql stable security definer set search_path = pg_catalog, public as $$
  select p.id, p.title, a.name
  from resident_file f
  join circle_member m on m.dossier = f.id and m.kind = 'circle' and m.from_at <= at and (m.until_at is null or m.until_at > at)
  join post p on p.id = m.post
  join account a on a.id = p.account
  where f.id = of_dossier and f.protected and app.sees_people(f.place, f.protected, f.dossier)
  order by p.title, p.id
$$;
grant execute on function app.move_dossier, app.protect_dossier, app.unprotect_dossier, app.circle_of to wulian_app;

-- A list somebody brought: what became of it, without a word of what stood in it.
create table import_batch (
  id uuid not null,
  cell int4 not null,
  place int8 not null,
  station uuid not null,
  dossier uuid not null,
  protected boolean not null default false,
  file_name text not null check (length(file_name) <= 120),
  -- applying and undoing: a job is at it.
  state text not null check (state in ('read', 'applying', 'applied', 'undoing', 'undone')),
  mapping jsonb not null,
  rows_total int4 not null,
  rows_good int4 not null,
  -- What was decided on doubtful rows, by row number.
  decisions jsonb,
  -- Counts, and of rows that did not come in or go back as they were, number and reason.
  result jsonb,
  -- Why the last attempt came to nothing.
  failed jsonb,
  made_by uuid not null,
  made_at timestamptz not null,
  applied_at timestamptz,
  undone_at timestamptz,
  version int4 not null default 1,
  primary key (id, cell),
  unique (id)
);
create index import_of_station on import_batch (station, made_at);
create index import_of_place on import_batch (place, made_at);
call app.guard_people('import_batch');
call app.trace('import_batch');
grant select, insert, update (state, mapping, rows_total, rows_good, decisions, result, failed, applied_at, undone_at, version) on import_batch to wulian_app;

-- The cells of a list, sealed under its station's key until they are in, or for 30 days. Not traced: history would keep them.
create table import_content (
  id uuid not null,
  cell int4 not null,
  place int8 not null,
  dossier uuid not null,
  protected boolean not null default false,
  content_sealed bytea not null,
  made_at timestamptz not null,
  primary key (id, cell),
  unique (id)
);
create index import_content_of_place on import_content (place);
create index import_content_by_age on import_content (made_at);
call app.guard_people('import_content');
create policy drop_what_is_in on import_content for delete to wulian_app using (current_setting('app.writes', true) = 'on');
grant select, insert, delete on import_content to wulian_app;
create function app.drop_import_contents(before timestamptz) returns int4 language sql security definer set search_path = pg_catalog, public as
  $$ with gone as (delete from import_content where made_at < before returning 1) select count(*)::int4 from gone $$;
grant execute on function app.drop_import_contents to wulian_listener;

-- What a list did to one file, so that it can be undone.
create table import_change (
  id uuid not null,
  cell int4 not null,
  place int8 not null,
  dossier uuid not null,
  protected boolean not null default false,
  batch uuid not null,
  row_no int4 not null,
  file uuid not null,
  kind text not null check (kind in ('new', 'changed', 'reopened')),
  -- Versions of the file before and after; 0 before it was there.
  version_was int4 not null,
  version_is int4 not null,
  -- Groups it put on the file.
  tags uuid[] not null default '{}',
  primary key (id, cell),
  unique (id),
  unique (batch, file),
  foreign key (file, cell) references resident_file (id, cell)
);
create index import_change_of_place on import_change (place);
create index import_change_of_file on import_change (file);
call app.guard_people('import_change');
grant select, insert on import_change to wulian_app;

-- Tables that say something about this person besides the file itself and these groups: what somebody wrote down since.
create function app.facts_about(of_file uuid, own_tags uuid[]) returns text[]
language plpgsql stable security definer set search_path = pg_catalog, public as $$
declare t record; hit boolean; found_in text[] := '{}'; f resident_file;
begin
  select * into f from resident_file where id = of_file;
  if f.id is null or not app.sees_people(f.place, f.protected, f.dossier) then return null; end if;
  for t in
    select c.relname, bool_or(a.attname = 'file') as has_file from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
    where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p')
      -- The file's own parts, what follows from it by itself, and traces.
      and c.relname not in ('resident_file', 'resident_tag', 'search_token', 'data_key', 'history', 'duty', 'import_change', 'circle_member')
    group by c.oid, c.relname having bool_or(a.attname = 'dossier') or bool_or(a.attname = 'file') order by c.relname
  loop
    execute format('select exists (select from %I where %s)', t.relname, case when t.has_file then 'file = $1' else 'dossier = $1' end) into hit using of_file;
    if hit then found_in := found_in || t.relname::text; end if;
  end loop;
  if exists (select from resident_tag where file = of_file and id <> all (own_tags)) then found_in := found_in || 'resident_tag'::text; end if;
  if f.household is not null then found_in := found_in || 'household'::text; end if;
  return found_in;
end $$;
grant execute on function app.facts_about to wulian_app;

-- The mapping of columns a station used last, by the headings of the file.
create table import_mapping (
  id uuid not null,
  cell int4 not null,
  place int8 not null,
  station uuid not null,
  headings text not null,
  mapping jsonb not null,
  version int4 not null default 1,
  primary key (id, cell),
  unique (station, headings)
);
create index import_mapping_of_place on import_mapping (place);
call app.guard_network('import_mapping');
grant select, insert, update (mapping, version) on import_mapping to wulian_app;
