-- Up Migration
-- What a post reaches is read once for a query, not again for every row: a setting in a sub-select without a table is worked out before
-- the first row, and one set of ranges is one comparison. What a child director may see besides is part of the same condition.
-- (The single ranges stay for functions that go through them one by one.)
create function app.setting_once(name text, type text) returns text language sql immutable as
  $$ select format('(select nullif(current_setting(''app.%s'', true), '''')::%s)', name, type) $$;

create function app.in_reach_once(kind text, place_column text) returns text language sql immutable as
  $$ select place_column || ' <@ ' || app.setting_once(kind || '_ranges', 'int8multirange') $$;

create function app.is_admitted() returns text language sql immutable as
  $$ select 'dossier = any (' || app.setting_once('admitted', 'uuid[]') || '::uuid[])' $$;

create or replace function app.in_range(kind text, place_column text default 'place') returns text language sql immutable as
  $$ select '(' || app.as_check(app.in_reach_once(kind, place_column)) || ')' $$;

-- Rows in reach and not protected – for a child director only those of the children's list – or rows of a dossier opened for this transaction.
-- For a child director the ranges are set together with his list, never before it.
create or replace function app.may_see_people() returns text language sql immutable as $$
  select '(' || app.as_check('((not protected and ' || app.in_reach_once('people', 'place') || ' and (' || app.setting_once('children', 'uuid[]') || ' is null or dossier = any ('
    || app.setting_once('children', 'uuid[]') || '::uuid[]))) or ' || app.is_admitted() || ')') || ')'
$$;

-- Something new may be written before it stands on that list.
create function app.may_add_people() returns text language sql immutable as
  $$ select '(' || app.as_check('((not protected and ' || app.in_reach_once('people', 'place') || ') or ' || app.is_admitted() || ')') || ')' $$;

do $$ begin
  execute format('create or replace function app.sees_people(place int8, protected boolean, dossier uuid) returns boolean language sql stable as %L',
    'select coalesce(' || app.may_see_people() || ', false)');
end $$;

do $$
declare guarded record; sees text := app.may_see_people(); adds text := app.may_add_people(); writes text := app.may_write(); lies text := app.in_range('reach');
begin
  for guarded in select polrelid::regclass as rel, polname as name from pg_policy where polrelid::regclass::text <> 'audit_leaf' loop
    case guarded.name
      when 'see_people_in_reach' then execute format('alter policy %I on %s using (%s)', guarded.name, guarded.rel, sees);
      when 'add_people_in_reach' then execute format('alter policy %I on %s with check (%s and %s)', guarded.name, guarded.rel, writes, adds);
      when 'change_people_in_reach' then execute format('alter policy %I on %s using (%s and %s) with check (%s)', guarded.name, guarded.rel, writes, sees, adds);
      when 'see_in_reach' then execute format('alter policy %I on %s using (%s)', guarded.name, guarded.rel, lies);
      when 'add_in_reach' then execute format('alter policy %I on %s with check (%s and %s)', guarded.name, guarded.rel, writes, lies);
      when 'change_in_reach' then execute format('alter policy %I on %s using (%s and %s) with check (%s)', guarded.name, guarded.rel, writes, lies, lies);
      when 'child_directors_see_children', 'child_directors_change_children' then execute format('drop policy %I on %s', guarded.name, guarded.rel);
      else null;
    end case;
  end loop;
end $$;
drop procedure app.guard_adults;
drop function app.may_see_as_child_director;

create or replace procedure app.guard_people(table_name regclass) language plpgsql as $$
begin
  execute format('alter table %s enable row level security', table_name);
  execute format('alter table %s force row level security', table_name);
  execute format('create policy see_people_in_reach on %s for select to wulian_app using (%s)', table_name, app.may_see_people());
  execute format('create policy add_people_in_reach on %s for insert to wulian_app with check (%s and %s)', table_name, app.may_write(), app.may_add_people());
  execute format('create policy change_people_in_reach on %s for update to wulian_app using (%s and %s) with check (%s)',
    table_name, app.may_write(), app.may_see_people(), app.may_add_people());
  execute format('create policy owner_sees_all on %s to wulian_owner using (true) with check (true)', table_name);
  execute format('create policy counter_counts on %s for select to wulian_counter using (true)', table_name);
  execute format('create policy listener_follows on %s for select to wulian_listener using (true)', table_name);
end $$;
