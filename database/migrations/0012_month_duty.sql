-- Up Migration
-- How many people of each kind have a file on a day, and how many of them were seen in its month. No names, no ids: for rules that
-- decide who is on duty. Protected people are counted from a whole county upwards only.
create function app.month_contacts(wanted_from int8, wanted_to int8, of_station uuid, as_of date, month_from date, month_to date, seen_results text[], in_modes text[])
returns table (station uuid, age int4, sex int2, risk text, tags text[], files int8, seen int8, seen_at_home int8)
language sql stable security definer set search_path = pg_catalog, public as $$
  select f.station, extract(year from age(as_of, f.birth_on))::int4, f.sex,
    case when f.risk_since is null or f.risk_since <= as_of then f.risk end,
    (select coalesce(array_agg(distinct t.tag order by t.tag), '{}') from resident_tag t
      where t.file = f.id and t.from_on <= as_of and (t.until_on is null or t.until_on >= as_of)),
    count(*), count(*) filter (where c.seen), count(*) filter (where c.at_home)
  from app.within_reach(wanted_from, wanted_to) w
  join resident_file f on f.place between w.from_place and w.to_place
  left join lateral (
    select count(*) > 0 as seen, coalesce(bool_or(p.mode = 'home'), false) as at_home from record_person p
    where p.file = f.id and p.occurred_on between month_from and month_to and not p.voided and p.kind in ('visit', 'call')
      and p.result = any (seen_results) and p.mode = any (in_modes)) c on true
  where f.opened_on <= as_of and (f.closed_on is null or f.closed_on > as_of)
    and (of_station is null or f.station = of_station)
    and (not f.protected or (of_station is null and (w.to_place - w.from_place) >= 999999))
  group by 1, 2, 3, 4, 5
$$;
grant create on schema app to wulian_counter;
alter function app.month_contacts owner to wulian_counter;
revoke create on schema app from wulian_counter;
grant execute on function app.month_contacts to wulian_app;

-- A protected fact counts at its county, further up than its writer reaches: he may add to the county he works in, and read nothing of it.
create policy add_protected_at_own_county on tally_tail for insert to wulian_app
  with check (current_setting('app.writes', true) = 'on' and place = cell::int8 * 1000000
    and cell = nullif(current_setting('app.reach_from1', true), '')::int8 / 1000000);

-- Visits and calls of files in reach between two days, whoever wrote them: a round counts the visit of the general station or the
-- village as well. Day, mode and result only; who may not reach the record learns nothing else of it.
do $$ begin
  execute format($f$
    create function app.contacts_between(of_files uuid[], from_day date, to_day date) returns table (file uuid, occurred_on date, mode text, result text)
    language sql stable security definer set search_path = pg_catalog, public as $b$
      select p.file, p.occurred_on, p.mode, p.result from record_person p
      where p.file in (select id from resident_file where id = any (of_files) and %s)
        and p.occurred_on between from_day and to_day and p.kind in ('visit', 'call') and not p.voided
      order by p.occurred_on, p.record
    $b$ $f$, app.may_see_people());
end $$;
grant execute on function app.contacts_between to wulian_app;
