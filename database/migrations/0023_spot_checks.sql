-- Up Migration
-- 抽查: chance draws some of a contract's records and needs, and a third-party evaluator may look at those for some days, and at nothing else.

create table spot_check (
  id uuid not null,
  cell int4 not null,
  place int8 not null,
  contract uuid not null,
  from_on date not null,
  until_on date not null,
  -- Per cent that was asked for, and how many of how many that came to.
  share int2 not null check (share between 1 and 100),
  drawn int4 not null check (drawn between 1 and total),
  total int4 not null,
  -- Made by the server and never chosen: with it the same draw can be made again.
  seed uuid not null,
  -- The evaluator's post, and until when it may look.
  post uuid not null,
  opens_until timestamptz not null,
  drawn_at timestamptz not null,
  drawn_by uuid not null,
  primary key (id, cell),
  unique (id),
  foreign key (contract, cell) references contract (id, cell),
  check (until_on >= from_on),
  check (opens_until > drawn_at)
);
create index spot_check_of_place on spot_check (place, drawn_at);
create index spot_check_of_contract on spot_check (contract, drawn_at);
call app.guard_network('spot_check');
call app.trace('spot_check');
grant select on spot_check to wulian_app;

-- What was drawn. Who it is about stands in the record, and only who is let in reads that.
create table spot_check_line (
  id uuid not null,
  cell int4 not null,
  place int8 not null,
  spot_check uuid not null,
  position int4 not null,
  kind text not null check (kind in ('record', 'need')),
  subject uuid not null,
  station uuid not null,
  day_on date not null,
  primary key (id, cell),
  unique (id),
  unique (spot_check, position),
  foreign key (spot_check, cell) references spot_check (id, cell)
);
create index spot_check_line_of_place on spot_check_line (place);
create index spot_check_line_of_subject on spot_check_line (subject);
call app.guard_network('spot_check_line');
call app.trace('spot_check_line');
grant select on spot_check_line to wulian_app;

-- Draws: the bureau says contract, days and evaluator; which facts, says the hash of a fresh seed with each id. What is protected is never drawn.
-- Answers 'drawn', or why not.
create function app.draw_spot_check(new_id uuid, of_contract uuid, from_day date, until_day date, percent int4, with_seed uuid, evaluator uuid, opens timestamptz, at timestamptz)
returns text language plpgsql security definer set search_path = pg_catalog, public as $$
declare c contract;
begin
  if current_setting('app.writes', true) is distinct from 'on' or current_setting('app.role', true) is distinct from 'county_bureau' then return 'not-yours'; end if;
  select * into c from contract where id = of_contract and exists (select from app.within_reach(place, place));
  if c.id is null then return 'not-there'; end if;
  if not exists (select from post p where p.id = evaluator and p.cell = c.cell and p.role = 'evaluator' and p.ended_at is null
    and p.from_on <= at::date and (p.until_on is null or p.until_on >= at::date)) then return 'no-evaluator'; end if;
  with facts as (
    select 'record' as kind, id, dossier, station, occurred_on as day from record
    where contract = c.id and occurred_on between from_day and until_day and voided_at is null and not protected
    union all
    select 'need', id, dossier, station, found_on from need
    where contract = c.id and found_on between from_day and until_day and voided_at is null and not protected
  ), counted as (
    select count(*)::int4 as n, least(500, ceil(count(*) * percent / 100.0))::int4 as wanted from facts
  ), picked as (
    select * from (select f.*, row_number() over (order by sha256(convert_to(with_seed::text || f.id::text, 'UTF8'))) as position from facts f) f
    where position <= (select wanted from counted)
  ), head as (
    insert into spot_check (id, cell, place, contract, from_on, until_on, share, drawn, total, seed, post, opens_until, drawn_at, drawn_by)
    select new_id, c.cell, c.place, c.id, from_day, until_day, percent, wanted, n, with_seed, evaluator, opens, at, app.current_account() from counted where wanted > 0
  ), lines as (
    insert into spot_check_line (id, cell, place, spot_check, position, kind, subject, station, day_on)
    select gen_random_uuid(), c.cell, c.place, new_id, position, kind, id, station, day from picked
  )
  insert into circle_member (id, cell, place, dossier, post, kind, from_at, until_at, why)
  select gen_random_uuid(), c.cell, c.place, dossier, evaluator, 'share', at, opens, 'spot-check' from (select distinct dossier from picked) d;
  return case when found then 'drawn' else 'nothing' end;
end $$;
grant execute on function app.draw_spot_check to wulian_app;

-- Whoever is protected afterwards is no longer anybody's sample.
create function app.end_samples() returns trigger language plpgsql security definer set search_path = pg_catalog, public as $$
begin
  update circle_member set until_at = from_at where dossier = new.id and why = 'spot-check';
  return null;
end $$;
create trigger end_samples after update of protected on resident_file for each row when (new.protected and not old.protected) execute function app.end_samples();

-- As before; an evaluator besides opens nothing but what was drawn for his post, though a share lets him into its dossier.
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
  limit 1
$$;
