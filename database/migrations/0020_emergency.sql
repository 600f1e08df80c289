-- Up Migration
-- An emergency: what happened where, and everybody of the area who has to be asked after, frozen as a list.

create table emergency_event (
  id uuid not null,
  cell int4 not null,
  -- The smallest place that holds the whole area, and its last code: who reaches any of it knows of the event.
  place int8 not null,
  place_to int8 not null,
  station uuid,
  kind text not null,
  level text not null,
  area int8[] not null check (cardinality(area) between 1 and 40),
  groups text[] not null check (cardinality(groups) between 1 and 40),
  -- Public words about the event, never about a person.
  words text not null default '' check (length(words) <= 400),
  begun_at timestamptz not null,
  ended_at timestamptz,
  opened_at timestamptz not null,
  opened_by uuid not null,
  opened_by_name text not null,
  digest bytea not null,
  version int4 not null default 1,
  primary key (id, cell),
  unique (id),
  check (place_to >= place),
  check (ended_at >= begun_at)
);
create index emergency_of_place on emergency_event (place, begun_at desc);
create index emergency_open on emergency_event (place) where ended_at is null;
call app.guard_network('emergency_event');
call app.trace('emergency_event');
grant select, insert, update (groups, ended_at, version) on emergency_event to wulian_app;

-- One person of an event's list. State and misses follow from the visits and calls written since the event began.
create table event_check (
  id uuid not null,
  cell int4 not null,
  -- The village where the person lived when the list was made; follows a move while the event is open.
  place int8 not null,
  station uuid not null,
  dossier uuid not null,
  protected boolean not null default false,
  file uuid not null,
  event uuid not null,
  -- Why the person is on the list: tags, or risk-red and risk-orange.
  groups text[] not null,
  checker uuid,
  state text not null default 'open' check (state in ('open', 'missed', 'safe', 'help', 'left')),
  -- How often nobody was reached.
  misses int4 not null default 0,
  -- The contact the state goes by.
  record uuid,
  checked_at timestamptz,
  version int4 not null default 1,
  primary key (id, cell),
  unique (id),
  foreign key (event, cell) references emergency_event (id, cell),
  foreign key (file, cell) references resident_file (id, cell)
);
-- A person stands on a list once.
create unique index once_per_event on event_check (event, file);
create index check_of_event on event_check (event, place, id);
create index check_of_checker on event_check (checker, event, place, id);
create index check_of_file on event_check (file);
create index check_of_place on event_check (place);
call app.guard_people('event_check');
-- The making of a list leaves one leaf for all its rows; every change of a row leaves its own.
create trigger leave_trace after update on event_check for each row execute function app.leave_trace();
grant select, update (checker, version) on event_check to wulian_app;

-- Events whose area meets the reach of the caller, from above or below: a bulletin for everybody it touches.
create function app.events_here() returns setof emergency_event
language sql stable security definer set search_path = pg_catalog, public as $$
  select e.* from emergency_event e where exists (select from app.within_reach(e.place, e.place_to))
$$;

-- How the lists of some events stand. Protected people are counted only where an event and the caller's reach both span the county, and only
-- in a total of at least `smallest`; they belong to no village, station or checker there.
create function app.event_counts(of_events uuid[], smallest int4) returns table (event uuid, village int8, station uuid, checker uuid, state text, misses int4, n int4)
language sql stable security definer set search_path = pg_catalog, public as $$
  with rows as (
    select c.event, c.place, c.station, c.checker, c.state, c.misses, c.protected
    from emergency_event e
    cross join lateral app.within_reach(e.place, e.place_to) w
    join event_check c on c.event = e.id and c.place between w.from_place and w.to_place
    where e.id = any (of_events) and (not c.protected or w.to_place - w.from_place >= 999999)
  ), totals as (select event, count(*) as n from rows group by event)
  select r.event, case when not r.protected then r.place end, case when not r.protected then r.station end, case when not r.protected then r.checker end,
    r.state, least(r.misses, 9), count(*)::int4
  from rows r join totals t on t.event = r.event
  where not r.protected or t.n >= event_counts.smallest
  group by 1, 2, 3, 4, 5, 6
$$;
grant select on emergency_event, event_check to wulian_counter;
grant create on schema app to wulian_counter;
alter function app.events_here owner to wulian_counter;
alter function app.event_counts owner to wulian_counter;
revoke create on schema app from wulian_counter;
grant execute on function app.events_here, app.event_counts to wulian_app;

-- Protected dossiers on the list of an event that this post is let into by its circle.
create function app.circle_checks(of_event uuid, at timestamptz) returns table (dossier uuid)
language sql stable security definer set search_path = pg_catalog, public as $$
  select c.dossier from circle_member m join event_check c on c.event = of_event and c.dossier = m.dossier and c.protected
  where m.post = app.current_post() and m.kind = 'circle' and m.from_at <= at and (m.until_at is null or m.until_at > at)
  order by c.place, c.id limit 50
$$;
grant execute on function app.circle_checks to wulian_app;
grant execute on function app.within_reach to wulian_owner;

-- Puts everybody of an event's area who belongs to one of the groups on its list, each person once; those already there stay. Works past
-- protection, for a protected person needs help like any other, but never past the caller's reach; tells only how many were open to him.
-- Proposed as checker: the worker of the file, else a cadre of the village, else nobody, which means the station.
create function app.list_to_check(of_event uuid, tags text[], risks text[], born_tags text[], born_from date[], born_to date[], today date) returns int4
language plpgsql security definer set search_path = pg_catalog, public as $$
declare e emergency_event; added int4; seen int4;
begin
  select * into e from emergency_event where id = of_event and ended_at is null for update;
  if e.id is null or current_setting('app.writes', true) is distinct from 'on' then return null; end if;
  with area as (
    select distinct w.from_place, w.to_place from unnest(e.area) a
    cross join lateral app.within_reach(a, a + case when a % 1000000 = 0 then 999999 when a % 1000 = 0 then 999 else 0 end) w
  ), hits as (
    select t.file, t.tag from area join resident_tag t on t.place between from_place and to_place and t.tag = any (tags) and t.until_on is null and not t.restricted
    union select t.file, t.tag from area join resident_tag t on t.place between from_place and to_place and t.tag = any (tags) and t.until_on is null and t.restricted
    union select f.id, 'risk-' || f.risk from area join resident_file f on f.place between from_place and to_place and f.risk = any (risks)
    union select f.id, b.tag from area join resident_file f on f.place between from_place and to_place
      join unnest(born_tags, born_from, born_to) b (tag, day_from, day_to) on f.birth_on between b.day_from and b.day_to
  ), found as (
    select distinct on (f.person) f.id, f.cell, f.place, f.station, f.protected, f.worker, h.groups
    from (select file, array_agg(tag order by tag) as groups from hits group by file) h join resident_file f on f.id = h.file
    where f.closed_on is null order by f.person, f.id
  ), serving as (
    select p.account, p.place, p.role, p.from_on from post p where p.ended_at is null and p.from_on <= today and (p.until_on is null or p.until_on >= today)
  ), added_rows as (
    insert into event_check (id, cell, place, station, dossier, protected, file, event, groups, checker)
    select gen_random_uuid(), f.cell, f.place, f.station, f.id, f.protected, f.id, e.id, f.groups,
      coalesce(w.account, case when not f.protected then v.account end)
    from found f
    left join (select distinct account from serving) w on w.account = f.worker
    left join (select distinct on (place) place, account from serving where role in ('village_cadre', 'child_director') order by place, role desc, from_on) v on v.place = f.place
    on conflict (event, file) do nothing returning protected
  )
  select count(*), count(*) filter (where not protected) into added, seen from added_rows;
  insert into audit_leaf (account, post, act, subject, subject_id, cell, place, rows, digest)
  values (app.current_account(), app.current_post(), 'list', 'event_check', e.id, e.cell, e.place, added, sha256(convert_to(e.id::text || tags::text || risks::text || born_tags::text, 'UTF8')));
  return seen;
end $$;
grant execute on function app.list_to_check to wulian_app;

-- How these people stand on the lists of open events, told from the visits and calls that were written since each event began: the last
-- contact in which somebody was seen decides; a door that stayed shut afterwards does not make him unseen. Whoever asks, the answer is the same.
create function app.keep_checks(of_files uuid[], seen_results text[], help_result text) returns void
language plpgsql security definer set search_path = pg_catalog, public as $$
begin
  -- Two checkers of one person wait for each other here, and the second reads what the first wrote.
  perform from event_check c join emergency_event e on e.id = c.event and e.cell = c.cell and e.ended_at is null
  where c.file = any (of_files) order by c.id for update of c;
  if not found then return; end if;
  update event_check c set state = n.state, misses = n.misses, record = n.record, checked_at = n.checked_at, version = c.version + 1
  from (
    select k.id, coalesce(s.record, m.record) as record, coalesce(s.recorded_at, m.recorded_at) as checked_at, m.misses,
      case when s.result = help_result then 'help' when s.result is not null then 'safe' when m.misses > 0 then 'missed' else 'open' end as state
    from event_check k
    join emergency_event e on e.id = k.event and e.cell = k.cell and e.ended_at is null
    left join lateral (
      select p.record, p.result, r.recorded_at from record_person p join record r on r.id = p.record and r.cell = p.cell
      where p.file = k.file and not p.voided and p.kind in ('visit', 'call') and p.result = any (seen_results)
        and p.occurred_on >= (e.begun_at at time zone 'Asia/Shanghai')::date and r.recorded_at >= e.begun_at
      order by p.occurred_on desc, coalesce(r.started_at, (r.recorded_at at time zone 'Asia/Shanghai')::time) desc, r.recorded_at desc, r.id desc limit 1) s on true
    left join lateral (
      select count(*)::int4 as misses, max(r.recorded_at) as recorded_at, (array_agg(r.id order by r.recorded_at desc))[1] as record
      from record_person p join record r on r.id = p.record and r.cell = p.cell
      where p.file = k.file and not p.voided and p.kind in ('visit', 'call') and p.result <> all (seen_results)
        and p.occurred_on >= (e.begun_at at time zone 'Asia/Shanghai')::date and r.recorded_at >= e.begun_at) m on true
    where k.file = any (of_files)
  ) n
  where n.id = c.id and c.state <> 'left' and (c.state, c.misses, c.record) is distinct from (n.state, n.misses, n.record);
end $$;
grant execute on function app.keep_checks to wulian_app;

-- While an event is open its list follows a move, and who has left the files needs no check.
create function app.follow_resident_on_lists() returns trigger language plpgsql security definer set search_path = pg_catalog, public as $$
begin
  update event_check c set place = new.place, station = new.station, checker = case when c.station = new.station then c.checker end,
    state = case when new.closed_on is not null then 'left' when c.state = 'left' then 'open' else c.state end, version = c.version + 1
  where c.file = new.id and exists (select from emergency_event e where e.id = c.event and e.cell = c.cell and e.ended_at is null);
  return null;
end $$;
create trigger follow_on_lists after update of place, station, closed_on on resident_file for each row
  when ((old.place, old.station, old.closed_on) is distinct from (new.place, new.station, new.closed_on)) execute function app.follow_resident_on_lists();
