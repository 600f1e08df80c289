-- Up Migration
-- Who signs in, from which post, and how far a post reaches.

-- What a role may see of people, and whether it writes. 'masked': rows, but no names and no words.
create table role (
  key text primary key,
  people text not null check (people in ('full', 'masked', 'none')),
  writes boolean not null,
  audits boolean not null default false
);
call app.guard_reference('role');
grant select on role to wulian_app;
insert into role (key, people, writes, audits) values
  ('worker', 'full', true, false), ('station_head', 'full', true, false),
  ('general_worker', 'full', true, false), ('general_supervisor', 'full', true, false),
  ('village_cadre', 'full', true, false), ('child_director', 'full', true, false),
  ('agency_manager', 'none', false, false), ('agency_finance', 'none', false, false),
  ('township_office', 'masked', true, false), ('township_leader', 'none', false, false),
  ('county_bureau', 'masked', true, false), ('city_bureau', 'none', true, false), ('party_department', 'none', false, false),
  ('evaluator', 'none', false, false), ('auditor', 'none', false, true), ('administrator', 'none', true, false);

create table account (
  id uuid not null,
  cell int4 not null,
  place int8 not null,
  name text not null check (length(name) between 1 and 40),
  sign_in_name text not null check (sign_in_name ~ '^[a-z0-9._-]{2,40}$'),
  phone_mask text,
  state text not null default 'active' check (state in ('active', 'closed')),
  closed_at timestamptz,
  closed_why text check (length(closed_why) between 2 and 200),
  version int4 not null default 1,
  primary key (id, cell),
  unique (id),
  unique (sign_in_name)
);
create index account_of_place on account (place, name, id);
call app.guard_network('account');
call app.trace('account');
-- One's own account is always visible, wherever one's post lies.
create policy see_own on account for select to wulian_app using (id = nullif(current_setting('app.account', true), '')::uuid);
grant select, insert on account to wulian_app;
grant update (name, phone_mask, state, closed_at, closed_why, version) on account to wulian_app;

create table post (
  id uuid not null,
  cell int4 not null,
  place int8 not null,
  account uuid not null,
  role text not null references role,
  organisation uuid,
  station uuid,
  contract uuid,
  title text not null check (length(title) between 1 and 60),
  -- One to four ranges: from, to, from, to …
  reach int8[] not null check (array_length(reach, 1) in (2, 4, 6, 8)),
  from_on date not null,
  until_on date,
  -- Set when a post is taken away at once: nothing more can be done from it, today included.
  ended_at timestamptz,
  version int4 not null default 1,
  primary key (id, cell),
  unique (id),
  foreign key (account, cell) references account (id, cell) deferrable,
  check (until_on >= from_on)
);
create index post_of_account on post (account);
create index post_of_place on post (place, role);
create index post_of_station on post (station);
call app.guard_network('post');
call app.trace('post');
create policy see_own on post for select to wulian_app using (account = nullif(current_setting('app.account', true), '')::uuid);
grant select, insert on post to wulian_app;
grant update (title, until_on, ended_at, version) on post to wulian_app;

-- A post given through the server reaches no further than its giver, whatever the service decided.
create function app.check_reach_of_post() returns trigger language plpgsql set search_path = pg_catalog, public as $$
declare i int := 1; n int; held boolean;
begin
  if current_user <> 'wulian_app' then return new; end if;
  while i < array_length(new.reach, 1) loop
    held := false;
    for n in 1..4 loop
      held := held or coalesce(new.reach[i] >= nullif(current_setting('app.reach_from' || n, true), '')::int8
        and new.reach[i + 1] <= nullif(current_setting('app.reach_to' || n, true), '')::int8 and new.reach[i] <= new.reach[i + 1], false);
    end loop;
    if not held then raise exception 'a post beyond the reach of its giver' using errcode = '42501'; end if;
    i := i + 2;
  end loop;
  return new;
end $$;
create trigger no_wider_than_giver before insert on post for each row execute function app.check_reach_of_post();

-- 三权分立: who administers the system does not audit it. Counts posts its giver cannot see; locks the account, so that two givers wait.
create function app.keep_powers_apart() returns trigger language plpgsql security definer set search_path = pg_catalog, public as $$
begin
  if new.role not in ('administrator', 'auditor') then return new; end if;
  perform 1 from account where id = new.account for update;
  if exists (select from post p where p.account = new.account and p.id <> new.id and p.role in ('administrator', 'auditor') and p.role <> new.role
      and p.ended_at is null and (p.until_on is null or p.until_on >= new.from_on)) then
    raise exception 'administrator and auditor in one hand' using errcode = '23514', constraint = 'powers_apart';
  end if;
  return new;
end $$;
create trigger keep_powers_apart before insert on post for each row execute function app.keep_powers_apart();

-- Password hash, second factors, PIN. Only their owner's own sign-in and definer functions read them.
create table account_secret (
  account uuid primary key,
  password_hash text not null,
  totp_sealed bytea,
  -- Shown as a QR code, not yet confirmed by a code.
  totp_waiting_sealed bytea,
  -- The newest step that was used: an equal or older one is refused.
  totp_last_step int8 not null default 0,
  code_card bytea[] not null default '{}',
  pin_hash text,
  must_change boolean not null default false,
  made_at timestamptz not null default clock_timestamp(),
  signed_in_at timestamptz
);
call app.guard_inner('account_secret');
create policy own_while_signing_in on account_secret to wulian_app
  using (account = nullif(current_setting('app.signing_in', true), '')::uuid)
  with check (account = nullif(current_setting('app.signing_in', true), '')::uuid);
grant select, insert, update on account_secret to wulian_app;

create table trusted_device (
  id uuid primary key,
  token_hash bytea not null unique,
  account uuid not null,
  name text not null,
  until_at timestamptz not null,
  made_at timestamptz not null
);
create index trusted_device_of_account on trusted_device (account);
call app.guard_inner('trusted_device');
create policy own_while_signing_in on trusted_device to wulian_app
  using (account = nullif(current_setting('app.signing_in', true), '')::uuid)
  with check (account = nullif(current_setting('app.signing_in', true), '')::uuid);
grant select, insert, delete on trusted_device to wulian_app;

create table session (
  id uuid primary key,
  token_hash bytea not null unique,
  account uuid not null,
  post uuid,
  stage text not null check (stage in ('second-factor', 'open', 'locked')),
  device_name text not null,
  made_at timestamptz not null,
  seen_at timestamptz not null,
  -- An open session nobody used for so long counts as locked.
  lock_minutes int4 not null default 5 check (lock_minutes > 0),
  ends_at timestamptz not null,
  ended_at timestamptz,
  pin_failed int4 not null default 0,
  stepped_up_at timestamptz
);
create index session_of_account on session (account) where ended_at is null;
call app.guard_inner('session');
create policy own_while_signing_in on session to wulian_app
  using (account = nullif(current_setting('app.signing_in', true), '')::uuid)
  with check (account = nullif(current_setting('app.signing_in', true), '')::uuid);
grant select, insert, update on session to wulian_app;

-- Tries to sign in, by keyed hash of a name, an account's second factor or an address. Names nobody holds are counted too:
-- a lock-out only for names that exist would tell which exist.
create table sign_in_try (
  key bytea primary key,
  tries int4 not null,
  last_at timestamptz not null,
  locked_until timestamptz
);
create index sign_in_try_old on sign_in_try (last_at);
call app.guard_inner('sign_in_try');

-- Counts a try before it is judged, so that many at once cannot slip through. `locked`: until when no try is taken. `left_over`: how
-- many more may fail after this one.
create function app.begin_try(of_key bytea, at timestamptz, most int4, minutes int4) returns table (locked timestamptz, left_over int4)
language plpgsql security definer set search_path = pg_catalog, public as $$
declare t sign_in_try; pause interval := make_interval(mins => minutes);
begin
  delete from sign_in_try where key in (select key from sign_in_try where last_at < at - interval '2 days' limit 20 for update skip locked);
  insert into sign_in_try (key, tries, last_at) values (of_key, 0, at) on conflict (key) do nothing;
  select * into t from sign_in_try where key = of_key for update;
  if t.locked_until > at then return query select t.locked_until, 0; return; end if;
  if t.locked_until is not null or t.last_at < at - pause then t.tries := 0; end if;
  update sign_in_try set tries = t.tries + 1, last_at = at, locked_until = case when t.tries + 1 >= most then at + pause end where key = of_key;
  return query select null::timestamptz, most - t.tries - 1;
end $$;
-- A right one starts the count afresh; of an address only the try itself is given back.
create function app.clear_try(of_key bytea) returns void language sql security definer set search_path = pg_catalog, public as
  $$ delete from sign_in_try where key = of_key $$;
create function app.give_try_back(of_key bytea) returns void language sql security definer set search_path = pg_catalog, public as
  $$ update sign_in_try set tries = greatest(tries - 1, 0), locked_until = null where key = of_key $$;

-- Why a head gave somebody a new password and code card, in a word of the list and in his own.
create table account_reset (
  id uuid not null,
  cell int4 not null,
  place int8 not null,
  account uuid not null,
  reason text not null check (reason in ('forgot-password', 'lost-phone', 'lost-card', 'locked-out', 'new-device', 'suspected-misuse')),
  words text not null check (length(words) between 2 and 200),
  made_by uuid not null,
  made_by_name text not null,
  made_at timestamptz not null,
  primary key (id, cell),
  unique (id),
  foreign key (account, cell) references account (id, cell)
);
create index account_reset_of_account on account_reset (account, made_at);
create index account_reset_of_place on account_reset (place, made_at);
call app.guard_network('account_reset');
call app.trace('account_reset');
grant select, insert on account_reset to wulian_app;

-- Who may open a protected dossier, or one shared from elsewhere.
create table circle_member (
  id uuid not null,
  cell int4 not null,
  place int8 not null,
  dossier uuid not null,
  post uuid not null,
  kind text not null check (kind in ('circle', 'share', 'break-glass')),
  from_at timestamptz not null,
  until_at timestamptz,
  why text not null,
  primary key (id, cell),
  unique (id)
);
create index circle_of_dossier on circle_member (dossier, post);
create index circle_of_post on circle_member (post, from_at);
create index circle_of_place on circle_member (place);
alter table circle_member enable row level security;
alter table circle_member force row level security;
create policy owner_sees_all on circle_member to wulian_owner using (true) with check (true);
create policy see_own on circle_member for select to wulian_app using (post = nullif(current_setting('app.post', true), '')::uuid);
create trigger leave_trace after insert or update on circle_member for each row execute function app.leave_trace();
grant select on circle_member to wulian_app;

-- Verifies a session and one of its account's posts; says how far the post reaches. Nothing found: nothing returned.
create function app.enter(session_token bytea, want_post uuid, at timestamptz, on_day date)
returns table (session uuid, stage text, account uuid, account_name text, must_change boolean, seen_at timestamptz, post uuid, role text, people text,
  writes boolean, audits boolean, post_place int8, cell int4, station uuid, organisation uuid, contract uuid, reach int8[], stepped_up_at timestamptz)
language sql stable security definer set search_path = pg_catalog, public as $$
  select s.id, case when s.stage = 'open' and s.seen_at < at - make_interval(mins => s.lock_minutes) then 'locked' else s.stage end,
    a.id, a.name, coalesce(x.must_change, false), s.seen_at, p.id, p.role, r.people, r.writes, r.audits, p.place, p.cell, p.station, p.organisation,
    p.contract, p.reach, s.stepped_up_at
  from session s
  join account a on a.id = s.account and a.state = 'active'
  left join account_secret x on x.account = a.id
  left join post p on p.account = a.id and p.id = coalesce(want_post, s.post) and p.from_on <= on_day and (p.until_on is null or p.until_on >= on_day)
    and p.ended_at is null
  left join role r on r.key = p.role
  where s.token_hash = session_token and s.ended_at is null and s.ends_at > at
$$;

-- Notes that a session was used, at most once a minute. One that idled too long is not woken by it.
create function app.touch_session(of_session uuid, at timestamptz) returns void language sql security definer set search_path = pg_catalog, public as $$
  update session set seen_at = at where id = of_session and stage = 'open' and ended_at is null and seen_at < at - interval '1 minute'
    and seen_at >= at - make_interval(mins => lock_minutes)
$$;

-- Ends the session a browser still carries when somebody signs in anew. The token is the permission.
create function app.end_session(session_token bytea, at timestamptz) returns void language sql security definer set search_path = pg_catalog, public as
  $$ update session set ended_at = at where token_hash = session_token and ended_at is null $$;

-- The posts a person may speak from, with the names of place and station; the stations themselves stay behind their policy.
create function app.own_posts(on_day date) returns table (id uuid, role text, title text, place int8, place_name text, station uuid, station_name text)
language sql stable security definer set search_path = pg_catalog, public as $$
  select p.id, p.role, p.title, p.place, coalesce(l.name, ''), p.station, s.name
  from post p left join place l on l.code = p.place left join station s on s.id = p.station
  where p.account = app.current_account() and p.from_on <= on_day and (p.until_on is null or p.until_on >= on_day) and p.ended_at is null
  order by p.from_on desc, p.id
$$;

-- Account and state for a sign-in name, so that the server may enter its sign-in step. Answers nothing else.
create function app.account_named(wanted text) returns uuid language sql stable security definer set search_path = pg_catalog, public as
  $$ select id from account where sign_in_name = wanted and state = 'active' $$;

-- Checks circle, share or unexpired break-glass for the post of this transaction; leaves a trace; true when the dossier may be opened.
create function app.admit(to_dossier uuid, at timestamptz) returns boolean
language plpgsql security definer set search_path = pg_catalog, public as $$
declare found_kind text;
begin
  select m.kind into found_kind from circle_member m
  where m.dossier = to_dossier and m.post = app.current_post() and m.from_at <= at and (m.until_at is null or m.until_at > at)
  order by m.kind limit 1;
  insert into audit_leaf (account, post, act, subject, subject_id, rows, digest)
  values (app.current_account(), app.current_post(), case when found_kind is null then 'admission-refused' else 'admitted-by-' || found_kind end,
    'dossier', to_dossier, case when found_kind is null then 0 else 1 end, sha256(convert_to(to_dossier::text, 'UTF8')));
  return found_kind is not null;
end $$;

grant execute on function app.enter, app.account_named, app.admit, app.begin_try, app.clear_try, app.give_try_back, app.touch_session, app.end_session,
  app.own_posts to wulian_app;

-- What one may do to another's sign-in, and only to accounts in reach of the post one writes from.
do $$ begin
  -- Gives a new password hash and code card in place of every earlier secret.
  execute format($f$ create function app.renew_secret(of_account uuid, new_password_hash text, new_code_card bytea[], at timestamptz) returns boolean
    language plpgsql security definer set search_path = pg_catalog, public as $b$
    begin
      if not exists (select from account where id = of_account and %1$s and %2$s) then return false; end if;
      insert into account_secret (account, password_hash, code_card, must_change, made_at) values (of_account, new_password_hash, new_code_card, true, at)
      on conflict (account) do update set password_hash = excluded.password_hash, code_card = excluded.code_card, must_change = true,
        totp_sealed = null, totp_waiting_sealed = null, pin_hash = null;
      return true;
    end $b$ $f$, app.may_write(), app.in_range('reach'));
  -- Ends every session and forgets every trusted device.
  execute format($f$ create function app.end_access(of_account uuid, at timestamptz) returns int4
    language plpgsql security definer set search_path = pg_catalog, public as $b$
    declare ended int4;
    begin
      if not exists (select from account where id = of_account and %1$s and %2$s) then return 0; end if;
      update session set ended_at = at where account = of_account and ended_at is null;
      get diagnostics ended = row_count;
      delete from trusted_device where account = of_account;
      return ended;
    end $b$ $f$, app.may_write(), app.in_range('reach'));
  -- Every role an account holds, also where the asker cannot look, and whether that post lies within his reach.
  execute format($f$ create function app.roles_held(of_account uuid, on_day date) returns table (role text, within boolean)
    language sql stable security definer set search_path = pg_catalog, public as $b$
    select p.role, coalesce(%1$s, false) from post p
    where p.account = of_account and p.ended_at is null and (p.until_on is null or p.until_on >= on_day)
      and exists (select from account a where a.id = of_account and %2$s)
    $b$ $f$, app.in_range('reach', 'p.place'), app.in_range('reach', 'a.place'));
  -- When accounts in reach last signed in; a new one counts from the day it was given.
  execute format($f$ create function app.last_sign_ins() returns table (account uuid, signed_in_at timestamptz, quiet_since timestamptz)
    language sql stable security definer set search_path = pg_catalog, public as $b$
    select a.id, x.signed_in_at, coalesce(x.signed_in_at, x.made_at) from account a join account_secret x on x.account = a.id where %1$s
    $b$ $f$, app.in_range('reach', 'a.place'));
end $$;
grant execute on function app.renew_secret, app.end_access, app.roles_held, app.last_sign_ins to wulian_app;

-- The same for a job: the post must still be held on the day it runs.
create function app.enter_for_job(of_account uuid, of_post uuid, on_day date)
returns table (session uuid, account uuid, account_name text, post uuid, role text, people text, writes boolean,
  audits boolean, post_place int8, cell int4, station uuid, organisation uuid, contract uuid, reach int8[], stepped_up_at timestamptz)
language sql stable security definer set search_path = pg_catalog, public as $$
  select null::uuid, a.id, a.name, p.id, p.role, r.people, r.writes, r.audits, p.place, p.cell, p.station, p.organisation, p.contract, p.reach, null::timestamptz
  from account a
  join post p on p.account = a.id and p.id = of_post and p.from_on <= on_day and (p.until_on is null or p.until_on >= on_day)
    and p.ended_at is null
  join role r on r.key = p.role
  where a.id = of_account and a.state = 'active'
$$;
grant execute on function app.enter_for_job to wulian_app;
