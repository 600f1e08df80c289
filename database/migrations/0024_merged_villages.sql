-- Up Migration
-- A village that went into another: its living files may go along. Facts stay under the code they were recorded with.

-- Carries a file and what hangs on it to another village or station of its cell. Who may is asked before.
create function app.carry_dossier(of_dossier uuid, to_place int8, to_station uuid, with_household boolean) returns void
language plpgsql security definer set search_path = pg_catalog, public as $$
declare home uuid;
begin
  select household into home from resident_file where id = of_dossier and with_household;
  update resident_file set place = to_place, station = to_station, worker = case when station = to_station then worker end,
    household = case when with_household then household end, relation = case when with_household then relation end, version = version + 1
  where id = of_dossier;
  update resident_tag set place = to_place, station = to_station, version = version + 1 where dossier = of_dossier;
  update consent set place = to_place, station = to_station, version = version + 1 where dossier = of_dossier;
  update search_token set place = to_place where dossier = of_dossier;
  update data_key set place = to_place where dossier = of_dossier;
  update duty set place = to_place, station = to_station, worker = case when station = to_station then worker end, version = version + 1
  where dossier = of_dossier and closed_on is null;
  if home is not null then
    update household set place = to_place, station = to_station, version = version + 1 where id = home and (place, station) <> (to_place, to_station);
    update data_key set place = to_place where id = home;
  end if;
  update history set place = to_place where dossier in (of_dossier, home) and table_name in ('resident_file', 'resident_tag', 'consent', 'household', 'duty');
end $$;

-- Does a station answer for a place?
create function app.answers_for(station_place int8, place int8) returns boolean language sql immutable as $$
  select place between station_place and station_place + (case when station_place % 1000000 = 0 then 999999 when station_place % 1000 = 0 then 999 else 0 end)
$$;

-- As before, said with the two above.
create or replace function app.move_dossier(of_dossier uuid, to_place int8, to_station uuid, with_household boolean) returns text
language plpgsql security definer set search_path = pg_catalog, public as $$
declare f resident_file; s station;
begin
  if current_setting('app.writes', true) is distinct from 'on'
    or current_setting('app.role', true) not in ('worker', 'station_head', 'general_worker', 'general_supervisor') then return 'not-yours'; end if;
  select * into f from resident_file where id = of_dossier for update;
  if f.id is null or not app.sees_people(f.place, f.protected, f.dossier) then return 'not-there'; end if;
  select * into s from station where id = to_station and closed_on is null;
  if s.id is null or s.cell <> f.cell or not exists (select from place where code = to_place) or not app.answers_for(s.place, to_place) then return 'not-answered-there'; end if;
  perform app.carry_dossier(of_dossier, to_place, to_station, with_household);
  return 'moved';
end $$;

-- Living files of a village whose one successor lies in the same cell go there: to their own station when it answers there too, else to the nearest
-- that does. The administrator sees none of them; he learns how many went, and how many no station could take.
create function app.follow_successor(old_place int8) returns table (moved int4, left_behind int4)
language plpgsql security definer set search_path = pg_catalog, public as $$
declare new_place int8; f record; taker uuid;
begin
  moved := 0;
  left_behind := 0;
  select min(s.new_code) into new_place from place_successor s join place p on p.code = s.old_code and p.valid_to is not null where s.old_code = old_place having count(*) = 1;
  if new_place is null or new_place / 1000000 <> old_place / 1000000 or current_setting('app.writes', true) is distinct from 'on'
    or current_setting('app.role', true) is distinct from 'administrator'
    or not exists (select from app.within_reach(old_place, old_place)) or not exists (select from app.within_reach(new_place, new_place)) then return next; return; end if;
  for f in select id, station from resident_file where place = old_place and closed_on is null order by id for update loop
    select s.id into taker from station s where s.closed_on is null and s.cell = old_place / 1000000 and s.tier <> 'general' and app.answers_for(s.place, new_place)
    order by (s.id = f.station) desc, s.place desc limit 1;
    if taker is null then
      left_behind := left_behind + 1;
    else
      perform app.carry_dossier(f.id, new_place, taker, true);
      moved := moved + 1;
    end if;
  end loop;
  return next;
end $$;
grant execute on function app.follow_successor to wulian_app;
