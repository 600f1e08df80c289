-- Up Migration
-- Counts that are exact at every moment: sums, and the tail of changes not yet added to them.

-- measure: visit, call, …, need-found, need-met, file-opened. tag '' is the fact itself; each group it belongs to adds a row of its own.
-- mode: how a contact was made; the kind of an activity, task or consultation. result: of a contact, outcome of a need, in or outside the contract of a task.
-- A protected fact stands at its county and names neither station nor worker: no smaller figure tells of it.
create table tally_tail (
  id bigint generated always as identity primary key,
  cell int4 not null,
  place int8 not null,
  station uuid,
  served_place int8 not null,
  day date not null,
  measure text not null,
  mode text not null,
  result text not null default '',
  item text not null,
  tag text not null,
  worker uuid,
  contract uuid,
  n int4 not null,
  heads int4 not null,
  households int4 not null,
  minutes int4 not null
);
create index tail_of_place on tally_tail (place, measure, day);

create table tally_day (
  cell int4 not null,
  place int8 not null,
  station uuid,
  served_place int8 not null,
  day date not null,
  measure text not null,
  mode text not null,
  result text not null default '',
  item text not null,
  tag text not null,
  worker uuid,
  contract uuid,
  n int8 not null,
  heads int8 not null,
  households int8 not null,
  minutes int8 not null,
  unique nulls not distinct (place, measure, tag, day, station, served_place, mode, result, item, worker, contract, cell)
);
create index tally_of_contract on tally_day (contract, measure, tag, day);
create index tally_of_station on tally_day (station, tag, day);
create index tally_of_worker on tally_day (worker, tag, day);

call app.guard_network('tally_tail');
call app.guard_network('tally_day');
grant select, insert on tally_tail to wulian_app;
grant select on tally_day to wulian_app;

-- Moves the tail into the sums in one statement: a reader sees each change once, before or after.
create function app.merge_tally(at_most int4 default 100000) returns int4
language plpgsql security definer set search_path = pg_catalog, public as $$
declare moved int4;
begin
  -- One merger at a time; a second finds nothing to do.
  if not pg_try_advisory_xact_lock(7061) then return 0; end if;
  with gone as (
    delete from tally_tail where id in (select id from tally_tail order by id limit at_most) returning *
  ), summed as (
    select cell, place, station, served_place, day, measure, mode, result, item, tag, worker, contract,
      sum(n) n, sum(heads) heads, sum(households) households, sum(minutes) minutes, count(*) rows
    from gone group by 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12
  ), added as (
    insert into tally_day as t (cell, place, station, served_place, day, measure, mode, result, item, tag, worker, contract, n, heads, households, minutes)
    select cell, place, station, served_place, day, measure, mode, result, item, tag, worker, contract, n, heads, households, minutes from summed
    on conflict (place, measure, tag, day, station, served_place, mode, result, item, worker, contract, cell) do update
      set n = t.n + excluded.n, heads = t.heads + excluded.heads, households = t.households + excluded.households, minutes = t.minutes + excluded.minutes
    returning 1
  )
  select coalesce(sum(rows), 0) into moved from summed;
  return moved;
end $$;
revoke execute on function app.merge_tally from public;
grant execute on function app.merge_tally to wulian_listener;

-- What a month report said when it was handed in. Figures stay as they were; later facts show as a difference.
create table report (
  id uuid not null,
  cell int4 not null,
  place int8 not null,
  station uuid not null,
  month date not null check (extract(day from month) = 1),
  state text not null check (state in ('draft', 'submitted', 'returned', 'accepted')),
  highlights text not null default '' check (length(highlights) <= 2000),
  typical_cases text not null default '' check (length(typical_cases) <= 2000),
  problems text not null default '' check (length(problems) <= 2000),
  next_month text not null default '' check (length(next_month) <= 2000),
  figures jsonb,
  digest bytea,
  submitted_at timestamptz,
  submitted_by uuid,
  submitted_by_name text,
  answered_at timestamptz,
  answered_by uuid,
  answered_by_name text,
  returned_why text check (length(returned_why) <= 500),
  version int4 not null default 1,
  primary key (id, cell),
  unique (id),
  unique (station, month),
  check ((state in ('draft', 'returned')) or figures is not null),
  check (state <> 'returned' or returned_why is not null)
);
create index report_of_place on report (place, month);
call app.guard_network('report');
call app.trace('report');
grant select, insert on report to wulian_app;
grant update (state, highlights, typical_cases, problems, next_month, figures, digest, submitted_at, submitted_by, submitted_by_name, answered_at, answered_by,
  answered_by_name, returned_why, version) on report to wulian_app;

-- A month is handed in by the station that guides a room, together with the room.
create function app.reporting_station(of_station uuid) returns uuid
language sql stable security definer set search_path = pg_catalog, public as $$
  select case when tier = 'room' then coalesce(guided_by, id) else id end from station where id = of_station
$$;
create function app.month_lock(of_station uuid, of_day date) returns int8 language sql immutable as $$
  select hashtextextended('report ' || of_station || ' ' || date_trunc('month', of_day)::date, 0)
$$;
-- Whether a station's month is handed in. Whoever corrects a fact holds the month open until he commits, so that a report either has
-- the correction or forbids it. Tells a village post no more than that.
create function app.month_locked(of_station uuid, of_day date) returns boolean
language plpgsql security definer set search_path = pg_catalog, public as $$
declare reporting uuid := app.reporting_station(of_station);
begin
  perform pg_advisory_xact_lock_shared(app.month_lock(reporting, of_day));
  return exists (select from report where station = reporting and month = date_trunc('month', of_day)::date and state in ('submitted', 'accepted'));
end $$;
-- Waits for every correction of the month under way; new ones wait for the report.
create function app.close_month(of_station uuid, of_day date) returns void
language sql security definer set search_path = pg_catalog, public as $$
  select pg_advisory_xact_lock(app.month_lock(of_station, of_day))
$$;
grant execute on function app.month_locked, app.close_month to wulian_app;
