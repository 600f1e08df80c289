-- Up Migration
-- A village room is led from the station that guides it: whoever heads that station hears of what begins, runs out or waits in the room.
create function app.led_from(of_station uuid) returns uuid[] language sql stable security definer set search_path = pg_catalog, public as
  $$ select array_remove(array[s.id, case when s.tier = 'room' then s.guided_by end], null) from station s where s.id = of_station $$;

-- As before, but the worker is whoever has the service, whatever his post is called – a child director in a village as well – and heads are those the room is led by.
create or replace function app.tell_clocks(at timestamptz, at_most int4 default 500) returns int4
language plpgsql security definer set search_path = pg_catalog, public as $$
declare c record; told int4 := 0; upcoming timestamptz; roles text[]; posts uuid[]; led uuid[];
begin
  for c in select * from clock where done_at is null and next_tell_at <= at order by next_tell_at limit at_most for update skip locked loop
    roles := array(select distinct role from jsonb_array_elements(c.tells) t, jsonb_array_elements_text(t -> 'who') role where (t ->> 'at')::timestamptz <= at);
    led := app.led_from(c.station);
    posts := array(select p.id from post p where p.ended_at is null and p.from_on <= at::date and (p.until_on is null or p.until_on >= at::date)
      and (('worker' = any (roles) and p.account = c.worker) or (p.role <> 'worker' and p.role = any (roles)
      and case when p.role in ('general_worker', 'general_supervisor', 'county_bureau') then p.cell = c.cell when p.role in ('township_office', 'township_leader') then p.place = c.place / 1000 * 1000 else p.station = any (led) end)));
    perform app.announce('clock.tells', c.service, c.cell, c.place, jsonb_build_object('clock', c.id, 'method', c.method, 'key', c.key, 'station', c.station, 'dueAt', c.due_at, 'who', to_jsonb(roles)));
    if cardinality(posts) > 0 then
      perform app.announce('notice.asked', c.service, c.cell, c.place, jsonb_build_object('posts', to_jsonb(posts), 'kind',
        case when c.remind_minutes is not null then 'clock-urgent' when c.due_at < at then 'clock-late' else 'clock-runs' end));
    end if;
    select min((t ->> 'at')::timestamptz) into upcoming from jsonb_array_elements(c.tells) t where (t ->> 'at')::timestamptz > at;
    if c.remind_minutes is not null then upcoming := least(coalesce(upcoming, 'infinity'), at + make_interval(mins => c.remind_minutes)); end if;
    update clock set next_tell_at = upcoming where id = c.id and cell = c.cell;
    told := told + 1;
  end loop;
  return told;
end $$;

-- As before, but what is for the head of a room goes to who leads it.
create or replace function app.give_notices(of_event bigint, of_kind text, about_id uuid, to_whom jsonb, but_account uuid, at timestamptz, on_day date) returns int4
language sql security definer set search_path = pg_catalog, public as $$
  with given as (
    insert into notice (id, cell, place, post, kind, about, event_id, made_at)
    select gen_random_uuid(), p.cell, p.place, p.id, of_kind, about_id, of_event, at from post p
    where to_whom ?| array['posts', 'account', 'station'] and p.account is distinct from but_account
      and p.ended_at is null and p.from_on <= on_day and (p.until_on is null or p.until_on >= on_day)
      and (not to_whom ? 'posts' or to_whom -> 'posts' @> to_jsonb(p.id::text))
      and (not to_whom ? 'account' or p.account = (to_whom ->> 'account')::uuid)
      and (not to_whom ? 'station' or p.station = (to_whom ->> 'station')::uuid or (p.role = 'station_head' and p.station = any (app.led_from((to_whom ->> 'station')::uuid))))
      and (not to_whom ? 'roles' or to_whom -> 'roles' @> to_jsonb(p.role))
    on conflict (post, kind, event_id) do nothing returning 1
  )
  select count(*)::int4 from given
$$;

-- As before, but a clock that should not run – its condition is no longer true – is gone, instead of standing there as done. Of a service that was refused they stop.
create or replace function app.keep_clocks(of_service uuid, expected jsonb, at timestamptz) returns timestamptz
language plpgsql security definer set search_path = pg_catalog, public as $$
declare s service; upcoming timestamptz;
begin
  select * into s from service where id = of_service;
  if s.id is null or current_setting('app.writes', true) is distinct from 'on' or not app.sees_people(s.place, s.protected, s.dossier) then return null; end if;
  insert into clock as c (id, cell, place, station, service, method, key, worker, started_at, due_at, done_at, tells, remind_minutes, next_tell_at)
  select gen_random_uuid(), s.cell, s.place, s.station, s.id, s.method, e.key, s.worker, e.started_at, e.due_at, e.done_at, e.tells, e.remind_minutes,
    case when e.done_at is null then least((select min((t ->> 'at')::timestamptz) from jsonb_array_elements(e.tells) t), e.started_at + make_interval(mins => e.remind_minutes)) end
  from jsonb_to_recordset(expected) e (key text, started_at timestamptz, due_at timestamptz, done_at timestamptz, tells jsonb, remind_minutes int4)
  on conflict (service, key, cell) do update set started_at = excluded.started_at, due_at = excluded.due_at, done_at = excluded.done_at, worker = excluded.worker,
    tells = excluded.tells, remind_minutes = excluded.remind_minutes,
    next_tell_at = case when excluded.done_at is not null then null when c.due_at = excluded.due_at and c.done_at is null then c.next_tell_at else excluded.next_tell_at end,
    version = c.version + 1
  where (c.started_at, c.due_at, c.done_at, c.worker, c.remind_minutes) is distinct from (excluded.started_at, excluded.due_at, excluded.done_at, excluded.worker, excluded.remind_minutes);
  if s.state = 'refused' then
    update clock set done_at = at, next_tell_at = null, version = version + 1 where service = of_service and done_at is null and key !~ '^referral-[0-9a-f]{8}-';
  else
    delete from clock where service = of_service and key !~ '^referral-[0-9a-f]{8}-' and key not in (select e ->> 'key' from jsonb_array_elements(expected) e);
  end if;
  select min(due_at) into upcoming from clock where service = of_service and done_at is null;
  return upcoming;
end $$;
