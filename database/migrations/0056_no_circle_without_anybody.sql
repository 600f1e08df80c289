-- Up Migration
-- 限定知悉: where everybody who knew has left – posts over, accounts closed – the usual posts take over, so that nobody in danger is forgotten: the
-- heads and the supervisors, none of them in conflict of interest. They are told; it stands in the circle why they came in. Gives how many circles it filled.
create function app.fill_empty_circles(at timestamptz) returns int4
language plpgsql security definer set search_path = pg_catalog, public as $$
declare d record; everyone uuid[]; filled int4 := 0;
begin
  for d in
    select distinct on (k.dossier) k.dossier, k.id, k.cell, k.place, k.station from (
      select s.dossier, s.id, s.cell, s.place, s.station from service s where s.protected and s.state in ('open', 'offered')
      union all select f.id, f.id, f.cell, f.place, f.station from resident_file f where f.protected and f.closed_on is null) k
    where not exists (select from circle_member m join post p on p.id = m.post and p.ended_at is null and p.from_on <= at::date and (p.until_on is null or p.until_on >= at::date)
      join account a on a.id = p.account and a.state = 'active' where m.dossier = k.dossier and m.kind = 'circle' and m.from_at <= at and (m.until_at is null or m.until_at > at))
    order by k.dossier, k.id limit 500
  loop
    everyone := array(select p.id from station s
      join post p on p.cell = s.cell and p.ended_at is null and p.from_on <= at::date and (p.until_on is null or p.until_on >= at::date)
        and ((p.role = 'station_head' and p.station = any (app.led_from(s.id))) or p.role = 'general_supervisor')
      join account a on a.id = p.account and a.state = 'active'
      where s.id = d.station and not app.in_conflict(p.account, d.dossier, at));
    if cardinality(everyone) = 0 then continue; end if;
    insert into circle_member (id, cell, place, dossier, post, kind, from_at, why)
    select gen_random_uuid(), d.cell, p.place, d.dossier, p.id, 'circle', at, 'nobody-left' from post p where p.id = any (everyone);
    perform app.announce('notice.asked', d.id, d.cell, d.place, jsonb_build_object('posts', to_jsonb(everyone), 'kind', 'circle-joined'));
    filled := filled + 1;
  end loop;
  return filled;
end $$;
grant execute on function app.fill_empty_circles to wulian_listener;

-- As before, and the ten thousandth of a year keeps all its digits.
create or replace function app.next_service_no(of_station uuid, letter text, in_year int4) returns text
language plpgsql security definer set search_path = pg_catalog, public as $$
declare code text; number int4;
begin
  if letter !~ '^[A-Z]$' or current_setting('app.writes', true) is distinct from 'on' then return null; end if;
  select case when place % 1000000 = 0 then left(place::text, 6) when place % 1000 = 0 then left(place::text, 9) else place::text end
    into code from station where id = of_station;
  if code is null then return null; end if;
  insert into file_counter as c (prefix, year, last) values (code || letter, in_year, 1)
  on conflict (prefix, year) do update set last = c.last + 1 returning last into number;
  return code || '-' || letter || in_year || '-' || lpad(number::text, greatest(4, length(number::text)), '0');
end $$;

create or replace function app.next_file_no(of_station uuid, in_year int4) returns text
language plpgsql security definer set search_path = pg_catalog, public as $$
declare code text; number int4;
begin
  -- The station's own division: 6 digits of a county, 9 of a town, 12 of a village.
  select case when place % 1000000 = 0 then left(place::text, 6) when place % 1000 = 0 then left(place::text, 9) else place::text end
    into code from station where id = of_station;
  if code is null or current_setting('app.writes', true) is distinct from 'on' then return null; end if;
  insert into file_counter as c (prefix, year, last) values (code, in_year, 1)
  on conflict (prefix, year) do update set last = c.last + 1 returning last into number;
  return code || '-' || in_year || '-' || lpad(number::text, greatest(4, length(number::text)), '0');
end $$;

-- What lies behind other circles around a service – its protected client, closed services that came of it – for whoever is in them too: its page says so to him.
create function app.circles_around(of_service uuid, at timestamptz) returns table (dossier uuid)
language sql stable security definer set search_path = pg_catalog, public as $$
  select distinct k.dossier from (
    select s.dossier from service s where s.from_service = of_service and s.protected
    union all select f.dossier from service s join resident_file f on f.id = s.client and f.protected where s.id = of_service) k
  join circle_member m on m.dossier = k.dossier and m.post = app.current_post() and m.kind = 'circle' and m.from_at <= at and (m.until_at is null or m.until_at > at)
  where not app.in_conflict(app.current_account(), k.dossier, at)
$$;
grant execute on function app.circles_around to wulian_app;
