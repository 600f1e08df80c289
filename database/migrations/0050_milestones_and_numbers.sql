-- Up Migration
-- What a service reached and when: a complaint was answered, answered in time, appealed. Follows from its forms and clocks, and is counted like the day it was closed.

alter table service add column milestones jsonb not null default '{}' check (jsonb_typeof(milestones) = 'object');
grant update (milestones) on service to wulian_app;

create or replace function app.measures_of_service(s service, hidden boolean)
returns table (cell int4, place int8, station uuid, served_place int8, day date, measure text, mode text, result text, item text, tag text, worker uuid,
  n int4, heads int4, households int4, minutes int4)
language sql stable set search_path = pg_catalog, public as $$
  select s.cell, case when hidden then s.cell::int8 * 1000000 else s.place end, case when hidden then null else s.station end,
    case when hidden then s.cell::int8 * 1000000 else s.served_place end, w.day, w.measure, s.method, w.result, s.item, t.tag, case when hidden then null else s.worker end,
    1, case when s.client is null then 0 else 1 end, 0, 0
  from (select case s.counts when 'activity' then 'service' else s.counts end as kind) k
  cross join lateral (select s.accepted_on as day, k.kind as measure, '' as result
    union all select s.closed_on, k.kind || '-closed', s.close_reason where s.closed_on is not null
    union all select d.value::date, 'milestone', d.key from jsonb_each_text(s.milestones) d) w
  cross join unnest(array[''] || s.tags) t (tag)
  where s.accepted_on is not null
$$;

-- A number that is typed is looked up among the services within reach.
create index service_of_number on service (number) where number is not null;
