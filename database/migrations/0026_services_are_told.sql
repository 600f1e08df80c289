-- Up Migration
-- Clocks of services stand in the calendar as numbers, and are told to posts: kind, station and time, and no person.

create or replace view due_thing with (security_invoker = true) as
  select 'duty'::text as kind, d.id, d.cell, d.place, d.station, d.dossier, d.protected, greatest(d.due_on, d.put_off_to) as due_on, d.worker as account
  from duty d where d.closed_on is null
  union all
  select 'need', n.id, n.cell, n.place, n.station, n.dossier, n.protected, n.due_on, n.owner
  from need n where n.state <> 'closed' and n.due_on is not null and n.voided_at is null
  union all
  select 'clock', c.id, c.cell, c.place, c.station, c.service, false, (c.due_at at time zone 'Asia/Shanghai')::date, c.worker
  from clock c where c.done_at is null;

-- As before; whoever is to be told hears it as a notice: his worker, the station's posts of a role, and the county's where the role is the county's.
create or replace function app.tell_clocks(at timestamptz, at_most int4 default 500) returns int4
language plpgsql security definer set search_path = pg_catalog, public as $$
declare c record; told int4 := 0; upcoming timestamptz; roles text[]; posts uuid[];
begin
  for c in select * from clock where done_at is null and next_tell_at <= at order by next_tell_at limit at_most for update skip locked loop
    roles := array(select distinct role from jsonb_array_elements(c.tells) t, jsonb_array_elements_text(t -> 'who') role where (t ->> 'at')::timestamptz <= at);
    posts := array(select p.id from post p where p.ended_at is null and p.from_on <= at::date and (p.until_on is null or p.until_on >= at::date) and p.role = any (roles)
      and case when p.role = 'worker' then p.account = c.worker when p.role in ('general_worker', 'general_supervisor', 'county_bureau') then p.cell = c.cell else p.station = c.station end);
    perform app.announce('clock.tells', c.service, c.cell, c.place, jsonb_build_object('clock', c.id, 'method', c.method, 'key', c.key, 'station', c.station, 'dueAt', c.due_at, 'who', to_jsonb(roles)));
    if cardinality(posts) > 0 then
      perform app.announce('notice.asked', c.service, c.cell, c.place, jsonb_build_object('kind', case when c.due_at < at then 'clock-late' else 'clock-runs' end, 'posts', to_jsonb(posts)));
    end if;
    select min((t ->> 'at')::timestamptz) into upcoming from jsonb_array_elements(c.tells) t where (t ->> 'at')::timestamptz > at;
    if c.remind_minutes is not null then upcoming := least(coalesce(upcoming, 'infinity'), at + make_interval(mins => c.remind_minutes)); end if;
    update clock set next_tell_at = upcoming where id = c.id and cell = c.cell;
    told := told + 1;
  end loop;
  return told;
end $$;
