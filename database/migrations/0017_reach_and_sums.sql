-- The row policies check, and say nothing to the planner. It took reach to be independent of the station, worker or id that leads a
-- query, expected one row where there were thousands, and worked the settings out again and again while planning. A condition in this
-- form it takes to hold, and uses no index for it; what leads a query is in the query.
create function app.as_check(condition text) returns text language sql immutable as $$ select 'nullif(' || condition || ', false) is not null' $$;

create function app.in_ranges(kind text, place_column text) returns text language sql immutable as $$
  select '(' || string_agg(format(
    '%1$s between nullif(current_setting(''app.%2$s_from%3$s'', true), '''')::int8 and nullif(current_setting(''app.%2$s_to%3$s'', true), '''')::int8',
    place_column, kind, n), ' or ' order by n) || ')'
  from generate_series(1, 4) n
$$;

create or replace function app.in_range(kind text, place_column text default 'place') returns text language sql immutable as
  $$ select '(' || app.as_check(app.in_ranges(kind, place_column)) || ')' $$;

create or replace function app.may_see_people() returns text language sql immutable as $$
  select '(' || app.as_check('((not protected and ' || app.in_ranges('people', 'place') || ') or dossier = any (nullif(current_setting(''app.admitted'', true), '''')::uuid[]))') || ')'
$$;

-- Every table that was guarded before says it in the new form.
do $$
declare guarded record;
begin
  for guarded in select polrelid::regclass as rel, polname from pg_policy where polname in ('see_people_in_reach', 'change_people_in_reach', 'see_in_reach', 'change_in_reach') loop
    execute format('alter policy %I on %s using (%s)', guarded.polname, guarded.rel, case guarded.polname
      when 'see_people_in_reach' then app.may_see_people()
      when 'change_people_in_reach' then app.may_write() || ' and ' || app.may_see_people()
      when 'see_in_reach' then app.in_range('reach')
      else app.may_write() || ' and ' || app.in_range('reach') end);
  end loop;
end $$;

-- A day's sums change again and again: with room beside them they do so in place, without a new entry in four indexes each time.
alter table tally_day set (fillfactor = 80);
