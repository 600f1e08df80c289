-- Up Migration
-- 提醒推送: the browser of somebody who wants to be woken. It is told a number, never a name; what it is about stands in the notices, behind the sign-in.

-- A report that has to be made at once is told apart from a time limit that passed; a town's office is told of its town.
create or replace function app.tell_clocks(at timestamptz, at_most int4 default 500) returns int4
language plpgsql security definer set search_path = pg_catalog, public as $$
declare c record; told int4 := 0; upcoming timestamptz; roles text[]; posts uuid[];
begin
  for c in select * from clock where done_at is null and next_tell_at <= at order by next_tell_at limit at_most for update skip locked loop
    roles := array(select distinct role from jsonb_array_elements(c.tells) t, jsonb_array_elements_text(t -> 'who') role where (t ->> 'at')::timestamptz <= at);
    posts := array(select p.id from post p where p.ended_at is null and p.from_on <= at::date and (p.until_on is null or p.until_on >= at::date) and p.role = any (roles)
      and case when p.role = 'worker' then p.account = c.worker when p.role in ('general_worker', 'general_supervisor', 'county_bureau') then p.cell = c.cell when p.role in ('township_office', 'township_leader') then p.place = c.place / 1000 * 1000 else p.station = c.station end);
    perform app.announce('clock.tells', c.service, c.cell, c.place, jsonb_build_object('clock', c.id, 'method', c.method, 'key', c.key, 'station', c.station, 'dueAt', c.due_at, 'who', to_jsonb(roles)));
    if cardinality(posts) > 0 then
      perform app.announce('notice.asked', c.service, c.cell, c.place, jsonb_build_object('posts', to_jsonb(posts), 'kind',
        case when c.remind_minutes is not null then 'clock-urgent' when c.due_at < at then 'clock-late' else 'clock-runs' end));
    end if;
    select min((t ->> 'at')::timestamptz) into upcoming from jsonb_array_elements(c.tells) t where (t ->> 'at')::timestamptz > at;
    if c.remind_minutes is not null then upcoming := least(coalesce(upcoming, 'infinity'), at + make_interval(mins => c.remind_minutes)); end if;
    update clock set next_tell_at = upcoming where id = c.id and cell = c.cell;
    told := told + 1;
  end loop;
  return told;
end $$;

-- One browser of one session. The address a push service gave is sealed: who holds it may wake that browser.
create table push_subscription (
  id uuid not null,
  cell int4 not null,
  place int8 not null,
  account uuid not null,
  session uuid not null,
  sealed bytea not null,
  endpoint_hash bytea not null unique check (length(endpoint_hash) = 32),
  language text not null check (language in ('zh', 'en')),
  -- By the clock of China, full hours: nothing but what cannot wait is told from the one to the other; equal hours: never quiet.
  quiet_from int2 not null check (quiet_from between 0 and 23),
  quiet_until int2 not null check (quiet_until between 0 and 23),
  made_at timestamptz not null,
  -- Up to when it has been told of what can wait, and of what cannot.
  told_at timestamptz not null,
  woken_at timestamptz not null,
  failures int4 not null default 0,
  next_try_at timestamptz,
  primary key (id, cell),
  unique (id),
  unique (session, cell)
);
create index push_subscription_of_account on push_subscription (account);
create index push_subscription_of_place on push_subscription (place);
alter table push_subscription enable row level security;
alter table push_subscription force row level security;
create policy owner_sees_all on push_subscription to wulian_owner using (true) with check (true);
create policy see_own on push_subscription for select to wulian_app using (account = nullif(current_setting('app.account', true), '')::uuid);
create policy make_own on push_subscription for insert to wulian_app with check (account = nullif(current_setting('app.account', true), '')::uuid);
create policy end_own on push_subscription for delete to wulian_app using (account = nullif(current_setting('app.account', true), '')::uuid);
create trigger leave_trace after insert on push_subscription for each row execute function app.leave_trace();
grant select (id, account, session, quiet_from, quiet_until, made_at), insert (id, cell, place, account, session, sealed, endpoint_hash, language, quiet_from, quiet_until, made_at, told_at, woken_at), delete on push_subscription to wulian_app;

-- A browser is one person's at a time: who has its address takes it over.
create function app.release_push(hash bytea) returns void language sql security definer set search_path = pg_catalog, public as
  $$ delete from push_subscription where endpoint_hash = hash $$;
grant execute on function app.release_push to wulian_app;

-- Who is to be woken now, with a number. Sessions that were ended, closed accounts and posts that are over are not. What can wait is told at most
-- every ten minutes, and not in quiet hours.
create function app.pushes_due(at timestamptz, at_most int4) returns table (id uuid, account uuid, sealed bytea, language text, unread int4, urgent int4)
language sql stable security definer set search_path = pg_catalog, public as $$
  select s.id, s.account, s.sealed, s.language, n.unread, n.urgent
  from push_subscription s
  join account a on a.id = s.account and a.state = 'active'
  join session z on z.id = s.session and z.ended_at is null
  cross join lateral (select extract(hour from at at time zone 'Asia/Shanghai')::int4 as hour) h
  cross join lateral (select case when s.quiet_from <= s.quiet_until then h.hour >= s.quiet_from and h.hour < s.quiet_until else h.hour >= s.quiet_from or h.hour < s.quiet_until end as quiet) q
  cross join lateral (
    select count(*) filter (where not u.cannot_wait and x.made_at > s.told_at and not q.quiet and s.told_at <= at - interval '10 minutes')::int4 as unread, count(*) filter (where u.cannot_wait and x.made_at > s.woken_at)::int4 as urgent
    from post p join notice x on x.post = p.id and x.read_at is null and x.made_at > least(s.told_at, s.woken_at) and x.made_at <= at
    cross join lateral (select x.kind in ('clock-urgent', 'glass-opened') as cannot_wait) u
    where p.account = s.account and p.ended_at is null and p.from_on <= at::date and (p.until_on is null or p.until_on >= at::date)) n
  where (s.next_try_at is null or s.next_try_at <= at) and n.unread + n.urgent > 0
  order by n.urgent desc, s.told_at limit at_most
$$;

-- What became of it: told, not reached, or gone for good. One that is never reached is tried ever more seldom and then forgotten.
create function app.push_went(of_subscription uuid, at timestamptz, unread int4, urgent int4, outcome text) returns void
language plpgsql security definer set search_path = pg_catalog, public as $$
begin
  if outcome = 'told' then
    update push_subscription set told_at = case when unread > 0 then at else told_at end, woken_at = case when urgent > 0 then at else woken_at end, failures = 0, next_try_at = null where id = of_subscription;
  elsif outcome = 'gone' then
    delete from push_subscription where id = of_subscription;
  else
    update push_subscription set failures = failures + 1, next_try_at = at + make_interval(mins => least(2 ^ failures, 1440)::int4) where id = of_subscription;
    delete from push_subscription where id = of_subscription and failures > 20;
  end if;
end $$;
create function app.forget_pushes(at timestamptz) returns int4 language sql security definer set search_path = pg_catalog, public as $$
  with gone as (delete from push_subscription s using session z where z.id = s.session and z.ended_at is not null returning 1) select count(*)::int4 from gone
$$;
grant execute on function app.pushes_due, app.push_went, app.forget_pushes to wulian_listener;
