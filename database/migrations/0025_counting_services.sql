-- Up Migration
-- Services are counted like every other fact: people once, a contract signed late, a file that becomes protected.

-- The way of serving a contact belongs to: a session of a group is not one of a case (decision 0015).
alter table record add column method text not null default '';
alter table record_person add column method text not null default '';
update record r set method = s.method from service s where s.id = r.service;
update record_person p set method = r.method from record r where r.id = p.record and r.method <> '';
grant select on service, service_person to wulian_counter;

-- How a record ended, as the figures keep it; of a session, the way of serving it belongs to.
create function app.tally_result(of_record public.record) returns text language sql immutable set search_path = pg_catalog as $$
  select case of_record.kind when 'session' then of_record.method when 'task' then case when of_record.in_contract then 'in-contract' else 'outside-contract' end else coalesce(of_record.result, '') end
$$;

create or replace function app.measures_of_records(ids uuid[])
returns table (cell int4, place int8, station uuid, served_place int8, day date, measure text, mode text, result text, item text, tag text, worker uuid,
  n int4, heads int4, households int4, minutes int4)
language sql stable set search_path = pg_catalog, public as $$
  select r.cell, case when r.protected then r.cell::int8 * 1000000 else r.place end, case when r.protected then null else r.station end,
    case when r.protected then r.cell::int8 * 1000000 else r.served_place end, r.occurred_on, r.kind, r.mode, app.tally_result(r), r.item, t.tag,
    case when r.protected then null else r.worker end, 1, t.heads, t.households, r.minutes
  from record r cross join lateral (
    select '' as tag, r.heads, r.households
    union all select g.key, g.value::int4, least(g.value::int4, r.households) from jsonb_each_text(r.head_groups) g
    union all select u.tag, count(*)::int4, least(count(*)::int4, r.households)
      from record_person p, unnest(p.tags) u (tag) where p.record = r.id and not p.voided and not r.head_groups ? u.tag group by u.tag
  ) t
  where r.id = any (ids) and r.voided_at is null
$$;

create or replace function app.move_record_in_tally() returns trigger
language plpgsql security definer set search_path = pg_catalog, public as $$
begin
  if new.voided_at is not null then return null; end if;
  insert into tally_tail (cell, place, station, served_place, day, measure, mode, result, item, tag, worker, contract, n, heads, households, minutes)
  select new.cell, case when s.hidden then new.cell::int8 * 1000000 else new.place end, case when not s.hidden then new.station end,
    case when s.hidden then new.cell::int8 * 1000000 else new.served_place end, new.occurred_on, new.kind, new.mode, app.tally_result(new), new.item, g.tag,
    case when not s.hidden then new.worker end, new.contract, s.sign, s.sign * g.heads, s.sign * least(g.most, new.households), s.sign * new.minutes
  from (values (-1, old.protected), (1, new.protected)) s (sign, hidden)
  cross join lateral (
    select '' as tag, new.heads as heads, new.households as most
    union all select key, value::int4, value::int4 from jsonb_each_text(new.head_groups)
    union all select t, count(*)::int4, count(*)::int4 from record_person p, unnest(p.tags) t
      where p.record = new.id and p.cell = new.cell and not p.voided and not new.head_groups ? t group by t) g;
  return null;
end $$;

-- What a service counts, row for row as services/measures.ts says it; `hidden`: as one that is protected.
create function app.measures_of_service(s service, hidden boolean)
returns table (cell int4, place int8, station uuid, served_place int8, day date, measure text, mode text, result text, item text, tag text, worker uuid,
  n int4, heads int4, households int4, minutes int4)
language sql stable set search_path = pg_catalog, public as $$
  select s.cell, case when hidden then s.cell::int8 * 1000000 else s.place end, case when hidden then null else s.station end,
    case when hidden then s.cell::int8 * 1000000 else s.served_place end, w.day, w.measure, s.method, w.result, s.item, t.tag, case when hidden then null else s.worker end,
    1, case when s.client is null then 0 else 1 end, 0, 0
  from (select case s.counts when 'activity' then 'service' else s.counts end as kind) k
  cross join lateral (select s.accepted_on as day, k.kind as measure, '' as result
    union all select s.closed_on, k.kind || '-closed', s.close_reason where s.closed_on is not null) w
  cross join unnest(array[''] || s.tags) t (tag)
  where s.accepted_on is not null
$$;

create function app.move_service_in_tally() returns trigger
language plpgsql security definer set search_path = pg_catalog, public as $$
begin
  insert into tally_tail (cell, place, station, served_place, day, measure, mode, result, item, tag, worker, contract, n, heads, households, minutes)
  select m.cell, m.place, m.station, m.served_place, m.day, m.measure, m.mode, m.result, m.item, m.tag, m.worker, new.contract, s.sign * m.n, s.sign * m.heads, 0, 0
  from (values (-1, old.protected), (1, new.protected)) s (sign, hidden) cross join lateral app.measures_of_service(new, s.hidden) m;
  return null;
end $$;
create trigger move_in_tally after update of protected on service for each row when (old.protected <> new.protected) execute function app.move_service_in_tally();

-- A contract signed late takes the services opened in its time as well.
create or replace function app.settle_contract(of_contract uuid) returns int4
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
  perform 1 from service s where s.station = any (stations) and (s.contract is null or s.contract = of_contract) order by s.id for update;
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
    union all
    select 'service', s.contract, app.wanted_contract(s.station, s.opened_on), array_agg(s.id)
    from service s where s.station = any (stations) and (s.contract is null or s.contract = of_contract) group by 2, 3
  loop
    continue when move.was is not distinct from move.now;
    insert into tally_tail (cell, place, station, served_place, day, measure, mode, result, item, tag, worker, contract, n, heads, households, minutes)
    select m.cell, m.place, m.station, m.served_place, m.day, m.measure, m.mode, m.result, m.item, m.tag, m.worker, side.contract,
      side.sign * sum(m.n), side.sign * sum(m.heads), side.sign * sum(m.households), side.sign * sum(m.minutes)
    from (select * from app.measures_of_records(case when move.kind = 'record' then move.ids end)
      union all select * from app.measures_of_files(case when move.kind = 'file' then move.ids end)
      union all select * from app.measures_of_needs(case when move.kind = 'need' then move.ids end)
      union all select c.* from service s cross join lateral app.measures_of_service(s, s.protected) c where move.kind = 'service' and s.id = any (move.ids)) m
    cross join (values (-1, move.was), (1, move.now)) side (sign, contract)
    group by m.cell, m.place, m.station, m.served_place, m.day, m.measure, m.mode, m.result, m.item, m.tag, m.worker, side.contract, side.sign;
    if move.kind = 'record' then
      update record set contract = move.now where id = any (move.ids);
      update record_person set contract = move.now where record = any (move.ids);
    elsif move.kind = 'need' then
      update need set contract = move.now where id = any (move.ids);
    elsif move.kind = 'service' then
      update service set contract = move.now where id = any (move.ids);
    else
      update resident_file set opened_contract = move.now where id = any (move.ids);
    end if;
    moved := moved + array_length(move.ids, 1);
  end loop;
  return moved;
end $$;

grant create on schema app to wulian_counter;
-- `ways`: the kinds a fact may be of – the method of a service or session, else its mode. `methods`: only sessions of these; other facts stay.
create or replace function app.facts_where(spec jsonb, from_place int8, to_place int8) returns text
language sql immutable set search_path = pg_catalog, public as $$
  select format('f.place between %s and %s', from_place, to_place)
    || case when spec ? 'stations' then format(' and f.station = any (%L::uuid[])', array(select jsonb_array_elements_text(spec -> 'stations'))) else '' end
    || case when spec ? 'contract' then format(' and f.contract = %L::uuid', spec ->> 'contract') else '' end
    || case when spec ? 'worker' then format(' and f.worker = %L::uuid', spec ->> 'worker') else '' end
    || case when spec ? 'workerOnly' then format(' and f.worker = %L::uuid', spec ->> 'workerOnly') else '' end
    || case when spec ? 'servedFrom' then format(' and f.served_place between %s and %s', (spec ->> 'servedFrom')::int8, (spec ->> 'servedTo')::int8) else '' end
    || case when spec ? 'onlyFrom' then format(' and f.served_place between %s and %s', (spec ->> 'onlyFrom')::int8, (spec ->> 'onlyTo')::int8) else '' end
    || case when spec ? 'tags' then format(' and f.tags && %L::text[]', array(select jsonb_array_elements_text(spec -> 'tags'))) else '' end
    || case when spec ? 'tag' then format(' and %L = any (f.tags)', spec ->> 'tag') else '' end
    || case when spec ? 'modes' then format(' and f.mode = any (%L::text[])', array(select jsonb_array_elements_text(spec -> 'modes'))) else '' end
    || case when spec ? 'ways' then format(' and case f.kind when ''session'' then f.method else f.mode end = any (%L::text[])', array(select jsonb_array_elements_text(spec -> 'ways'))) else '' end
    || case when spec ? 'methods' then format(' and (f.kind <> ''session'' or f.method = any (%L::text[]))', array(select jsonb_array_elements_text(spec -> 'methods'))) else '' end
    || case when spec ? 'items' then format(' and f.item = any (%L::text[])', array(select jsonb_array_elements_text(spec -> 'items'))) else '' end
    || case when spec ? 'results' then format(' and (f.kind not in (''visit'', ''call'', ''case-closed'', ''group-closed'', ''service-closed'') or f.result = any (%L::text[]))',
      array(select jsonb_array_elements_text(spec -> 'results'))) else '' end
    || case when spec ? 'outcomes' then format(' and (f.kind not in (''need-found'', ''need-met'') or f.result is null or f.result = any (%L::text[]))',
      array(select jsonb_array_elements_text(spec -> 'outcomes'))) else '' end
    || case when spec ? 'ageFrom' then format(' and f.age >= %s', (spec ->> 'ageFrom')::int4) else '' end
    || case when spec ? 'ageTo' then format(' and f.age <= %s', (spec ->> 'ageTo')::int4) else '' end
$$;

-- The facts a count of people reads: those served by records, those whose file was opened, those who had a need, and those of a service:
-- its client, or who is or was a member of a group.
create or replace function app.facts_of(spec jsonb, from_place int8, to_place int8) returns text
language plpgsql immutable set search_path = pg_catalog, public as $$
declare
  kinds text[] := array(select jsonb_array_elements_text(spec -> 'kinds'));
  of_services text[] := array['case', 'group', 'service', 'case-closed', 'group-closed', 'service-closed'];
  served text[] := array(select k from unnest(kinds) k where k <> all (of_services || array['need-found', 'need-met', 'file-opened']));
  days text := format('between %L::date and %L::date', spec ->> 'from', spec ->> 'to');
  narrow text := app.facts_where(spec, from_place, to_place);
  columns text := 'f.fact, f.file, f.person, f.household, f.protected, f.worker, f.served_place, f.station, f.tags, f.mode, f.item';
  need_arm text := '(select id as fact, file, person, household, protected, %L::text as kind, worker, served_place, station, place, tags, contract, ''''::text as mode, ''''::text as method, item,
    %s as result, %I as day, null::int4 as age from need where voided_at is null %s) f where f.day %s and %s';
  arms text[] := '{}';
begin
  if cardinality(served) > 0 then
    arms := arms || format('select %s from (select *, record as fact from record_person where not voided) f where f.kind = any (%L::text[]) and f.occurred_on %s and %s',
      columns, served, days, narrow);
  end if;
  if kinds && of_services then
    arms := arms || format('select %s from (select s.id as fact, r.id as file, r.person, r.household, s.protected or r.protected as protected, w.kind, s.worker, s.served_place, s.station, s.place,
        s.tags, s.contract, s.method as mode, s.method, s.item, w.result, w.day, s.age::int4 as age
      from service s
      cross join lateral (select case s.counts when ''activity'' then ''service'' else s.counts end as kind, s.accepted_on as day, ''''::text as result
        union all select case s.counts when ''activity'' then ''service'' else s.counts end || ''-closed'', s.closed_on, s.close_reason) w
      join service_person p on p.service = s.id and p.file is not null and (p.file = s.client or (s.client is null and p.state in (''in'', ''left'')))
      join resident_file r on r.id = p.file
      where s.accepted_on is not null and w.day %s) f where f.kind = any (%L::text[]) and %s', columns, days, kinds, narrow);
  end if;
  if 'file-opened' = any (kinds) then
    arms := arms || format('select %s from (select id as fact, id as file, person, household, protected, ''file-opened''::text as kind, null::uuid as worker, opened_village as served_place,
        opened_station as station, opened_place as place, opened_tags as tags, opened_contract as contract, ''''::text as mode, ''''::text as method, ''''::text as item, null::text as result, opened_on,
        extract(year from age(opened_on, birth_on))::int4 as age
      from resident_file where closed_why is distinct from ''merged'') f where f.opened_on %s and %s', columns, days, narrow);
  end if;
  if 'need-found' = any (kinds) then
    arms := arms || format('select %s from ' || need_arm, columns, 'need-found', 'null::text', 'found_on', '', days, narrow);
  end if;
  if 'need-met' = any (kinds) then
    arms := arms || format('select %s from ' || need_arm, columns, 'need-met', 'outcome', 'closed_on', 'and state = ''closed''', days, narrow);
  end if;
  return array_to_string(arms, ' union all ');
end $$;
revoke create on schema app from wulian_counter;
