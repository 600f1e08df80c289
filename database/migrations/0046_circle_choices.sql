-- Up Migration
-- 限定知悉: whom somebody may let in when a secret service begins, about a person or not. His station and the one that guides it, and the county's
-- supervisors; `usual` are in where he says nothing: the heads – of a village room those of its station – and the supervisors.
create function app.circle_choices(of_station uuid, at timestamptz) returns table (post uuid, title text, name text, role text, usual boolean)
language sql stable security definer set search_path = pg_catalog, public as $$
  select p.id, p.title, a.name, p.role, p.role in ('station_head', 'general_supervisor')
  from station s
  join post p on p.cell = s.cell and p.ended_at is null and p.from_on <= at::date and (p.until_on is null or p.until_on >= at::date)
    and (p.station = s.id or (s.tier = 'room' and p.station = s.guided_by) or p.role = 'general_supervisor')
  join role r on r.key = p.role and r.people = 'full'
  join account a on a.id = p.account and a.state = 'active'
  where s.id = of_station and exists (select from post own where own.id = app.current_post() and own.station = of_station)
  order by p.role in ('station_head', 'general_supervisor') desc, a.name, p.id limit 60
$$;
grant execute on function app.circle_choices to wulian_app;

-- As before, but naming nobody and wanting nobody else are told apart: null takes the usual posts, an empty list takes none.
create or replace function app.begin_circle(of_dossier uuid, of_station uuid, members uuid[], because text, at timestamptz) returns text
language plpgsql security definer set search_path = pg_catalog, public as $$
declare s station; everyone uuid[];
begin
  if current_setting('app.writes', true) is distinct from 'on' then return 'not-yours'; end if;
  select * into s from station where id = of_station;
  if s.id is null or exists (select from circle_member where dossier = of_dossier) or exists (select from service where id = of_dossier)
    or exists (select from resident_file where id = of_dossier) then return 'not-yours'; end if;
  if not exists (select from post where id = app.current_post() and station = of_station) then return 'not-yours'; end if;
  everyone := coalesce(members, array(select c.post from app.circle_choices(of_station, at) c where c.usual));
  everyone := array(select distinct m from unnest(everyone || app.current_post()) m);
  if (select count(*) from post p join role r on r.key = p.role where p.id = any (everyone) and p.cell = s.cell and r.people = 'full' and p.ended_at is null
    and p.from_on <= at::date and (p.until_on is null or p.until_on >= at::date)) <> cardinality(everyone) then return 'not-members'; end if;
  insert into circle_member (id, cell, place, dossier, post, kind, from_at, why)
  select gen_random_uuid(), s.cell, p.place, of_dossier, p.id, 'circle', at, because from post p where p.id = any (everyone);
  return 'begun';
end $$;
