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
  version int4 not null default 1,
  primary key (id, cell),
  unique (id),
  unique (sign_in_name)
);
create index account_of_place on account (place, name);
call app.guard_network('account');
call app.trace('account');
-- One's own account is always visible, wherever one's post lies.
create policy see_own on account for select to wulian_app using (id = nullif(current_setting('app.account', true), '')::uuid);
grant select, insert on account to wulian_app;
grant update (name, phone_mask, state, version) on account to wulian_app;

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
grant update (title, until_on, version) on post to wulian_app;

-- Password hash, second factors, PIN. Only definer functions read it.
create table account_secret (
  account uuid primary key,
  password_hash text not null,
  totp_sealed bytea,
  totp_last_step int8 not null default 0,
  code_card bytea[] not null default '{}',
  pin_hash text,
  failed int4 not null default 0,
  locked_until timestamptz,
  must_change boolean not null default false
);
call app.guard_inner('account_secret');
create policy own_while_signing_in on account_secret to wulian_app
  using (account = nullif(current_setting('app.signing_in', true), '')::uuid)
  with check (account = nullif(current_setting('app.signing_in', true), '')::uuid);
grant select, insert, update on account_secret to wulian_app;

create table trusted_device (
  token_hash bytea primary key,
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
-- Once inside, one's own sessions can be listed and ended.
create policy see_own on session for select to wulian_app using (account = nullif(current_setting('app.account', true), '')::uuid);
create policy end_own on session for update to wulian_app using (account = nullif(current_setting('app.account', true), '')::uuid)
  with check (account = nullif(current_setting('app.account', true), '')::uuid);
grant select, insert, update on session to wulian_app;

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
returns table (session uuid, stage text, account uuid, account_name text, post uuid, role text, people text, writes boolean,
  audits boolean, post_place int8, cell int4, station uuid, organisation uuid, contract uuid, reach int8[], stepped_up_at timestamptz)
language sql stable security definer set search_path = pg_catalog, public as $$
  select s.id, s.stage, a.id, a.name, p.id, p.role, r.people, r.writes, r.audits, p.place, p.cell, p.station, p.organisation,
    p.contract, p.reach, s.stepped_up_at
  from session s
  join account a on a.id = s.account and a.state = 'active'
  left join post p on p.account = a.id and p.id = coalesce(want_post, s.post) and p.from_on <= on_day and (p.until_on is null or p.until_on >= on_day)
  left join role r on r.key = p.role
  where s.token_hash = session_token and s.ended_at is null and s.ends_at > at
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

grant execute on function app.enter, app.account_named, app.admit to wulian_app;

-- The same for a job: the post must still be held on the day it runs.
create function app.enter_for_job(of_account uuid, of_post uuid, on_day date)
returns table (session uuid, account uuid, account_name text, post uuid, role text, people text, writes boolean,
  audits boolean, post_place int8, cell int4, station uuid, organisation uuid, contract uuid, reach int8[], stepped_up_at timestamptz)
language sql stable security definer set search_path = pg_catalog, public as $$
  select null::uuid, a.id, a.name, p.id, p.role, r.people, r.writes, r.audits, p.place, p.cell, p.station, p.organisation, p.contract, p.reach, null::timestamptz
  from account a
  join post p on p.account = a.id and p.id = of_post and p.from_on <= on_day and (p.until_on is null or p.until_on >= on_day)
  join role r on r.key = p.role
  where a.id = of_account and a.state = 'active'
$$;
grant execute on function app.enter_for_job to wulian_app;
