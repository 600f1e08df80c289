-- Up Migration
-- People and households, each once, for readers who may not see one of them.

-- The part of a wanted range that the post of this transaction reaches.
create function app.within_reach(wanted_from int8, wanted_to int8) returns table (from_place int8, to_place int8)
language sql stable set search_path = pg_catalog as $$
  select greatest(r.a, wanted_from), least(r.b, wanted_to)
  from (values
    (nullif(current_setting('app.reach_from1', true), '')::int8, nullif(current_setting('app.reach_to1', true), '')::int8),
    (nullif(current_setting('app.reach_from2', true), '')::int8, nullif(current_setting('app.reach_to2', true), '')::int8),
    (nullif(current_setting('app.reach_from3', true), '')::int8, nullif(current_setting('app.reach_to3', true), '')::int8),
    (nullif(current_setting('app.reach_from4', true), '')::int8, nullif(current_setting('app.reach_to4', true), '')::int8)) r (a, b)
  where r.a is not null and greatest(r.a, wanted_from) <= least(r.b, wanted_to)
$$;

-- Who first filed a resident: 建档 counts there, wherever the file moves later.
create function app.keep_opening() returns trigger language plpgsql as $$
begin
  new.opened_station := coalesce(new.opened_station, new.station);
  new.opened_place := coalesce(new.opened_place, new.place);
  new.opened_village := coalesce(new.opened_village, new.place);
  return new;
end $$;
create trigger keep_opening before insert on resident_file for each row execute function app.keep_opening();
create index file_opened on resident_file (opened_station, opened_on);

-- One person who was filed twice counts once. The counter learns who is whom, and no number.
create policy counter_counts on person for select to wulian_counter using (true);
grant select (id, root) on person to wulian_counter;

-- What narrows a count, as text made of checked literals, for any source with these column names.
create function app.facts_where(spec jsonb, from_place int8, to_place int8) returns text
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
    || case when spec ? 'items' then format(' and f.item = any (%L::text[])', array(select jsonb_array_elements_text(spec -> 'items'))) else '' end
    || case when spec ? 'results' then format(' and (f.kind not in (''visit'', ''call'') or f.result = any (%L::text[]))',
      array(select jsonb_array_elements_text(spec -> 'results'))) else '' end
    || case when spec ? 'outcomes' then format(' and (f.kind not in (''need-found'', ''need-met'') or f.result is null or f.result = any (%L::text[]))',
      array(select jsonb_array_elements_text(spec -> 'outcomes'))) else '' end
    || case when spec ? 'ageFrom' then format(' and f.age >= %s', (spec ->> 'ageFrom')::int4) else '' end
    || case when spec ? 'ageTo' then format(' and f.age <= %s', (spec ->> 'ageTo')::int4) else '' end
$$;

-- The facts a count of people reads: those served by records, those whose file was opened, those who had a need.
create function app.facts_of(spec jsonb, from_place int8, to_place int8) returns text
language plpgsql immutable set search_path = pg_catalog, public as $$
declare
  kinds text[] := array(select jsonb_array_elements_text(spec -> 'kinds'));
  served text[] := array(select k from unnest(kinds) k where k not in ('need-found', 'need-met', 'file-opened'));
  days text := format('between %L::date and %L::date', spec ->> 'from', spec ->> 'to');
  narrow text := app.facts_where(spec, from_place, to_place);
  columns text := 'f.fact, f.file, f.person, f.household, f.protected, f.worker, f.served_place, f.station, f.tags, f.mode, f.item';
  need_arm text := '(select id as fact, file, person, household, protected, %L::text as kind, worker, served_place, station, place, tags, contract, ''''::text as mode, item,
    %s as result, %I as day, null::int4 as age from need where voided_at is null %s) f where f.day %s and %s';
  arms text[] := '{}';
begin
  if cardinality(served) > 0 then
    arms := arms || format('select %s from (select *, record as fact from record_person where not voided) f where f.kind = any (%L::text[]) and f.occurred_on %s and %s',
      columns, served, days, narrow);
  end if;
  if 'file-opened' = any (kinds) then
    arms := arms || format('select %s from (select id as fact, id as file, person, household, protected, ''file-opened''::text as kind, null::uuid as worker, opened_village as served_place,
        opened_station as station, opened_place as place, opened_tags as tags, opened_contract as contract, ''''::text as mode, ''''::text as item, null::text as result, opened_on,
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

-- People and households, each once, for many questions in one call; cut by one column where `cut` names it.
-- Protected ones only in the whole of a county or more, uncut and not narrowed, over whole months, and within a total not below the threshold.
create function app.people_once(specs jsonb)
returns table (spec int4, cell text, facts int8, heads int8, people int8, households int8, household_times int8)
language plpgsql stable security definer set search_path = pg_catalog, public as $$
declare
  s jsonb; n int4 := 0; reached record; arms text; wide boolean; cut text; least_total int4;
begin
  for s in select * from jsonb_array_elements(specs) loop
    arms := ''; wide := true;
    for reached in select * from app.within_reach(0, 999999999999) loop
      arms := arms || case when arms = '' then '' else ' union all ' end || app.facts_of(s, reached.from_place, reached.to_place);
      if reached.to_place - reached.from_place < 999999 then wide := false; end if;
    end loop;
    if arms <> '' then
      cut := case s ->> 'cut' when 'village' then 'f.served_place::text' when 'worker' then 'f.worker::text' when 'station' then 'f.station::text'
        when 'mode' then 'f.mode' when 'item' then 'f.item' when 'tag' then 't.tag' else '''''' end;
      wide := wide and not s ?| array['cut', 'stations', 'contract', 'worker', 'workerOnly', 'tag', 'tags', 'items', 'modes', 'ageFrom', 'ageTo', 'onlyFrom']
        and (not s ? 'servedFrom' or (s ->> 'servedTo')::int8 - (s ->> 'servedFrom')::int8 >= 999999)
        and extract(day from (s ->> 'from')::date) = 1 and extract(day from (s ->> 'to')::date + 1) = 1;
      least_total := greatest(coalesce((s ->> 'threshold')::int4, 10), 2);
      return query execute format(
        'select %s, c.cell, case when c.with_all then c.facts else c.open_facts end, case when c.with_all then c.heads else c.open_heads end,
          case when c.with_all then c.people else c.open_people end, case when c.with_all then c.households else c.open_households end,
          case when c.with_all then c.times else c.open_times end
        from (select %s as cell, %L and count(distinct coalesce(p.root, f.person)) >= %s as with_all,
          count(distinct f.fact) as facts, count(distinct f.fact) filter (where not f.protected) as open_facts,
          count(*) as heads, count(*) filter (where not f.protected) as open_heads,
          count(distinct coalesce(p.root, f.person)) as people,
          count(distinct coalesce(p.root, f.person)) filter (where not f.protected) as open_people,
          count(distinct coalesce(f.household, f.file)) as households, count(distinct coalesce(f.household, f.file)) filter (where not f.protected) as open_households,
          count(distinct (f.fact, coalesce(f.household, f.file))) as times,
          count(distinct (f.fact, coalesce(f.household, f.file))) filter (where not f.protected) as open_times
        from (%s) f left join person p on p.id = f.person %s group by 1) c',
        n, cut, wide, least_total, arms, case when s ->> 'cut' = 'tag' then 'cross join lateral unnest(f.tags) t (tag)' else '' end);
    end if;
    n := n + 1;
  end loop;
end $$;
grant create on schema app to wulian_counter;
alter function app.facts_where owner to wulian_counter;
alter function app.facts_of owner to wulian_counter;
alter function app.people_once owner to wulian_counter;
alter function app.within_reach owner to wulian_counter;
revoke create on schema app from wulian_counter;
grant execute on function app.people_once, app.within_reach to wulian_app;
grant select on record_person, duty, need, resident_file, resident_tag, record, station, contract, contract_station, report, tally_day, tally_tail to wulian_counter;

-- For the board: files at red or orange whose contact is overdue, by station. Protected ones are left out: a station is less than a county.
create function app.overdue_by_station(as_of date) returns table (station uuid, overdue int8, of_files int8)
language sql stable security definer set search_path = pg_catalog, public as $$
  select d.station, count(*) filter (where greatest(d.due_on, d.put_off_to) < as_of), count(*)
  from app.within_reach(0, 999999999999) w
  join duty d on d.place between w.from_place and w.to_place and d.closed_on is null and not d.protected
  join resident_file f on f.id = d.file and f.cell = d.cell and f.risk in ('red', 'orange') and not f.protected and f.closed_on is null
  group by 1
$$;
grant create on schema app to wulian_counter;
alter function app.overdue_by_station owner to wulian_counter;
revoke create on schema app from wulian_counter;
grant execute on function app.overdue_by_station to wulian_app;

-- A fact that becomes protected leaves its station's figures for those of its county, and comes back when it is open again.
-- Done where the flag is flipped, so that no path forgets it; the same rows as measuresOfRecord and measuresOfNeed.
create function app.move_record_in_tally() returns trigger
language plpgsql security definer set search_path = pg_catalog, public as $$
begin
  if new.voided_at is not null then return null; end if;
  insert into tally_tail (cell, place, station, served_place, day, measure, mode, result, item, tag, worker, contract, n, heads, households, minutes)
  select new.cell, case when s.hidden then new.cell::int8 * 1000000 else new.place end, case when not s.hidden then new.station end,
    case when s.hidden then new.cell::int8 * 1000000 else new.served_place end, new.occurred_on, new.kind, new.mode,
    case when new.kind = 'task' then case when new.in_contract then 'in-contract' else 'outside-contract' end else coalesce(new.result, '') end, new.item, g.tag,
    case when not s.hidden then new.worker end, new.contract, s.sign, s.sign * g.heads, s.sign * least(g.most, new.households), s.sign * new.minutes
  from (values (-1, old.protected), (1, new.protected)) s (sign, hidden)
  cross join lateral (
    select '' as tag, new.heads as heads, new.households as most
    union all select key, value::int4, value::int4 from jsonb_each_text(new.head_groups)
    union all select t, count(*)::int4, count(*)::int4 from record_person p, unnest(p.tags) t
      where p.record = new.id and p.cell = new.cell and not new.head_groups ? t group by t) g;
  return null;
end $$;
create trigger move_in_tally after update of protected on record for each row when (old.protected <> new.protected) execute function app.move_record_in_tally();

create function app.move_need_in_tally() returns trigger
language plpgsql security definer set search_path = pg_catalog, public as $$
begin
  if new.voided_at is not null then return null; end if;
  insert into tally_tail (cell, place, station, served_place, day, measure, mode, result, item, tag, worker, contract, n, heads, households, minutes)
  select new.cell, case when s.hidden then new.cell::int8 * 1000000 else new.place end, case when not s.hidden then new.station end,
    case when s.hidden then new.cell::int8 * 1000000 else new.served_place end, m.day, m.measure, new.source, m.result, new.item, t,
    case when not s.hidden then new.worker end, new.contract, s.sign, case when new.file is null then 0 else s.sign end, 0, 0
  from (values (-1, old.protected), (1, new.protected)) s (sign, hidden)
  cross join (values (new.found_on, 'need-found', ''), (new.closed_on, 'need-' || new.outcome, new.outcome)) m (day, measure, result)
  cross join unnest(array[''] || new.tags) t
  where m.day is not null and m.measure is not null;
  return null;
end $$;
create trigger move_in_tally after update of protected on need for each row when (old.protected <> new.protected) execute function app.move_need_in_tally();

-- Who works in a county counts its protected facts there, though his own post reaches only a town.
do $$ begin
  execute format('create policy protected_facts_at_their_county on tally_tail for insert to wulian_app with check (%s and station is null and worker is null and place = cell::int8 * 1000000
    and nullif(current_setting(''app.reach_from1'', true), '''')::int8 / 1000000 = cell)', app.may_write());
end $$;
