-- Up Migration
-- Nearly every post has one range of places: it is asked first, two comparisons of numbers instead of a search in a set. The set still says what
-- else a post reaches. And the children's list of a child director is one condition: no list, no restriction.
create or replace function app.in_reach_once(kind text, place_column text) returns text language sql immutable as $$
  select format('((%1$s >= %2$s and %1$s <= %3$s) or %1$s <@ %4$s)', place_column,
    app.setting_once(kind || '_main_from', 'int8'), app.setting_once(kind || '_main_to', 'int8'), app.setting_once(kind || '_ranges', 'int8multirange'))
$$;

create or replace function app.may_see_people() returns text language sql immutable as $$
  select '(' || app.as_check('((not protected and ' || app.in_reach_once('people', 'place') || ' and coalesce(dossier = any (' || app.setting_once('children', 'uuid[]') || '::uuid[]), true)) or '
    || app.is_admitted() || ')') || ')'
$$;

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
      else null;
    end case;
  end loop;
end $$;
