-- Up Migration
-- 紧急调阅: how a casework post that is in no circle opens a protected file, once, for three hours, with everybody told. And who never may.

-- 利益冲突: this account opens this dossier by no way at all, whatever rows say otherwise. Only functions read it: the one accused must not find it.
create table conflict_of_interest (
  id uuid not null,
  cell int4 not null,
  place int8 not null,
  dossier uuid not null,
  account uuid not null,
  kind text not null check (kind in ('family', 'accused', 'other')),
  from_at timestamptz not null,
  until_at timestamptz,
  primary key (id, cell),
  unique (id)
);
create unique index one_conflict on conflict_of_interest (dossier, account) where until_at is null;
create index conflict_of_place on conflict_of_interest (place);
call app.guard_inner('conflict_of_interest');
-- Of an insert only: history would show a change to those in reach of the place.
create trigger leave_trace after insert on conflict_of_interest for each row execute function app.leave_trace();

create function app.in_conflict(of_account uuid, with_dossier uuid, at timestamptz) returns boolean
language sql stable security definer set search_path = pg_catalog, public as $$
  select exists (select from conflict_of_interest c where c.dossier = with_dossier and c.account = of_account and c.from_at <= at and (c.until_at is null or c.until_at > at))
$$;

-- As before, and never for somebody in conflict. A member of the circle counts as one also while he broke glass.
create or replace function app.admit(to_dossier uuid, at timestamptz) returns boolean
language plpgsql security definer set search_path = pg_catalog, public as $$
declare found_kind text;
begin
  select m.kind into found_kind from circle_member m
  where m.dossier = to_dossier and m.post = app.current_post() and m.from_at <= at and (m.until_at is null or m.until_at > at)
    and not app.in_conflict(app.current_account(), to_dossier, at)
  order by (m.kind = 'circle') desc, m.kind limit 1;
  insert into audit_leaf (account, post, act, subject, subject_id, rows, digest)
  values (app.current_account(), app.current_post(), case when found_kind is null then 'admission-refused' else 'admitted-by-' || found_kind end,
    'dossier', to_dossier, case when found_kind is null then 0 else 1 end, sha256(convert_to(to_dossier::text, 'UTF8')));
  return found_kind is not null;
end $$;

-- A head or supervisor who may say who opens a file: of an open one whoever reaches it, of a protected one only its circle. Breaking glass gives no say.
create function app.may_set_circle(of_dossier uuid, at timestamptz) returns boolean
language sql stable security definer set search_path = pg_catalog, public as $$
  select coalesce(current_setting('app.writes', true) = 'on' and current_setting('app.role', true) in ('station_head', 'general_supervisor')
    and (select case when f.protected
        then not app.in_conflict(app.current_account(), f.id, at) and exists (select from circle_member m where m.dossier = f.id and m.post = app.current_post() and m.kind = 'circle'
          and m.from_at <= at and (m.until_at is null or m.until_at > at))
        else app.sees_people(f.place, f.protected, f.dossier) end
      from resident_file f where f.id = of_dossier), false)
$$;

-- Protecting as before, behind one more gate: the circle of a protected file is set by a member, and holds nobody in conflict.
alter function app.protect_dossier(uuid, uuid[], text, timestamptz) rename to protect_dossier_unchecked;
revoke execute on function app.protect_dossier_unchecked from wulian_app;
create function app.protect_dossier(of_dossier uuid, members uuid[], because text, at timestamptz) returns text
language plpgsql security definer set search_path = pg_catalog, public as $$
declare answer text;
begin
  if current_setting('app.role', true) not in ('station_head', 'general_supervisor') then return 'not-yours'; end if;
  if not app.may_set_circle(of_dossier, at) then return 'not-there'; end if;
  if exists (select from post p where p.id = any (members) and app.in_conflict(p.account, of_dossier, at)) then return 'conflict'; end if;
  answer := app.protect_dossier_unchecked(of_dossier, members, because, at);
  update history set protected = true where dossier = of_dossier and table_name = 'circle_member' and not protected;
  return answer;
end $$;

alter function app.unprotect_dossier(uuid, timestamptz) rename to unprotect_dossier_unchecked;
revoke execute on function app.unprotect_dossier_unchecked from wulian_app;
create function app.unprotect_dossier(of_dossier uuid, at timestamptz) returns text
language plpgsql security definer set search_path = pg_catalog, public as $$
begin
  if current_setting('app.role', true) not in ('station_head', 'general_supervisor') then return 'not-yours'; end if;
  if not app.may_set_circle(of_dossier, at) then return 'not-there'; end if;
  delete from protected_phone where dossier = of_dossier;
  update circle_member set until_at = at where dossier = of_dossier and kind = 'break-glass' and until_at > at;
  return app.unprotect_dossier_unchecked(of_dossier, at);
end $$;
grant execute on function app.protect_dossier, app.unprotect_dossier to wulian_app;

-- Who is in conflict from now on: these posts' accounts, and nobody else. Whoever was in the circle or broke glass is out at once. Answers 'set', or why not.
create function app.set_conflicts(of_dossier uuid, posts uuid[], kinds text[], at timestamptz) returns text
language plpgsql security definer set search_path = pg_catalog, public as $$
declare f resident_file; accounts uuid[];
begin
  if not app.may_set_circle(of_dossier, at) then return 'not-there'; end if;
  select * into f from resident_file where id = of_dossier;
  if (select count(*) from post p where p.id = any (posts) and p.cell = f.cell) <> coalesce(array_length(posts, 1), 0) then return 'not-colleagues'; end if;
  select array_agg(p.account) into accounts from post p where p.id = any (posts);
  update conflict_of_interest set until_at = at where dossier = of_dossier and until_at is null and account <> all (coalesce(accounts, '{}'));
  insert into conflict_of_interest (id, cell, place, dossier, account, kind, from_at)
  select gen_random_uuid(), f.cell, f.place, of_dossier, p.account, min(w.kind), at from unnest(posts, kinds) w (post, kind) join post p on p.id = w.post group by p.account
  on conflict (dossier, account) where until_at is null do update set kind = excluded.kind;
  update circle_member m set until_at = at from post p
  where m.dossier = of_dossier and p.id = m.post and p.account = any (accounts) and (m.until_at is null or m.until_at > at);
  insert into audit_leaf (account, post, act, subject, subject_id, cell, place, rows, digest)
  values (app.current_account(), app.current_post(), 'conflicts-set', 'dossier', of_dossier, f.cell, f.place, coalesce(array_length(accounts, 1), 0), sha256(convert_to(coalesce(accounts::text, ''), 'UTF8')));
  return 'set';
end $$;

-- Who is in conflict, for those who may set it.
create function app.conflicts_of(of_dossier uuid, at timestamptz) returns table (account uuid, name text, kind text)
language sql stable security definer set search_path = pg_catalog, public as $$
  select c.account, a.name, c.kind from conflict_of_interest c join account a on a.id = c.account
  where c.dossier = of_dossier and c.until_at is null and app.may_set_circle(of_dossier, at) order by a.name, a.id
$$;
grant execute on function app.set_conflicts, app.conflicts_of to wulian_app;

-- The keyed hash of the phone of a protected file: found by nobody but the function below. Identity numbers have theirs at the person, file numbers are plain.
create table protected_phone (
  dossier uuid primary key,
  index bytea not null
);
create index protected_phone_by_index on protected_phone (index);
call app.guard_inner('protected_phone');
create function app.keep_protected_phone(of_dossier uuid, new_index bytea) returns void
language plpgsql security definer set search_path = pg_catalog, public as $$
begin
  if current_setting('app.writes', true) is distinct from 'on'
    or not exists (select from resident_file f where f.id = of_dossier and app.sees_people(f.place, f.protected, f.dossier)) then return; end if;
  delete from protected_phone where dossier = of_dossier;
  if new_index is not null then insert into protected_phone (dossier, index) values (of_dossier, new_index); end if;
end $$;
grant execute on function app.keep_protected_phone to wulian_app;

-- Every question whether there is a protected file, answered or not: what is counted against the asker, and what breaking glass refers to.
create table dossier_ask (
  id uuid primary key,
  cell int4 not null,
  account uuid not null,
  post uuid not null,
  at timestamptz not null,
  kind text not null check (kind in ('identity', 'phone', 'file-no')),
  -- What was found; nothing also when the asker is in conflict, or the number is that of several.
  dossier uuid
);
create index dossier_ask_of_account on dossier_ask (account, at);
create index dossier_ask_of_dossier on dossier_ask (dossier, at) where dossier is not null;
call app.guard_inner('dossier_ask');

create table break_glass (
  id uuid not null,
  cell int4 not null,
  place int8 not null,
  dossier uuid not null,
  account uuid not null,
  post uuid not null,
  -- The row that opens, for as long as it says.
  member uuid not null,
  ask uuid not null unique,
  category text not null,
  -- Sealed under a key of their own use: the county's supervisor reads the reason and never the file.
  reason_sealed bytea not null,
  opened_at timestamptz not null,
  reviewed_at timestamptz,
  reviewed_by uuid,
  outcome text check (outcome in ('justified', 'not-justified')),
  review_sealed bytea,
  primary key (id, cell),
  unique (id),
  check ((reviewed_at is null) = (outcome is null)),
  check (reviewed_by <> account)
);
-- One at a time, whatever post he speaks from: the next only after the review.
create unique index one_unreviewed_glass on break_glass (account) where reviewed_at is null;
create index break_glass_of_dossier on break_glass (dossier, opened_at);
create index break_glass_of_place on break_glass (place);
create index break_glass_of_cell on break_glass (cell, opened_at);
call app.guard_inner('break_glass');
create policy see_own on break_glass for select to wulian_app using (account = nullif(current_setting('app.account', true), '')::uuid);
create trigger leave_trace after insert on break_glass for each row execute function app.leave_trace();
grant select on break_glass to wulian_app;

-- The post of this transaction, when it does casework.
create function app.own_casework_post() returns post language sql stable security definer set search_path = pg_catalog, public as $$
  select p from post p where p.id = app.current_post() and p.account = app.current_account() and p.role in ('worker', 'station_head', 'general_worker', 'general_supervisor')
    and current_setting('app.writes', true) = 'on'
$$;

-- A second factor given within ten minutes, in a session that is still his.
create function app.is_stepped_up(of_session uuid, at timestamptz) returns boolean language sql stable security definer set search_path = pg_catalog, public as $$
  select exists (select from session s where s.id = of_session and s.account = app.current_account() and s.ended_at is null and s.stepped_up_at >= at - interval '10 minutes')
$$;

-- Who is told of a dossier besides this account: its circle, and the supervisors of its county.
create function app.watchers(of_dossier uuid, but_account uuid, at timestamptz) returns table (post uuid, weight int4)
language sql stable security definer set search_path = pg_catalog, public as $$
  select p.id, max(case when p.role in ('station_head', 'general_supervisor') then 2 else 1 end) from resident_file f
  join post p on p.cell = f.cell and p.account <> but_account and p.ended_at is null and p.from_on <= (at at time zone 'Asia/Shanghai')::date
    and (p.until_on is null or p.until_on >= (at at time zone 'Asia/Shanghai')::date)
  where f.id = of_dossier and not app.in_conflict(p.account, f.id, at)
    and (exists (select from circle_member m where m.dossier = f.id and m.post = p.id and m.kind = 'circle' and m.from_at <= at and (m.until_at is null or m.until_at > at))
      or (p.role = 'general_supervisor' and exists (select from generate_series(1, array_length(p.reach, 1), 2) i where f.place between p.reach[i] and p.reach[i + 1])))
  group by p.id
$$;
-- Who judges: heads and supervisors among them; where there is none besides the one who opened, any of the circle.
create function app.reviewers(of_dossier uuid, but_account uuid, at timestamptz) returns setof uuid
language sql stable security definer set search_path = pg_catalog, public as $$
  select w.post from app.watchers(of_dossier, but_account, at) w
  where w.weight = (select max(o.weight) from app.watchers(of_dossier, but_account, at) o)
$$;

-- "此人有限定知悉的档案": only for an exact number, inside the asker's county, five times an hour and fifteen a day, with a fresh second factor.
-- Each question is kept and leaves a trace; those who watch over the dossier are told of it. Answers 'found', 'open' with the file for who is let in
-- already, 'several' for a phone shared by protected files, 'none' – also to somebody in conflict – or why it was not looked at all.
create function app.ask_protected(new_id uuid, of_session uuid, of_kind text, number_index bytea, number_text text, at timestamptz)
returns table (answer text, file uuid) language plpgsql security definer set search_path = pg_catalog, public as $$
declare me post := app.own_casework_post(); hits uuid[]; hit uuid; said text; told uuid[]; hit_place int8;
begin
  if me.id is null then return query select 'not-yours', null::uuid; return; end if;
  if not app.is_stepped_up(of_session, at) then return query select 'step-up', null::uuid; return; end if;
  perform 1 from account where id = me.account for update;
  if (select count(*) filter (where a.at > ask_protected.at - interval '1 hour') >= 5 or count(*) >= 15 from dossier_ask a
      where a.account = me.account and a.at > ask_protected.at - interval '1 day') then return query select 'too-many', null::uuid; return; end if;
  select array_agg(f.id) into hits from resident_file f
  where f.protected and f.cell = me.cell and f.merged_into is null and not app.in_conflict(me.account, f.id, ask_protected.at) and case of_kind
    when 'identity' then f.person = any (array(select unnest(array[p.id, p.merged_into, p.root]) from person p where p.identity_index = number_index))
    when 'phone' then f.id in (select x.dossier from protected_phone x where x.index = number_index)
    when 'file-no' then f.file_no = number_text end;
  if array_length(hits, 1) = 1 then hit := hits[1]; end if;
  said := case when hits is null then 'none' when hit is null then 'several' when exists (select from circle_member m where m.dossier = hit and m.post = me.id
    and m.from_at <= ask_protected.at and (m.until_at is null or m.until_at > ask_protected.at)) then 'open' else 'found' end;
  insert into dossier_ask (id, cell, account, post, at, kind, dossier) values (new_id, me.cell, me.account, me.id, ask_protected.at, of_kind, hit);
  insert into audit_leaf (account, post, act, subject, subject_id, cell, place, rows, digest)
  values (me.account, me.id, 'protected-asked', 'dossier', hit, me.cell, me.place, coalesce(array_length(hits, 1), 0), sha256(convert_to(of_kind || ' ' || new_id, 'UTF8')));
  if said = 'found' then
    select f.place into hit_place from resident_file f where f.id = hit;
    select array_agg(w.post) into told from app.watchers(hit, me.account, ask_protected.at) w;
    perform app.announce('notice.asked', new_id, me.cell, hit_place, jsonb_build_object('kind', 'glass-asked', 'posts', to_jsonb(told)));
  end if;
  return query select said, case when said = 'open' then hit end;
end $$;

-- Opens what a question of the last half hour found, for three hours. Answers 'open' with the file and until when, or why not.
create function app.break_glass(new_id uuid, of_ask uuid, of_session uuid, of_category text, sealed bytea, at timestamptz)
returns table (answer text, file uuid, until_at timestamptz) language plpgsql security definer set search_path = pg_catalog, public as $$
declare me post := app.own_casework_post(); q dossier_ask; f resident_file; ends timestamptz := at + interval '3 hours'; opener uuid := gen_random_uuid(); judges uuid[]; told uuid[];
begin
  if me.id is null then return query select 'not-yours', null::uuid, null::timestamptz; return; end if;
  if not app.is_stepped_up(of_session, at) then return query select 'step-up', null::uuid, null::timestamptz; return; end if;
  perform 1 from account where id = me.account for update;
  return query select 'open', g.dossier, m.until_at from break_glass g join circle_member m on m.id = g.member where g.id = new_id and g.account = me.account and g.ask = of_ask;
  if found then return; end if;
  if exists (select from break_glass g where g.account = me.account and g.reviewed_at is null) then return query select 'review-first', null::uuid, null::timestamptz; return; end if;
  select * into q from dossier_ask a where a.id = of_ask and a.account = me.account and a.at > break_glass.at - interval '30 minutes'
    and not exists (select from break_glass g where g.ask = of_ask);
  select * into f from resident_file where id = q.dossier and protected and cell = me.cell;
  if f.id is null or app.in_conflict(me.account, f.id, at) then return query select 'none', null::uuid, null::timestamptz; return; end if;
  insert into circle_member (id, cell, place, dossier, post, kind, from_at, until_at, why) values (opener, f.cell, me.place, f.id, me.id, 'break-glass', at, ends, of_category);
  insert into break_glass (id, cell, place, dossier, account, post, member, ask, category, reason_sealed, opened_at)
  values (new_id, f.cell, f.place, f.id, me.account, me.id, opener, of_ask, of_category, sealed, at);
  insert into audit_leaf (account, post, act, subject, subject_id, cell, place, rows, digest)
  values (me.account, me.id, 'break-glass-opened', 'dossier', f.id, f.cell, f.place, 1, sha256(convert_to(new_id || ' ' || of_category, 'UTF8')));
  select array_agg(r) into judges from app.reviewers(f.id, me.account, at) r;
  select array_agg(w.post) into told from app.watchers(f.id, me.account, at) w where w.post <> all (coalesce(judges, '{}'));
  perform app.announce('notice.asked', new_id, f.cell, f.place, jsonb_build_object('kind', 'glass-review', 'posts', to_jsonb(judges)));
  perform app.announce('notice.asked', new_id, f.cell, f.place, jsonb_build_object('kind', 'glass-opened', 'posts', to_jsonb(told)));
  return query select 'open', f.id, ends;
end $$;

-- What the post of this transaction watches over: openings, to judge or judged, of the last 90 days. The file itself only for its circle.
create function app.glass_watched(at timestamptz) returns table (id uuid, opened_at timestamptz, until_at timestamptz, category text, reason_sealed bytea, by_name text, by_title text,
  file_no text, file uuid, mine boolean, reviewed_at timestamptz, reviewed_by_name text, outcome text, review_sealed bytea)
language sql stable security definer set search_path = pg_catalog, public as $$
  select g.id, g.opened_at, m.until_at, g.category, g.reason_sealed, a.name, p.title, f.file_no,
    case when exists (select from circle_member c where c.dossier = g.dossier and c.post = me.id and c.kind = 'circle' and c.from_at <= at and (c.until_at is null or c.until_at > at)) then g.dossier end,
    me.id in (select app.reviewers(g.dossier, g.account, at)), g.reviewed_at, r.name, g.outcome, g.review_sealed
  from app.own_casework_post() me
  join break_glass g on g.cell = me.cell and (g.reviewed_at is null or g.opened_at > at - interval '90 days')
  join circle_member m on m.id = g.member join resident_file f on f.id = g.dossier join account a on a.id = g.account join post p on p.id = g.post
  left join account r on r.id = g.reviewed_by
  where me.id in (select w.post from app.watchers(g.dossier, g.account, at) w)
  order by g.reviewed_at is not null, g.opened_at desc limit 200
$$;

-- Questions of the last 30 days that found a dossier this post watches over, and led to no opening.
create function app.asks_watched(at timestamptz) returns table (id uuid, asked_at timestamptz, kind text, by_name text, by_title text, file_no text)
language sql stable security definer set search_path = pg_catalog, public as $$
  select q.id, q.at, q.kind, a.name, p.title, f.file_no
  from app.own_casework_post() me
  join dossier_ask q on q.cell = me.cell and q.dossier is not null and q.at > asks_watched.at - interval '30 days' and not exists (select from break_glass g where g.ask = q.id)
  join resident_file f on f.id = q.dossier and f.protected join account a on a.id = q.account join post p on p.id = q.post
  where me.id in (select w.post from app.watchers(q.dossier, q.account, asks_watched.at) w)
    and not exists (select from circle_member m where m.dossier = q.dossier and m.post = q.post and m.kind = 'circle' and m.from_at <= q.at and (m.until_at is null or m.until_at > q.at))
  order by q.at desc limit 100
$$;

-- Judged once, by somebody else. One that was not justified closes at once.
create function app.review_glass(of_id uuid, as_outcome text, sealed bytea, at timestamptz) returns text
language plpgsql security definer set search_path = pg_catalog, public as $$
declare me post := app.own_casework_post(); g break_glass;
begin
  select * into g from break_glass b where b.id = of_id for update;
  if g.id is null or me.id is null or me.id not in (select app.reviewers(g.dossier, g.account, at)) then return 'not-there'; end if;
  if g.reviewed_at is not null then return case when g.reviewed_by = me.account and g.outcome = as_outcome then 'reviewed' else 'reviewed-before' end; end if;
  update break_glass set reviewed_at = at, reviewed_by = me.account, outcome = as_outcome, review_sealed = sealed where id = of_id;
  if as_outcome = 'not-justified' then
    update circle_member set until_at = at where id = g.member and until_at > at;
    update history set protected = true where row_id = g.member and table_name = 'circle_member';
  end if;
  insert into audit_leaf (account, post, act, subject, subject_id, cell, place, rows, digest)
  values (me.account, me.id, 'break-glass-' || as_outcome, 'break_glass', of_id, g.cell, g.place, 1, sha256(convert_to(of_id || ' ' || as_outcome, 'UTF8')));
  perform app.announce('notice.asked', of_id, g.cell, g.place, jsonb_build_object('kind', 'glass-reviewed', 'posts', jsonb_build_array(g.post)));
  return 'reviewed';
end $$;
grant execute on function app.ask_protected, app.break_glass, app.glass_watched, app.asks_watched, app.review_glass to wulian_app;
