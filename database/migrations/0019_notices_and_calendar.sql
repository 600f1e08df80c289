-- Up Migration
-- What somebody is told, and what is due on which day.

-- One thing told to one post: a kind, an id and the time. No name, no word. Made from events, each once.
create table notice (
  id uuid not null,
  cell int4 not null,
  place int8 not null,
  post uuid not null,
  kind text not null check (kind ~ '^[a-z]+(-[a-z]+)*$'),
  about uuid not null,
  event_id bigint not null,
  made_at timestamptz not null,
  read_at timestamptz,
  primary key (id, cell),
  unique (post, kind, event_id)
);
create index notice_of_post on notice (post, made_at);
create index notice_by_age on notice (made_at);
alter table notice enable row level security;
alter table notice force row level security;
create policy owner_sees_all on notice to wulian_owner using (true) with check (true);
create policy see_own on notice for select to wulian_app using (post = nullif(current_setting('app.post', true), '')::uuid);
-- Also posts that write nothing else have read something.
create policy read_own on notice for update to wulian_app using (post = nullif(current_setting('app.post', true), '')::uuid) with check (post = nullif(current_setting('app.post', true), '')::uuid);
grant select, update (read_at) on notice to wulian_app;

-- Gives a notice to every post of today that is all the event says: one of these posts, this account's, of this station, of these roles.
-- An event that says nothing of this reaches nobody; whoever caused it knows already.
create function app.give_notices(of_event bigint, of_kind text, about_id uuid, to_whom jsonb, but_account uuid, at timestamptz, on_day date) returns int4
language sql security definer set search_path = pg_catalog, public as $$
  with given as (
    insert into notice (id, cell, place, post, kind, about, event_id, made_at)
    select gen_random_uuid(), p.cell, p.place, p.id, of_kind, about_id, of_event, at from post p
    where to_whom ?| array['posts', 'account', 'station'] and p.account is distinct from but_account
      and p.ended_at is null and p.from_on <= on_day and (p.until_on is null or p.until_on >= on_day)
      and (not to_whom ? 'posts' or to_whom -> 'posts' @> to_jsonb(p.id::text))
      and (not to_whom ? 'account' or p.account = (to_whom ->> 'account')::uuid)
      and (not to_whom ? 'station' or p.station = (to_whom ->> 'station')::uuid)
      and (not to_whom ? 'roles' or to_whom -> 'roles' @> to_jsonb(p.role))
    on conflict (post, kind, event_id) do nothing returning 1
  )
  select count(*)::int4 from given
$$;
create function app.forget_notices(before timestamptz) returns int4 language sql security definer set search_path = pg_catalog, public as
  $$ with gone as (delete from notice where made_at < before returning 1) select count(*)::int4 from gone $$;
grant execute on function app.give_notices, app.forget_notices to wulian_listener;

-- As before, and the head is told that something waits.
create or replace function app.keep_undelivered(session_token bytea, want_post uuid, at timestamptz, new_id uuid, new_route text, new_code text, new_body bytea)
returns uuid language plpgsql security definer set search_path = pg_catalog, public as $$
declare sender record;
begin
  select p.cell, p.place, p.station, a.id as account, a.name into sender
  from session s join account a on a.id = s.account and a.state = 'active'
  join post p on p.account = a.id and p.id = coalesce(want_post, s.post)
  where s.token_hash = session_token and s.stage = 'open' and s.ended_at is null and s.ends_at > at and p.station is not null;
  if not found then return null; end if;
  insert into undelivered (id, cell, place, dossier, station, sent_by, sent_by_name, received_at, route, code, body)
  values (new_id, sender.cell, sender.place, new_id, sender.station, sender.account, sender.name, at, new_route, new_code, new_body)
  on conflict do nothing;
  if found then
    perform app.announce('notice.asked', new_id, sender.cell, sender.place,
      jsonb_build_object('kind', 'undelivered', 'station', sender.station, 'roles', jsonb_build_array('station_head', 'general_supervisor')));
  end if;
  return new_id;
end $$;

-- 到期: everything with a day on which somebody has to have done something, one row each, read with the rights of the reader. A module that has such
-- days adds its own select with these columns. `account`: whose it is, nobody's yet when null.
create view due_thing with (security_invoker = true) as
  select 'duty'::text as kind, d.id, d.cell, d.place, d.station, d.dossier, d.protected, greatest(d.due_on, d.put_off_to) as due_on, d.worker as account
  from duty d where d.closed_on is null
  union all
  select 'need', n.id, n.cell, n.place, n.station, n.dossier, n.protected, n.due_on, n.owner
  from need n where n.state <> 'closed' and n.due_on is not null and n.voided_at is null;
grant select on due_thing to wulian_app;

-- The secret address under which a calendar reads what is due to one account, from the post it was made from. Only the hash is kept.
create table calendar_feed (
  id uuid not null,
  cell int4 not null,
  place int8 not null,
  account uuid not null,
  post uuid not null,
  token_hash bytea not null unique check (length(token_hash) = 32),
  made_at timestamptz not null,
  revoked_at timestamptz,
  read_at timestamptz,
  -- Reads since an hour began.
  hour_at timestamptz,
  reads int4 not null default 0,
  primary key (id, cell),
  unique (id)
);
create unique index one_feed on calendar_feed (account) where revoked_at is null;
create index feed_of_account on calendar_feed (account);
create index feed_of_place on calendar_feed (place);
alter table calendar_feed enable row level security;
alter table calendar_feed force row level security;
create policy owner_sees_all on calendar_feed to wulian_owner using (true) with check (true);
create policy see_own on calendar_feed for select to wulian_app using (account = nullif(current_setting('app.account', true), '')::uuid);
create policy make_own on calendar_feed for insert to wulian_app with check (account = nullif(current_setting('app.account', true), '')::uuid and post = nullif(current_setting('app.post', true), '')::uuid);
create policy revoke_own on calendar_feed for update to wulian_app using (account = nullif(current_setting('app.account', true), '')::uuid);
create trigger leave_trace after insert on calendar_feed for each row execute function app.leave_trace();
grant select (id, account, post, made_at, revoked_at, read_at) on calendar_feed to wulian_app;
grant insert (id, cell, place, account, post, token_hash, made_at) on calendar_feed to wulian_app;
grant update (revoked_at) on calendar_feed to wulian_app;

-- Whose calendar an address reads; nothing when it was revoked. Sixty reads an hour: after that only how long to wait.
create function app.open_feed(hash bytea, at timestamptz) returns table (account uuid, post uuid, wait_seconds int4)
language plpgsql security definer set search_path = pg_catalog, public as $$
declare f calendar_feed;
begin
  select * into f from calendar_feed c where c.token_hash = hash and c.revoked_at is null for update;
  if f.id is null then return; end if;
  if f.hour_at is null or f.hour_at <= at - interval '1 hour' then
    f.hour_at := at;
    f.reads := 0;
  end if;
  if f.reads >= 60 then return query select null::uuid, null::uuid, ceil(extract(epoch from f.hour_at + interval '1 hour' - at))::int4; return; end if;
  update calendar_feed c set hour_at = f.hour_at, reads = f.reads + 1, read_at = at where c.id = f.id;
  return query select f.account, f.post, 0;
end $$;
grant execute on function app.open_feed to wulian_app;
