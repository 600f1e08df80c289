-- Up Migration
-- What holds the network together: who corrects places, who may know an organisation, certificates, and contracts that are signed late.

-- An administrator corrects the divisions of his own area only.
drop policy administrators_correct on place;
drop policy administrators_correct on place_successor;
do $$ begin
  execute format('create policy administrators_correct on place to wulian_app using (current_setting(''app.role'', true) = ''administrator'' and %1$s) with check (current_setting(''app.role'', true) = ''administrator'' and %1$s)',
    app.in_range('reach', 'code'));
  execute format('create policy administrators_correct on place_successor for insert to wulian_app with check (current_setting(''app.role'', true) = ''administrator'' and %s and %s)',
    app.in_range('reach', 'old_code'), app.in_range('reach', 'new_code'));
end $$;
create index place_name on place (name);

-- Legal persons are public; a town's worker sees the name of the agency that its county entered.
create policy everybody_reads on organisation for select to wulian_app using (true);

-- Held by the person, wherever he works. Full time and way of engagement belong to the post.
alter table account add certificate_level text check (certificate_level in ('assistant', 'middle', 'senior'));
grant update (certificate_level) on account to wulian_app;
alter table post add full_time boolean not null default true, add staffing_mode text;
grant update (full_time, staffing_mode) on post to wulian_app;

-- Who works at stations on a day, as far as the asker reaches. The network knows it from here; accounts and posts stay their module's.
create function app.station_staff(of_stations uuid[], of_roles text[], on_day date)
returns table (station uuid, account uuid, name text, role text, title text, full_time boolean, staffing_mode text, certificate_level text, from_on date, until_on date)
language sql stable set search_path = pg_catalog, public as $$
  select p.station, a.id, a.name, p.role, p.title, p.full_time, p.staffing_mode, a.certificate_level, p.from_on, p.until_on
  from post p join account a on a.id = p.account and a.state = 'active'
  where p.station = any (of_stations) and p.role = any (of_roles) and p.ended_at is null and p.from_on <= on_day and (p.until_on is null or p.until_on >= on_day)
  order by p.from_on, a.id
$$;
grant execute on function app.station_staff to wulian_app;

-- Whoever opens a station makes its key, also one who may read nothing that will be sealed with it.
do $$ begin
  execute format('create policy add_station_key on data_key for insert to wulian_app with check (kind = ''station'' and not protected and %s and %s)', app.may_write(), app.in_range('reach'));
end $$;

-- Readiness follows from the checklist and the posts in force; kept beside them it would drift.
alter table station drop column readiness;
create index station_guided on station (guided_by) where guided_by is not null;

-- A line of a contract that no longer counts is kept.
alter table contract_indicator add dropped boolean not null default false;
grant update (dropped) on contract_indicator to wulian_app;

-- Contracts of which a post reaches the place, or a station: a town's worker and an agency's manager know theirs.
grant select on contract_station, contract_indicator, organisation to wulian_counter;
create function app.contracts_seen(one uuid default null) returns setof contract
language sql stable security definer set search_path = pg_catalog, public as $$
  select c.* from contract c
  where (one is null or c.id = one)
    and (exists (select from app.within_reach(c.place, c.place))
      or exists (select from contract_station s, app.within_reach(s.place, s.place) where s.contract = c.id and s.until_on >= s.from_on))
$$;
create function app.contract_indicators_seen(of_contract uuid) returns setof contract_indicator
language sql stable security definer set search_path = pg_catalog, public as $$
  select i.* from contract_indicator i where i.contract = of_contract and not i.dropped and exists (select from app.contracts_seen(of_contract)) order by i.position
$$;
grant create on schema app to wulian_counter;
alter function app.contracts_seen owner to wulian_counter;
alter function app.contract_indicators_seen owner to wulian_counter;
revoke create on schema app from wulian_counter;
grant execute on function app.contracts_seen, app.contract_indicators_seen to wulian_app;

-- A station's facts and its contracts are looked at by one at a time: readers of the contract share, who changes it waits for them.
create function app.contract_on(of_station uuid, on_day date) returns uuid
language plpgsql set search_path = pg_catalog, public as $$
begin
  perform pg_advisory_xact_lock_shared(7064, hashtext(of_station::text));
  return (select s.contract from contract_station s where s.station = of_station and on_day between s.from_on and s.until_on order by s.from_on desc limit 1);
end $$;
grant execute on function app.contract_on to wulian_app;

-- What records count, row for row as records/measures.ts says it; the test of settle_contract compares both.
create function app.measures_of_records(ids uuid[])
returns table (cell int4, place int8, station uuid, served_place int8, day date, measure text, mode text, result text, item text, tag text, worker uuid,
  n int4, heads int4, households int4, minutes int4)
language sql stable set search_path = pg_catalog, public as $$
  select r.cell, case when r.protected then r.cell::int8 * 1000000 else r.place end, case when r.protected then null else r.station end,
    case when r.protected then r.cell::int8 * 1000000 else r.served_place end, r.occurred_on, r.kind, r.mode,
    case when r.kind <> 'task' then coalesce(r.result, '') when r.in_contract then 'in-contract' else 'outside-contract' end, r.item, t.tag,
    case when r.protected then null else r.worker end, 1, t.heads, t.households, r.minutes
  from record r cross join lateral (
    select '' as tag, r.heads, r.households
    union all select g.key, g.value::int4, least(g.value::int4, r.households) from jsonb_each_text(r.head_groups) g
    union all select u.tag, count(*)::int4, least(count(*)::int4, r.households)
      from record_person p, unnest(p.tags) u (tag) where p.record = r.id and not r.head_groups ? u.tag group by u.tag
  ) t
  where r.id = any (ids) and r.voided_at is null
$$;

-- The same for the opening of files, as residents/measures.ts says it.
create function app.measures_of_files(ids uuid[])
returns table (cell int4, place int8, station uuid, served_place int8, day date, measure text, mode text, result text, item text, tag text, worker uuid,
  n int4, heads int4, households int4, minutes int4)
language sql stable set search_path = pg_catalog, public as $$
  select f.cell, case when f.protected then f.cell::int8 * 1000000 else coalesce(f.opened_place, f.place) end,
    case when f.protected then null else coalesce(f.opened_station, f.station) end,
    case when f.protected then f.cell::int8 * 1000000 else coalesce(f.opened_village, f.place) end,
    f.opened_on, 'file-opened', '', '', '', t.tag, null::uuid, 1, 1, 0, 0
  from resident_file f cross join lateral (select '' as tag union all select unnest(f.opened_tags)) t
  where f.id = any (ids) and f.merged_into is null
$$;

-- The same for needs, as needs/measures.ts says it: found on one day, and once closed met, partly met or unmet on another.
create function app.measures_of_needs(ids uuid[])
returns table (cell int4, place int8, station uuid, served_place int8, day date, measure text, mode text, result text, item text, tag text, worker uuid,
  n int4, heads int4, households int4, minutes int4)
language sql stable set search_path = pg_catalog, public as $$
  select d.cell, case when d.protected then d.cell::int8 * 1000000 else d.place end, case when d.protected then null else d.station end,
    case when d.protected then d.cell::int8 * 1000000 else d.served_place end, w.day, w.measure, d.source, w.result, d.item, t.tag,
    case when d.protected then null else d.worker end, 1, case when d.file is null then 0 else 1 end, 0, 0
  from need d
  cross join lateral (select d.found_on as day, 'need-found' as measure, '' as result
    union all select d.closed_on, 'need-' || d.outcome, d.outcome where d.outcome is not null and d.closed_on is not null) w
  cross join lateral (select '' as tag union all select unnest(d.tags)) t
  where d.id = any (ids) and d.voided_at is null
$$;

-- Which contract a fact of a station belongs to on a day, when it now belongs to none or to this one.
create function app.wanted_contract(of_station uuid, on_day date) returns uuid language sql stable set search_path = pg_catalog, public as $$
  select s.contract from contract_station s where s.station = of_station and on_day between s.from_on and s.until_on order by s.from_on desc limit 1
$$;

-- Gives every fact of a contract's stations to the contract that covers its day: contracts are often signed after the work began,
-- and their dates or stations change. Facts of other contracts stay. The figures move with the facts, row for row.
create function app.settle_contract(of_contract uuid) returns int4
language plpgsql security definer set search_path = pg_catalog, public as $$
declare move record; moved int4 := 0; stations uuid[];
begin
  if current_setting('app.writes', true) is distinct from 'on'
    or not exists (select from contract c, app.within_reach(c.place, c.place) where c.id = of_contract) then
    raise exception 'a contract out of reach' using errcode = '42501';
  end if;
  select array_agg(distinct s.station order by s.station) into stations from contract_station s where s.contract = of_contract;
  perform pg_advisory_xact_lock(7064, hashtext(s::text)) from unnest(stations) s;
  -- A correction that is under way finishes first; what it counted is then seen below.
  perform 1 from record r where r.station = any (stations) and (r.contract is null or r.contract = of_contract) order by r.id for update;
  perform 1 from resident_file f where coalesce(f.opened_station, f.station) = any (stations) and (f.opened_contract is null or f.opened_contract = of_contract)
    order by f.id for no key update;
  perform 1 from need d where d.station = any (stations) and (d.contract is null or d.contract = of_contract) order by d.id for update;
  for move in
    select 'record' as kind, r.contract as was, app.wanted_contract(r.station, r.occurred_on) as now, array_agg(r.id) as ids
    from record r where r.station = any (stations) and (r.contract is null or r.contract = of_contract) group by 2, 3
    union all
    select 'file', f.opened_contract, app.wanted_contract(coalesce(f.opened_station, f.station), f.opened_on), array_agg(f.id)
    from resident_file f where coalesce(f.opened_station, f.station) = any (stations) and (f.opened_contract is null or f.opened_contract = of_contract) group by 2, 3
    union all
    select 'need', d.contract, app.wanted_contract(d.station, d.found_on), array_agg(d.id)
    from need d where d.station = any (stations) and (d.contract is null or d.contract = of_contract) group by 2, 3
  loop
    continue when move.was is not distinct from move.now;
    insert into tally_tail (cell, place, station, served_place, day, measure, mode, result, item, tag, worker, contract, n, heads, households, minutes)
    select m.cell, m.place, m.station, m.served_place, m.day, m.measure, m.mode, m.result, m.item, m.tag, m.worker, side.contract,
      side.sign * sum(m.n), side.sign * sum(m.heads), side.sign * sum(m.households), side.sign * sum(m.minutes)
    from (select * from app.measures_of_records(case when move.kind = 'record' then move.ids end)
      union all select * from app.measures_of_files(case when move.kind = 'file' then move.ids end)
      union all select * from app.measures_of_needs(case when move.kind = 'need' then move.ids end)) m
    cross join (values (-1, move.was), (1, move.now)) side (sign, contract)
    group by m.cell, m.place, m.station, m.served_place, m.day, m.measure, m.mode, m.result, m.item, m.tag, m.worker, side.contract, side.sign;
    if move.kind = 'record' then
      update record set contract = move.now where id = any (move.ids);
      update record_person set contract = move.now where record = any (move.ids);
    elsif move.kind = 'need' then
      update need set contract = move.now where id = any (move.ids);
    else
      update resident_file set opened_contract = move.now where id = any (move.ids);
    end if;
    moved := moved + array_length(move.ids, 1);
  end loop;
  return moved;
end $$;
grant execute on function app.within_reach to wulian_owner;
grant execute on function app.settle_contract to wulian_app;
