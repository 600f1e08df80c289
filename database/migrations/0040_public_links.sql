-- Up Migration
-- A door for somebody without an account: one form of one service may be filled in through it, or a service of one kind begun at one station. The secret
-- in the address is made of the row's id and a key of the installation; it stands in no table.
create table public_link (
  id uuid not null,
  cell int4 not null,
  place int8 not null,
  station uuid not null,
  -- The service whose form is filled in; without one every answer begins a service of its own.
  service uuid,
  method text not null,
  -- Which of the method's doors.
  door text not null,
  title text not null check (length(title) between 1 and 80),
  until_on date not null,
  most int4 check (most between 1 and 100000),
  used int4 not null default 0,
  -- Answers since an hour began.
  hour_at timestamptz,
  hour_used int4 not null default 0,
  made_at timestamptz not null,
  made_by uuid not null,
  made_by_name text not null,
  ended_at timestamptz,
  version int4 not null default 1,
  primary key (id, cell),
  unique (id),
  -- Never more answers than were asked for, however many come at the same instant.
  check (used <= most)
);
create index link_of_station on public_link (station, made_at desc);
create index link_of_service on public_link (service) where service is not null;
create index link_of_place on public_link (place);
call app.guard_network('public_link');
call app.trace('public_link');
grant select (id, cell, place, station, service, method, door, title, until_on, most, used, made_at, made_by, made_by_name, ended_at, version) on public_link to wulian_app;
grant insert (id, cell, place, station, service, method, door, title, until_on, most, made_at, made_by, made_by_name) on public_link to wulian_app;
grant update (ended_at, version) on public_link to wulian_app;

-- With this somebody who began a service through a door asks later how it stands. Only a keyed hash of the code is kept, and no table says it back.
create table public_receipt (
  id uuid not null,
  cell int4 not null,
  place int8 not null,
  dossier uuid not null,
  protected boolean not null default false,
  door text not null,
  code_hash bytea not null unique check (length(code_hash) = 32),
  made_at timestamptz not null,
  primary key (id, cell),
  unique (id)
);
create index receipt_of_place on public_receipt (place);
call app.guard_people('public_receipt');
call app.trace('public_receipt');
grant insert on public_receipt to wulian_app;

-- What a door leads to. A protected service has none.
create function app.find_link(of_link uuid, at timestamptz, today date) returns table (
  id uuid, cell int4, place int8, station uuid, station_name text, service uuid, dossier uuid, method text, door text, title text, made_by uuid, made_by_name text, state text)
language sql stable security definer set search_path = pg_catalog, public as $$
  select l.id, l.cell, l.place, l.station, t.name, l.service, s.dossier, l.method, l.door, l.title, l.made_by, l.made_by_name,
    case when l.ended_at is not null or s.state <> 'open' then 'ended' when l.until_on < today then 'past' when l.used >= l.most then 'full' else 'open' end
  from public_link l join station t on t.id = l.station left join service s on s.id = l.service
  where l.id = of_link and (l.service is null or not s.protected)
$$;
grant execute on function app.find_link to wulian_app;

-- Takes one of a door's answers, or says why not. Called inside the answer's own transaction, by nobody but who came through this door; three hundred an hour.
create function app.use_link(at timestamptz, today date) returns text language plpgsql security definer set search_path = pg_catalog, public as $$
declare l public_link;
begin
  select * into l from public_link where public_link.id = app.current_account() for update;
  if l.id is null or l.ended_at is not null then return 'ended'; end if;
  if l.until_on < today then return 'past'; end if;
  if l.used >= l.most then return 'full'; end if;
  if l.hour_at is null or l.hour_at <= at - interval '1 hour' then
    l.hour_at := at;
    l.hour_used := 0;
  end if;
  if l.hour_used >= 300 then return 'busy'; end if;
  update public_link set used = used + 1, hour_at = l.hour_at, hour_used = l.hour_used + 1 where public_link.id = l.id;
  return 'taken';
end $$;
grant execute on function app.use_link to wulian_app;

-- What a code asks after; nothing when its service was protected since.
create function app.find_receipt(hash bytea) returns table (id uuid, cell int4, place int8, station uuid, station_name text, service uuid, dossier uuid, method text, door text)
language sql stable security definer set search_path = pg_catalog, public as $$
  select r.id, r.cell, r.place, s.station, t.name, s.id, s.dossier, s.method, r.door
  from public_receipt r join service s on s.id = r.id and s.cell = r.cell join station t on t.id = s.station where r.code_hash = hash and not s.protected
$$;
grant execute on function app.find_receipt to wulian_app;
