-- Up Migration
-- Organisations, the three tiers of stations, purchase contracts.

create table organisation (
  id uuid not null,
  cell int4 not null,
  place int8 not null,
  name text not null check (length(name) between 2 and 80),
  kind text not null check (kind in ('agency', 'social-organisation', 'department', 'enterprise', 'unit')),
  credit_code text,
  version int4 not null default 1,
  primary key (id, cell),
  unique (id)
);
create index organisation_of_place on organisation (place, name);
call app.guard_network('organisation');
call app.trace('organisation');
grant select, insert on organisation to wulian_app;
grant update (name, kind, credit_code, version) on organisation to wulian_app;

create table station (
  id uuid not null,
  cell int4 not null,
  place int8 not null references place,
  tier text not null check (tier in ('general', 'township', 'room')),
  name text not null check (length(name) between 2 and 60),
  -- The station that guides this one: rooms by their township station, stations by the general station.
  guided_by uuid,
  operator uuid,
  operator_mode text,
  host_type text,
  build_mode text,
  pilots text[] not null default '{}',
  hotline text check (length(hotline) <= 20),
  address text,
  competent_department text not null default 'civil-affairs',
  readiness text not null default 'none',
  opened_on date,
  closed_on date,
  successor uuid,
  version int4 not null default 1,
  primary key (id, cell),
  unique (id),
  check (closed_on >= opened_on)
);
create index station_of_place on station (place, tier, id);
call app.guard_network('station');
call app.trace('station');
grant select, insert on station to wulian_app;
grant update (name, guided_by, operator, operator_mode, host_type, build_mode, pilots, hotline, address, competent_department,
  readiness, opened_on, closed_on, successor, version) on station to wulian_app;

-- One line of the facilities or staffing checklist as last looked at.
create table station_check (
  id uuid not null,
  cell int4 not null,
  place int8 not null,
  station uuid not null,
  item text not null,
  state text not null check (state in ('present', 'missing', 'not-needed')),
  note text check (length(note) <= 500),
  photo uuid,
  checked_on date not null,
  version int4 not null default 1,
  primary key (id, cell),
  unique (id),
  unique (station, item),
  foreign key (station, cell) references station (id, cell)
);
create index station_check_of_place on station_check (place);
call app.guard_network('station_check');
call app.trace('station_check');
grant select, insert on station_check to wulian_app;
grant update (state, note, photo, checked_on, version) on station_check to wulian_app;

create table contract (
  id uuid not null,
  cell int4 not null,
  place int8 not null references place,
  title text not null check (length(title) between 2 and 120),
  purchaser uuid not null,
  agency uuid not null,
  from_on date not null,
  until_on date not null,
  amount_fen int8 not null check (amount_fen >= 0),
  version int4 not null default 1,
  primary key (id, cell),
  unique (id),
  check (until_on > from_on),
  foreign key (purchaser, cell) references organisation (id, cell),
  foreign key (agency, cell) references organisation (id, cell)
);
create index contract_of_place on contract (place, from_on);
call app.guard_network('contract');
call app.trace('contract');
grant select, insert on contract to wulian_app;
grant update (title, from_on, until_on, amount_fen, version) on contract to wulian_app;

create table contract_station (
  id uuid not null,
  cell int4 not null,
  place int8 not null,
  contract uuid not null,
  station uuid not null,
  -- Copied from the contract, so that a fact finds its contract by day.
  from_on date not null,
  until_on date not null,
  primary key (id, cell),
  unique (contract, station),
  foreign key (contract, cell) references contract (id, cell),
  foreign key (station, cell) references station (id, cell)
);
create index contract_of_station on contract_station (station, from_on);
create index contract_station_of_place on contract_station (place);
call app.guard_network('contract_station');
call app.trace('contract_station');
grant select, insert, update (from_on, until_on) on contract_station to wulian_app;

create table contract_indicator (
  id uuid not null,
  cell int4 not null,
  place int8 not null,
  contract uuid not null,
  position int2 not null,
  indicator text not null,
  title text not null,
  unit text not null,
  target int8 not null check (target >= 0),
  version int4 not null default 1,
  primary key (id, cell),
  unique (id),
  unique (contract, indicator),
  foreign key (contract, cell) references contract (id, cell)
);
create index contract_indicator_of_place on contract_indicator (place);
call app.guard_network('contract_indicator');
call app.trace('contract_indicator');
grant select, insert, update (title, unit, target, position, version) on contract_indicator to wulian_app;
