-- Up Migration
-- 机构审批: the manager of the agency that runs a station approves what is about nobody – the plan of a group, an activity – and is let into that service for as
-- long as he is asked. He sees no person: of its forms the service shows him those about the service alone.

-- Lets the managers in whom an open question may be asked of; answers which posts.
create function app.ask_agency(of_approval uuid, at timestamptz) returns table (post uuid)
language plpgsql security definer set search_path = pg_catalog, public as $$
begin
  if current_setting('app.writes', true) is distinct from 'on' then return; end if;
  return query
  with asked as (
    select a.dossier, p.id, p.cell, p.place
    from approval a join service s on s.id = a.service and s.client is null and not s.protected join station t on t.id = a.station
    join post p on p.role = 'agency_manager' and p.organisation = t.operator and p.ended_at is null and p.from_on <= at::date and (p.until_on is null or p.until_on >= at::date)
    where a.id = of_approval and a.decision is null and 'agency_manager' = any (a.asked_of)
  ), let_in as (
    insert into circle_member (id, cell, place, dossier, post, kind, from_at, why) select gen_random_uuid(), cell, place, dossier, id, 'share', at, 'approval ' || of_approval from asked returning circle_member.post
  )
  select let_in.post from let_in;
end $$;

-- Whether the manager of this transaction is asked just this; then he may write it down.
create function app.decide_for_agency(of_approval uuid, at timestamptz) returns boolean
language plpgsql security definer set search_path = pg_catalog, public as $$
begin
  if current_setting('app.role', true) is distinct from 'agency_manager' or not exists (
    select from approval a join circle_member m on m.dossier = a.dossier and m.post = app.current_post() and m.why = 'approval ' || of_approval and m.from_at <= at and m.until_at is null
    where a.id = of_approval and a.decision is null and 'agency_manager' = any (a.asked_of)) then return false; end if;
  perform set_config('app.writes', 'on', true);
  return true;
end $$;

-- Answered, by whomever: nobody is let in for it any more.
create function app.end_asking() returns trigger language plpgsql security definer set search_path = pg_catalog, public as $$
begin
  update circle_member set until_at = coalesce(new.decided_at, from_at) where dossier = old.dossier and why = 'approval ' || old.id and until_at is null;
  return null;
end $$;
create trigger end_asking after update of decision on approval for each row when (old.decision is null and new.decision is not null) execute function app.end_asking();

-- What waits for a manager's word: dossiers of the services he is let into for it.
create function app.asked_services(at timestamptz) returns table (dossier uuid)
language sql stable security definer set search_path = pg_catalog, public as $$
  select distinct m.dossier from circle_member m where m.post = app.current_post() and m.kind = 'share' and m.why like 'approval %' and m.from_at <= at and m.until_at is null limit 200
$$;

-- As before; a manager opens nothing by it but the question he is asked and the forms about that service as a whole.
create or replace function app.dossier_let_into(of_table text, of_id uuid) returns uuid
language sql stable security definer set search_path = pg_catalog, public as $$
  select m.dossier from circle_member m where m.post = app.current_post() and m.dossier = case of_table
    when 'record' then (select dossier from record where id = of_id)
    when 'need' then (select dossier from need where id = of_id)
    when 'duty' then (select dossier from duty where id = of_id)
    when 'service' then (select dossier from service where id = of_id)
    when 'service_form' then (select dossier from service_form where id = of_id)
    when 'service_person' then (select dossier from service_person where id = of_id)
    when 'service_goal' then (select dossier from service_goal where id = of_id)
    when 'approval' then (select dossier from approval where id = of_id)
    when 'resident_file' then of_id end
    and (current_setting('app.role', true) is distinct from 'evaluator' or exists (
      select from spot_check_line l join spot_check c on c.id = l.spot_check and c.cell = l.cell
      where l.subject = of_id and l.kind = of_table and c.post = m.post))
    and (current_setting('app.role', true) is distinct from 'agency_manager' or (m.why like 'approval %' and m.until_at is null and case of_table
      when 'approval' then m.why = 'approval ' || of_id
      when 'service_form' then exists (select from service_form f where f.id = of_id and f.about is null and f.record is null)
      else false end))
  limit 1
$$;
grant execute on function app.ask_agency, app.decide_for_agency, app.asked_services to wulian_app;
