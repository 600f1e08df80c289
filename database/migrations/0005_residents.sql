-- Up Migration
-- One person, one file per cell; households, tags, consent; the search tokens.

-- Opaque. The blind index finds the same identity number again; no role of the server reads this table.
create table person (
  id uuid primary key,
  identity_index bytea unique,
  merged_into uuid references person,
  made_at timestamptz not null default clock_timestamp()
);
call app.guard_inner('person');

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
  why_served text,
  worker uuid,
  note_sealed bytea,
  opened_on date not null,
  closed_on date,
  closed_why text check (closed_why in ('died', 'moved-away', 'institution', 'not-needed', 'merged')),
  merged_into uuid,
  import_batch uuid,
  version int4 not null default 1,
  made_at timestamptz not null default clock_timestamp(),
  primary key (id, cell),
  unique (id),
  unique (cell, file_no),
  check (dossier = id),
  check ((closed_on is null) = (closed_why is null))
);
create index resident_of_station on resident_file (station, name_sort, id);
create index resident_of_place on resident_file (place, name_sort, id);
create index resident_of_person on resident_file (person);
create index resident_of_household on resident_file (household);
create index resident_of_worker on resident_file (worker, name_sort, id);
call app.guard_people('resident_file');
call app.trace('resident_file');
grant select, insert on resident_file to wulian_app;
grant update (place, station, name, name_sort, sex, birth_on, identity_sealed, identity_mask, phone_sealed, phone_mask, address_sealed,
  household, relation, risk, risk_since, why_served, worker, note_sealed, closed_on, closed_why, merged_into, file_no, version) on resident_file to wulian_app;

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
call app.guard_people('resident_tag');
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

grant execute on function app.person_of to wulian_app;

create table import_batch (
  id uuid not null,
  cell int4 not null,
  place int8 not null,
  station uuid not null,
  dossier uuid not null,
  protected boolean not null default false,
  file_name text not null,
  state text not null check (state in ('read', 'applied', 'undone')),
  mapping jsonb not null,
  rows_total int4 not null,
  rows_good int4 not null,
  content_sealed bytea,
  made_by uuid not null,
  made_at timestamptz not null,
  applied_at timestamptz,
  undone_at timestamptz,
  version int4 not null default 1,
  primary key (id, cell),
  unique (id)
);
create index import_of_station on import_batch (station, made_at);
create index import_of_place on import_batch (place);
call app.guard_people('import_batch');
call app.trace('import_batch');
grant select, insert, update (state, mapping, rows_good, content_sealed, applied_at, undone_at, version) on import_batch to wulian_app;

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
