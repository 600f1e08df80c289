-- Up Migration
-- 儿童主任 works for the children of a village, and sees none of its adults.

-- What a child director may see, looked up once as a transaction begins and then compared as a plain list: files of who is not yet 18 (未成年人保护法
-- 第二条), by birth date or, where none is known, by a group that only children belong to; their households and services;
-- what he wrote himself that is no one file's, and his station, under whose key such words and photos lie.
do $$ begin
  execute format($f$
    create function app.children_in_reach(today date) returns setof uuid
    language sql stable security definer set search_path = pg_catalog, public as $b$
      with child as (
        select f.id, f.household from resident_file f
        where not f.protected and %s and (f.birth_on > (today - interval '18 years')::date or f.birth_on is null and exists (
          select from resident_tag t where t.file = f.id and t.cell = f.cell and t.until_on is null
            and t.tag in ('orphan', 'de-facto-unattended', 'child-in-difficulty', 'left-behind-child', 'floating-child'))))
      select id from child
      union select h.id from child c join household h on h.id = c.household and not h.protected
      union select s.id from child c join service s on s.client = c.id and not s.protected
      union select p.station from post p where p.id = app.current_post() and p.station is not null
      union select r.id from record r where r.dossier = r.id and r.worker = app.current_account() and %s
      union select n.id from need n where n.dossier = n.id and n.worker = app.current_account() and %s
    $b$ $f$, app.in_ranges('people', 'f.place'), app.in_ranges('people', 'r.place'), app.in_ranges('people', 'n.place'));
end $$;
grant execute on function app.children_in_reach to wulian_app;

-- Everybody else, or a dossier of that list, or one opened for this transaction.
create function app.may_see_as_child_director() returns text language sql immutable as $$
  select '(' || app.as_check('(current_setting(''app.role'', true) is distinct from ''child_director'' or dossier = any (nullif(current_setting(''app.children'', true), '''')::uuid[])'
    || ' or dossier = any (nullif(current_setting(''app.admitted'', true), '''')::uuid[]))') || ')'
$$;

-- The same for definer functions.
do $$ begin
  execute format('create or replace function app.sees_people(place int8, protected boolean, dossier uuid) returns boolean language sql stable as %L',
    'select coalesce(' || app.may_see_people() || ' and ' || app.may_see_as_child_director() || ', false)');
end $$;

-- Something new may be written before it stands on the list: a visit to two children of one house.
create procedure app.guard_adults(table_name regclass) language plpgsql as $$
begin
  execute format('create policy child_directors_see_children on %s as restrictive for select to wulian_app using (%s)', table_name, app.may_see_as_child_director());
  execute format('create policy child_directors_change_children on %s as restrictive for update to wulian_app using (%s)', table_name, app.may_see_as_child_director());
end $$;
do $$ declare guarded record; begin
  for guarded in select format('%I', tablename)::regclass as name from pg_policies where policyname = 'see_people_in_reach' loop
    call app.guard_adults(guarded.name);
  end loop;
end $$;

-- Row security for a table about people: place, dossier and protected decide; for child directors the list of children besides.
create or replace procedure app.guard_people(table_name regclass) language plpgsql as $$
begin
  execute format('alter table %s enable row level security', table_name);
  execute format('alter table %s force row level security', table_name);
  execute format('create policy see_people_in_reach on %s for select to wulian_app using (%s)', table_name, app.may_see_people());
  execute format('create policy add_people_in_reach on %s for insert to wulian_app with check (%s and %s)', table_name, app.may_write(), app.may_see_people());
  execute format('create policy change_people_in_reach on %s for update to wulian_app using (%s and %s) with check (%s)',
    table_name, app.may_write(), app.may_see_people(), app.may_see_people());
  execute format('create policy owner_sees_all on %s to wulian_owner using (true) with check (true)', table_name);
  execute format('create policy counter_counts on %s for select to wulian_counter using (true)', table_name);
  execute format('create policy listener_follows on %s for select to wulian_listener using (true)', table_name);
  call app.guard_adults(table_name);
end $$;
