-- Up Migration
-- 转介: where a service may be passed on to, near ones first. Stations are no secret; a village room passes on through its station.
create function app.station_directory(words text, near int8, on_day date, most int4) returns table (id uuid, name text, place_name text)
language sql stable security definer set search_path = pg_catalog, public as $$
  select s.id, s.name, p.name from station s join place p on p.code = s.place
  where s.tier <> 'room' and s.opened_on <= on_day and (s.closed_on is null or s.closed_on > on_day) and (words = '' or strpos(s.name, words) > 0 or strpos(p.name, words) > 0)
  order by s.place / 1000000 <> near / 1000000, s.place, s.tier, s.id limit least(most, 50)
$$;
grant execute on function app.station_directory to wulian_app;
