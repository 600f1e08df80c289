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

-- People and households served, each once, in a range of places and days; protected ones only from a whole county upwards.
create function app.people_once(wanted_from int8, wanted_to int8, day_from date, day_to date,
  kinds text[] default null, of_contract uuid default null, with_tag text default null, in_modes text[] default null,
  by_worker uuid default null, served_from int8 default null, served_to int8 default null, of_items text[] default null)
returns table (people int8, households int8)
language sql stable security definer set search_path = pg_catalog, public as $$
  select count(distinct p.person), count(distinct p.household)
  from app.within_reach(wanted_from, wanted_to) w
  join record_person p on p.place between w.from_place and w.to_place and p.occurred_on between day_from and day_to
  where not p.voided
    and (not p.protected or (w.to_place - w.from_place) >= 999999)
    and (kinds is null or p.kind = any (kinds))
    and (of_contract is null or p.contract = of_contract)
    and (with_tag is null or with_tag = any (p.tags))
    and (in_modes is null or p.mode = any (in_modes))
    and (by_worker is null or p.worker = by_worker)
    and (served_from is null or p.served_place between served_from and served_to)
    and (of_items is null or p.item = any (of_items))
$$;
grant create on schema app to wulian_counter;
alter function app.people_once owner to wulian_counter;
alter function app.within_reach owner to wulian_counter;
revoke create on schema app from wulian_counter;
grant execute on function app.people_once, app.within_reach to wulian_app;
grant select on record_person, duty, need, resident_file, resident_tag, record, station, contract, tally_day, tally_tail to wulian_counter;
