-- Up Migration
-- What every later table stands on: reach, policies, history, audit, events, sealed keys.
create schema app;
grant usage on schema app to wulian_app, wulian_listener, wulian_counter;
-- A function is closed until a migration opens it.
alter default privileges revoke execute on functions from public;

-- Four ranges of 12-digit places as set by platform/database at the start of a transaction.
-- kind 'reach': stations, contracts, figures. kind 'people': files of residents and all that hangs on them.
create function app.in_range(kind text, place_column text default 'place') returns text language sql immutable as $$
  select '(' || string_agg(format(
    '%1$s between nullif(current_setting(''app.%2$s_from%3$s'', true), '''')::int8 and nullif(current_setting(''app.%2$s_to%3$s'', true), '''')::int8',
    place_column, kind, n), ' or ' order by n) || ')'
  from generate_series(1, 4) n
$$;
comment on function app.in_range is 'The text of the one reach condition. Used when policies are made, never while rows are read.';

-- Rows in reach and not protected, or rows of a dossier that app.admit opened for this transaction.
create function app.may_see_people() returns text language sql immutable as $$
  select '((not protected and ' || app.in_range('people') || ') or dossier = any (nullif(current_setting(''app.admitted'', true), '''')::uuid[]))'
$$;

create function app.may_write() returns text language sql immutable as $$
  select '(current_setting(''app.writes'', true) = ''on'')'
$$;

-- Row security for a table about people: place, dossier and protected decide.
create procedure app.guard_people(table_name regclass) language plpgsql as $$
begin
  execute format('alter table %s enable row level security', table_name);
  execute format('alter table %s force row level security', table_name);
  execute format('create policy see_people_in_reach on %s for select to wulian_app using (%s)', table_name, app.may_see_people());
  execute format('create policy add_people_in_reach on %s for insert to wulian_app with check (%s and %s)', table_name, app.may_write(), app.may_see_people());
  execute format('create policy change_people_in_reach on %s for update to wulian_app using (%s and %s) with check (%s)',
    table_name, app.may_write(), app.may_see_people(), app.may_see_people());
  execute format('create policy owner_sees_all on %s to wulian_owner using (true) with check (true)', table_name);
  execute format('create policy counter_counts on %s for select to wulian_counter using (true)', table_name);
  execute format('create policy listener_follows on %s for select to wulian_listener using (true)', table_name);
end $$;

-- Row security for a table about the network (stations, contracts, figures): place alone decides.
create procedure app.guard_network(table_name regclass) language plpgsql as $$
begin
  execute format('alter table %s enable row level security', table_name);
  execute format('alter table %s force row level security', table_name);
  execute format('create policy see_in_reach on %s for select to wulian_app using (%s)', table_name, app.in_range('reach'));
  execute format('create policy add_in_reach on %s for insert to wulian_app with check (%s and %s)', table_name, app.may_write(), app.in_range('reach'));
  execute format('create policy change_in_reach on %s for update to wulian_app using (%s and %s) with check (%s)',
    table_name, app.may_write(), app.in_range('reach'), app.in_range('reach'));
  execute format('create policy owner_sees_all on %s to wulian_owner using (true) with check (true)', table_name);
  execute format('create policy counter_counts on %s for select to wulian_counter using (true)', table_name);
  execute format('create policy listener_follows on %s for select to wulian_listener using (true)', table_name);
end $$;

-- Row security for what everybody signed in may read and nobody may write through the server.
create procedure app.guard_reference(table_name regclass) language plpgsql as $$
begin
  execute format('alter table %s enable row level security', table_name);
  execute format('alter table %s force row level security', table_name);
  execute format('create policy everybody_reads on %s for select to wulian_app, wulian_listener, wulian_counter using (true)', table_name);
  execute format('create policy owner_sees_all on %s to wulian_owner using (true) with check (true)', table_name);
end $$;

-- Row security for what only definer functions touch.
create procedure app.guard_inner(table_name regclass) language plpgsql as $$
begin
  execute format('alter table %s enable row level security', table_name);
  execute format('alter table %s force row level security', table_name);
  execute format('create policy owner_sees_all on %s to wulian_owner using (true) with check (true)', table_name);
end $$;

create function app.current_account() returns uuid language sql stable as
  $$ select nullif(current_setting('app.account', true), '')::uuid $$;
create function app.current_post() returns uuid language sql stable as
  $$ select nullif(current_setting('app.post', true), '')::uuid $$;

grant execute on function app.current_account, app.current_post to wulian_app, wulian_listener;

-- One leaf per change and one per response that showed sensitive fields. Ids and digests, never the data itself.
create table audit_leaf (
  id bigint generated always as identity primary key,
  xid xid8 not null default pg_current_xact_id(),
  at timestamptz not null default clock_timestamp(),
  account uuid default app.current_account(),
  post uuid default app.current_post(),
  act text not null,
  subject text not null,
  subject_id uuid,
  cell int4,
  place int8,
  rows int4 not null default 1,
  digest bytea not null,
  sealed_in bigint
);
create index audit_leaf_of_subject on audit_leaf (subject_id, id);
create index audit_leaf_of_place on audit_leaf (place, id);
create index audit_leaf_of_account on audit_leaf (account, id);
create index audit_leaf_unsealed on audit_leaf (id) where sealed_in is null;
alter table audit_leaf enable row level security;
alter table audit_leaf force row level security;
create policy owner_sees_all on audit_leaf to wulian_owner using (true) with check (true);
-- Anyone may leave a trace of his own; nobody may change or remove one.
create policy leave_own_trace on audit_leaf for insert to wulian_app with check (account is not distinct from app.current_account());
do $$ begin
  execute format('create policy auditors_read_in_reach on audit_leaf for select to wulian_app using (current_setting(''app.audits'', true) = ''on'' and %s)', app.in_range('reach'));
end $$;
grant select on audit_leaf to wulian_app;
grant insert (act, subject, subject_id, cell, place, rows, digest) on audit_leaf to wulian_app;

-- Signed heads of the log: each covers the leaves up to it. Copied outside the machine by the sealing job.
create table audit_checkpoint (
  -- Without gaps: a checkpoint that was taken out is seen.
  id bigint primary key,
  at timestamptz not null,
  -- All leaves sealed so far, this batch included.
  leaves bigint not null,
  batch_from bigint not null,
  batch_to bigint not null,
  -- Every transaction below this one had ended, and is in this batch or an earlier one; true of this cluster only.
  horizon xid8 not null,
  cluster text not null,
  batch_root bytea not null,
  head bytea not null,
  signature bytea not null
);
call app.guard_reference('audit_checkpoint');
grant select on audit_checkpoint to wulian_app, wulian_listener;

-- What a row said before it was changed. Sealed columns stay sealed here.
create table history (
  id bigint generated always as identity primary key,
  table_name text not null,
  row_id uuid not null,
  cell int4 not null,
  place int8 not null,
  dossier uuid not null,
  protected boolean not null,
  version int4 not null,
  changed_at timestamptz not null default clock_timestamp(),
  changed_by uuid default app.current_account(),
  was jsonb not null
);
create index history_of_row on history (row_id, id);
create index history_of_place on history (place, id);
call app.guard_people('history');
grant select on history to wulian_app;

-- Writes the audit leaf of every change, and the history of every changed row. No leaf, no commit.
create function app.leave_trace() returns trigger language plpgsql security definer set search_path = pg_catalog, public as $$
declare row_now jsonb := to_jsonb(new); row_was jsonb;
begin
  insert into audit_leaf (account, post, act, subject, subject_id, cell, place, digest)
  values (app.current_account(), app.current_post(), lower(tg_op), tg_table_name, (row_now ->> 'id')::uuid,
    (row_now ->> 'cell')::int4, (row_now ->> 'place')::int8, sha256(convert_to(row_now::text, 'UTF8')));
  if tg_op = 'UPDATE' then
    row_was := to_jsonb(old);
    insert into history (table_name, row_id, cell, place, dossier, protected, version, was)
    values (tg_table_name, (row_was ->> 'id')::uuid, (row_was ->> 'cell')::int4, (row_was ->> 'place')::int8,
      coalesce((row_was ->> 'dossier')::uuid, (row_was ->> 'id')::uuid), coalesce((row_was ->> 'protected')::boolean, false),
      coalesce((row_was ->> 'version')::int4, 0), row_was);
  end if;
  return null;
end $$;
create procedure app.trace(table_name regclass) language plpgsql as $$
begin
  execute format('create trigger leave_trace after insert or update on %s for each row execute function app.leave_trace()', table_name);
end $$;

-- Wrapped keys: the cell's key by the master key, a dossier's or station's key by the cell's.
create table data_key (
  id uuid not null,
  cell int4 not null,
  place int8 not null,
  dossier uuid not null,
  protected boolean not null default false,
  kind text not null check (kind in ('cell', 'station', 'file')),
  suite int2 not null,
  wrapped bytea not null,
  wrapped_by text not null,
  made_at timestamptz not null default clock_timestamp(),
  primary key (id, cell),
  unique (id)
);
create index data_key_of_place on data_key (place);
call app.guard_people('data_key');
grant select, insert on data_key to wulian_app;
-- One key per cell; two first requests at once agree on one.
create unique index one_key_per_cell on data_key (cell) where kind = 'cell';
create function app.cell_key(of_cell int4) returns table (suite int2, wrapped bytea, wrapped_by text)
  language sql stable security definer set search_path = pg_catalog, public as
  $$ select suite, wrapped, wrapped_by from data_key where cell = of_cell and kind = 'cell' $$;
create function app.keep_cell_key(of_cell int4, new_id uuid, with_suite int2, new_wrapped bytea, new_wrapped_by text) returns void
  language sql security definer set search_path = pg_catalog, public as $$
  insert into data_key (id, cell, place, dossier, kind, suite, wrapped, wrapped_by)
  values (new_id, of_cell, of_cell::int8 * 1000000, new_id, 'cell', with_suite, new_wrapped, new_wrapped_by)
  on conflict (cell) where kind = 'cell' do nothing
$$;

grant execute on function app.cell_key, app.keep_cell_key to wulian_app, wulian_listener;

-- Events, written with the fact that caused them; handed to each listener in order per subject.
create table outbox (
  id bigint generated always as identity primary key,
  xid xid8 not null default pg_current_xact_id(),
  at timestamptz not null default clock_timestamp(),
  event text not null,
  subject_id uuid not null,
  cell int4 not null,
  place int8 not null,
  account uuid default app.current_account(),
  post uuid default app.current_post(),
  payload jsonb not null,
  -- Whether every listener of this event has its row in outbox_delivery.
  spread boolean not null default false
);
create index outbox_of_place on outbox (place);
create index outbox_unspread on outbox (id) where not spread;
call app.guard_inner('outbox');
create table outbox_delivery (
  event_id bigint not null references outbox,
  listener text not null,
  subject_id uuid not null,
  due_at timestamptz not null,
  done_at timestamptz,
  attempts int4 not null default 0,
  last_error text,
  primary key (event_id, listener)
);
create index outbox_delivery_waiting on outbox_delivery (listener, subject_id, event_id) where done_at is null;
create index outbox_delivery_due on outbox_delivery (due_at) where done_at is null;
call app.guard_inner('outbox_delivery');

-- A write that could not be accepted, kept sealed for the head of the sender's station. Never dropped.
create table undelivered (
  id uuid not null,
  cell int4 not null,
  place int8 not null,
  dossier uuid not null,
  protected boolean not null default false,
  version int4 not null default 1,
  sent_by uuid not null,
  sent_by_name text not null,
  received_at timestamptz not null,
  route text not null,
  code text not null,
  body bytea not null,
  settled_at timestamptz,
  settled_by uuid,
  settled_how text check (settled_how in ('entered', 'not-needed')),
  primary key (id, cell),
  unique (id)
);
create index undelivered_open on undelivered (place, received_at) where settled_at is null;
call app.guard_people('undelivered');
call app.trace('undelivered');
grant select, insert, update (settled_at, settled_by, settled_how, version) on undelivered to wulian_app;

-- Keeps an event. The deliverer finds it; nothing here waits for, or locks against, another writer of the same subject.
create function app.announce(new_event text, new_subject uuid, new_cell int4, new_place int8, new_payload jsonb) returns void
language sql security definer set search_path = pg_catalog, public as
  $$ insert into outbox (event, subject_id, cell, place, payload) values (new_event, new_subject, new_cell, new_place, new_payload) $$;
grant execute on function app.announce to wulian_app, wulian_listener;
