-- Up Migration
-- 交接、退回、结案和重开: who handed it to whom, where it was put back to, how it had ended before, each with its day and its sealed reason. Only ever added to.
alter table service add column turns jsonb not null default '[]' check (jsonb_typeof(turns) = 'array');
grant update (turns) on service to wulian_app;
-- It held one reason, of the last time only.
alter table service drop column reopen_why;
create function app.only_longer() returns trigger language plpgsql as $$
begin
  if (select coalesce(jsonb_agg(t order by n), '[]') from jsonb_array_elements(new.turns) with ordinality e (t, n) where n <= jsonb_array_length(old.turns)) is distinct from old.turns then
    raise exception 'what became of a service is only added to' using errcode = '23514';
  end if;
  return new;
end $$;
create trigger only_longer before update of turns on service for each row execute function app.only_longer();

-- Says anew who may know of a secret service. Heads, supervisors and whoever answers for it may, from inside its circle, in which the one
-- who says so stays, and so does whoever answers for it while he holds a post.
-- Nobody in conflict of interest comes in. Answers 'set', or why not.
create function app.set_service_circle(of_service uuid, members uuid[], because text, at timestamptz) returns text
language plpgsql security definer set search_path = pg_catalog, public as $$
declare s service;
begin
  if current_setting('app.writes', true) is distinct from 'on' then return 'not-yours'; end if;
  select * into s from service where id = of_service for update;
  if s.id is null or not s.secret or not app.sees_people(s.place, s.protected, s.dossier) or not exists (select from circle_member m
    where m.dossier = s.dossier and m.post = app.current_post() and m.kind = 'circle' and m.from_at <= at and (m.until_at is null or m.until_at > at)) then return 'not-there'; end if;
  if s.worker <> app.current_account() and current_setting('app.role', true) not in ('station_head', 'general_supervisor') then return 'not-yours'; end if;
  if (select count(*) from post p join role r on r.key = p.role where p.id = any (members) and p.cell = s.cell and r.people = 'full' and p.ended_at is null
    and p.from_on <= at::date and (p.until_on is null or p.until_on >= at::date)) <> (select count(distinct m) from unnest(members) m) then return 'not-members'; end if;
  if exists (select from post p where p.id = any (members) and app.in_conflict(p.account, s.dossier, at)) then return 'conflict'; end if;
  if app.current_post() <> all (members) or (not exists (select from post p where p.id = any (members) and p.account = s.worker)
    and exists (select from circle_member m join post p on p.id = m.post where m.dossier = s.dossier and m.kind = 'circle' and (m.until_at is null or m.until_at > at)
      and p.account = s.worker and p.ended_at is null and (p.until_on is null or p.until_on >= at::date))) then return 'left-out'; end if;
  update circle_member set until_at = at where dossier = s.dossier and kind = 'circle' and (until_at is null or until_at > at) and post <> all (members);
  insert into circle_member (id, cell, place, dossier, post, kind, from_at, why)
  select gen_random_uuid(), s.cell, p.place, s.dossier, p.id, 'circle', at, because from post p
  where p.id = any (members) and not exists (select from circle_member c where c.dossier = s.dossier and c.post = p.id and c.kind = 'circle' and (c.until_at is null or c.until_at > at));
  return 'set';
end $$;

-- Whether a colleague could open what is handed to him, for one who can.
create function app.may_take_service(of_service uuid, of_account uuid, at timestamptz) returns boolean
language sql stable security definer set search_path = pg_catalog, public as $$
  select not s.protected or exists (select from circle_member m join post p on p.id = m.post where m.dossier = s.dossier and m.kind = 'circle' and m.from_at <= at
    and (m.until_at is null or m.until_at > at) and p.account = of_account and p.ended_at is null and not app.in_conflict(of_account, s.dossier, at))
  from service s where s.id = of_service and app.sees_people(s.place, s.protected, s.dossier)
$$;
grant execute on function app.set_service_circle, app.may_take_service to wulian_app;
