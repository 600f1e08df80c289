-- Up Migration
-- A sample as it was drawn: out of how many, and by which seed, so that anybody can draw it again and find the same people.
create table service_sample (
  id uuid not null,
  cell int4 not null,
  place int8 not null,
  dossier uuid not null,
  protected boolean not null default false,
  service uuid not null,
  seed uuid not null,
  size int4 not null check (size between 1 and 300),
  pool int4 not null,
  from_on date not null,
  to_on date not null,
  drawn_at timestamptz not null,
  drawn_by uuid not null,
  drawn_by_name text not null,
  primary key (id, cell),
  unique (id),
  foreign key (service, cell) references service (id, cell)
);
create index sample_of_service on service_sample (service, drawn_at);
create index sample_of_place on service_sample (place);
call app.guard_people('service_sample');
call app.trace('service_sample');
grant select, insert on service_sample to wulian_app;
