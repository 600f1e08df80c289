-- Up Migration
-- A service that ended with a question to the agency's manager undecided is his to read no longer.
create function app.end_asking_of_service() returns trigger language plpgsql security definer set search_path = pg_catalog, public as $$
begin
  update circle_member set until_at = greatest(from_at, now()) where dossier = new.dossier and kind = 'share' and until_at is null and why in (select 'approval ' || a.id from approval a where a.service = new.id);
  return null;
end $$;
create trigger end_asking after update of state on service for each row when (old.state = 'open' and new.state in ('closed', 'refused')) execute function app.end_asking_of_service();
