-- The roles of one installation. Passwords are set by the server at migration; none is kept here.
do $$
declare r text;
begin
  -- Owns every table and definer function. Nobody signs in as it.
  if not exists (select from pg_roles where rolname = 'wulian_owner') then create role wulian_owner nologin; end if;
  -- The server's requests; listeners and jobs; neither owns anything, neither passes row security.
  foreach r in array array['wulian_app', 'wulian_listener'] loop
    if not exists (select from pg_roles where rolname = r) then
      execute format('create role %I login nosuperuser nocreatedb nocreaterole noinherit nobypassrls', r);
    end if;
  end loop;
  -- Counts across people without showing one. Only definer functions run as it.
  if not exists (select from pg_roles where rolname = 'wulian_counter') then create role wulian_counter nologin nobypassrls; end if;
  -- Reads everything for a backup. Never in the server's pool.
  if not exists (select from pg_roles where rolname = 'wulian_backup') then create role wulian_backup nologin bypassrls; end if;
  execute format('grant wulian_owner, wulian_counter to %I', current_user);
  -- The owner hands its counting functions to the counter.
  grant wulian_counter to wulian_owner;
end $$;
