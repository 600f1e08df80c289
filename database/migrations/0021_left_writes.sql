-- Up Migration
-- What somebody who has left still held unsent in a browser.

-- Keeps a write of a closed account for the head of the station of the post it was made from. The server has opened it with a key that only an
-- open session of that account was ever given. False while the account is active, or when the post belongs to no station.
create function app.keep_left_write(of_account uuid, of_post uuid, at timestamptz, new_id uuid, new_route text, new_code text, new_body bytea)
returns boolean language plpgsql security definer set search_path = pg_catalog, public as $$
declare sender record;
begin
  select p.cell, p.place, p.station, a.name into sender
  from account a join post p on p.account = a.id and p.id = of_post
  where a.id = of_account and a.state = 'closed' and p.station is not null;
  if not found then return false; end if;
  insert into undelivered (id, cell, place, dossier, station, sent_by, sent_by_name, received_at, route, code, body)
  values (new_id, sender.cell, sender.place, new_id, sender.station, of_account, sender.name, at, new_route, new_code, new_body)
  on conflict do nothing;
  return true;
end $$;
grant execute on function app.keep_left_write to wulian_app;
