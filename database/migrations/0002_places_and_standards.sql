-- Up Migration
-- Reference data: divisions of the country, and the standards packs in force.

create table place (
  code int8 primary key check (code between 110000000000 and 999999999999),
  name text not null,
  level text not null check (level in ('province', 'city', 'county', 'township', 'village')),
  parent int8 references place,
  urban_class int2,
  population int4,
  -- 涉改: changed by the re-districting of townships and villages.
  redistricted boolean not null default false,
  edition text not null,
  valid_from date not null default '1949-10-01',
  valid_to date,
  version int4 not null default 1
);
create index place_of_parent on place (parent, code);
call app.guard_reference('place');
grant select on place to wulian_app, wulian_listener, wulian_counter;
grant insert, update on place to wulian_app;
create policy administrators_correct on place for all to wulian_app
  using (current_setting('app.role', true) = 'administrator') with check (current_setting('app.role', true) = 'administrator');

-- An old code points to what came after it; facts keep the code they were recorded with.
create table place_successor (
  old_code int8 not null references place,
  new_code int8 not null references place,
  effective_on date not null,
  kind text not null check (kind in ('renamed', 'merged', 'split', 'moved')),
  primary key (old_code, new_code),
  check (old_code <> new_code)
);
call app.guard_reference('place_successor');
grant select on place_successor to wulian_app, wulian_listener, wulian_counter;
grant insert on place_successor to wulian_app;
create policy administrators_correct on place_successor for insert to wulian_app
  with check (current_setting('app.role', true) = 'administrator');

-- A loaded pack never changes: the digest is its name.
create table standards_pack (
  key text not null,
  version text not null,
  digest bytea not null,
  place int8 not null,
  effective_from date not null,
  effective_to date,
  content jsonb not null,
  loaded_at timestamptz not null default clock_timestamp(),
  primary key (key, version),
  unique (digest)
);
call app.guard_reference('standards_pack');
grant select on standards_pack to wulian_app, wulian_listener, wulian_counter;

-- A bureau's own value of a parameter, over what the packs say.
create table parameter_value (
  id uuid not null,
  cell int4 not null,
  place int8 not null,
  key text not null,
  value jsonb not null,
  from_on date not null,
  until_on date,
  why text not null,
  version int4 not null default 1,
  primary key (id, cell),
  unique (id),
  unique (place, key, from_on)
);
call app.guard_network('parameter_value');
call app.trace('parameter_value');
grant select, insert, update (until_on, version) on parameter_value to wulian_app;
