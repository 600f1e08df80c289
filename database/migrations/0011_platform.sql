-- Up Migration
-- What runs beside requests: jobs, delivery of events, sealing of the audit, and what the operator may count.

-- The job runner signs in as wulian_listener. It may read and write the rows of the job tables and nothing else of that schema:
-- it owns no table, changes no definition, and passes no row security. Called by the migrator after the job tables are there.
create procedure app.let_listener_run_jobs() language plpgsql as $$
declare t text;
begin
  grant usage on schema graphile_worker to wulian_listener;
  grant select on graphile_worker.migrations to wulian_listener;
  foreach t in array array['_private_jobs', '_private_job_queues', '_private_tasks', '_private_known_crontabs'] loop
    execute format('grant select, insert, update, delete on graphile_worker.%I to wulian_listener', t);
    execute format('drop policy if exists runner_works on graphile_worker.%I', t);
    execute format('create policy runner_works on graphile_worker.%I to wulian_listener using (true) with check (true)', t);
  end loop;
  grant execute on function graphile_worker.add_job, graphile_worker.add_jobs to wulian_listener;
end $$;

-- Asks for a job as part of this transaction: undone with it. It will run as the account and post of this transaction, which
-- the caller cannot choose; both are checked again when it runs.
create function app.ask_job(task text, payload jsonb, once_key text default null, run_at timestamptz default null) returns bigint
language plpgsql security definer set search_path = pg_catalog, public as $$
begin
  if app.current_account() is null or app.current_post() is null then
    raise exception 'a job needs someone who asks for it' using errcode = '42501';
  end if;
  return (graphile_worker.add_job(task, json_build_object('account', app.current_account(), 'post', app.current_post(), 'input', payload),
    run_at => run_at, max_attempts => 12, job_key => once_key)).id;
end $$;
grant execute on function app.ask_job to wulian_app;

-- Gives every listener its own row for each new event. Only events of transactions below every running one are taken: a slower
-- transaction cannot come in before them later. One at a time; a second caller finds nothing to do.
create function app.spread_events(listeners jsonb, at timestamptz, at_most int4 default 5000) returns int4
language plpgsql security definer set search_path = pg_catalog, public as $$
declare taken int4;
begin
  if not pg_try_advisory_xact_lock(7062) then return 0; end if;
  with ready as (
    update outbox set spread = true where id in (
      select id from outbox where not spread and xid < pg_snapshot_xmin(pg_current_snapshot()) order by id limit at_most)
    returning id, event, subject_id
  ), given as (
    insert into outbox_delivery (event_id, listener, subject_id, due_at)
    select r.id, l.key, r.subject_id, at from ready r join jsonb_each(listeners) l on l.value ? r.event
    returning 1
  )
  select count(*) into taken from ready;
  return taken;
end $$;

-- The next event some listener is to have, locked until this transaction ends. The first waiting one of its subject, always.
create function app.next_delivery(names text[], at timestamptz)
returns table (event_id bigint, listener text, event text, subject_id uuid, cell int4, place int8, account uuid, post uuid, payload jsonb, happened_at timestamptz, attempts int4)
language sql security definer set search_path = pg_catalog, public as $$
  with one as (
    select d.event_id, d.listener, d.attempts from outbox_delivery d
    where d.done_at is null and d.due_at <= at and d.listener = any (names)
      and not exists (select from outbox_delivery e where e.listener = d.listener and e.subject_id = d.subject_id and e.done_at is null and e.event_id < d.event_id)
    order by d.event_id limit 1 for update of d skip locked
  )
  select o.id, one.listener, o.event, o.subject_id, o.cell, o.place, o.account, o.post, o.payload, o.at, one.attempts from one join outbox o on o.id = one.event_id
$$;
create function app.delivery_done(of_event bigint, to_listener text, at timestamptz) returns void
language sql security definer set search_path = pg_catalog, public as
  $$ update outbox_delivery set done_at = at, last_error = null where event_id = of_event and listener = to_listener $$;
-- Waits 1, 2, 4 … seconds, at most an hour. Never given up: what stays is shown as stuck.
create function app.delivery_failed(of_event bigint, to_listener text, why text, at timestamptz) returns void
language sql security definer set search_path = pg_catalog, public as $$
  update outbox_delivery set attempts = attempts + 1, last_error = left(why, 200),
    due_at = at + least(interval '1 hour', interval '1 second' * power(2, least(attempts, 12)))
  where event_id = of_event and listener = to_listener and done_at is null
$$;
-- Events every listener has had are kept for a while, then forgotten; the facts themselves are elsewhere.
create function app.forget_delivered(before timestamptz) returns int4
language sql security definer set search_path = pg_catalog, public as $$
  with old as (
    select o.id from outbox o where o.spread and o.at < before
      and not exists (select from outbox_delivery d where d.event_id = o.id and d.done_at is null) limit 20000
  ), first as (delete from outbox_delivery where event_id in (select id from old) returning event_id),
  second as (delete from outbox where id in (select id from old) and (select count(*) from first) >= 0 returning 1)
  select count(*)::int4 from second
$$;
grant execute on function app.spread_events, app.next_delivery, app.delivery_done, app.delivery_failed, app.forget_delivered to wulian_listener;

-- What waits for someone to look: events a listener fails on, and jobs that keep failing. Names and numbers only.
create function app.stuck() returns table (kind text, id text, what text, attempts int4, since timestamptz, error text)
language plpgsql stable security definer set search_path = pg_catalog, public as $$
begin
  return query
    select 'event', d.event_id::text, d.listener || ' ← ' || o.event, d.attempts, o.at, d.last_error
    from outbox_delivery d join outbox o on o.id = d.event_id where d.done_at is null and d.attempts >= 5
    union all
    select 'job', j.id::text, t.identifier, j.attempts::int4, j.created_at, left(j.last_error, 200)
    from graphile_worker._private_jobs j join graphile_worker._private_tasks t on t.id = j.task_id
    where j.attempts >= 5 or j.attempts >= j.max_attempts
    order by 5 limit 200;
end $$;
create function app.platform_counts() returns table (name text, n bigint)
language plpgsql stable security definer set search_path = pg_catalog, public as $$
begin
  return query
    select 'events_waiting', (select count(*) from outbox where not spread) + (select count(*) from outbox_delivery where done_at is null)
    union all select 'events_stuck', count(*) from outbox_delivery where done_at is null and outbox_delivery.attempts >= 5
    union all select 'jobs_waiting', count(*) from graphile_worker._private_jobs where is_available
    union all select 'jobs_stuck', count(*) from graphile_worker._private_jobs j where j.attempts >= 5 or j.attempts >= j.max_attempts
    union all select 'audit_unsealed', count(*) from audit_leaf where sealed_in is null;
end $$;
-- The last migration this database has had.
create function app.last_migration() returns text language plpgsql stable security definer set search_path = pg_catalog as
  $$ begin return (select m.name from app_migrations.migration m order by m.name desc limit 1); end $$;
grant execute on function app.stuck, app.platform_counts, app.last_migration to wulian_app, wulian_listener;

-- What a leaf says, hashed as a leaf of RFC 6962: 0x00 and then the content.
create function app.leaf_hash(l audit_leaf) returns bytea language sql stable set search_path = pg_catalog as $$
  select sha256('\x00'::bytea || convert_to(jsonb_build_array(l.id, l.xid::text, (extract(epoch from l.at) * 1000000)::int8, l.account, l.post,
    l.act, l.subject, l.subject_id, l.cell, l.place, l.rows, encode(l.digest, 'hex'))::text, 'UTF8'))
$$;
create index audit_leaf_sealed on audit_leaf (sealed_in, id) where sealed_in is not null;

-- Leaves no checkpoint covers yet, of transactions below every running one. Holds off a second sealer until this transaction ends.
create function app.leaves_to_seal(at_most int4) returns table (id bigint, hash bytea, horizon text, cluster text)
language plpgsql security definer set search_path = pg_catalog, public as $$
declare now_safe xid8;
begin
  if not pg_try_advisory_xact_lock(7063) then return; end if;
  now_safe := pg_snapshot_xmin(pg_current_snapshot());
  return query select l.id, app.leaf_hash(l), now_safe::text, (select system_identifier::text from pg_control_system())
    from audit_leaf l where l.sealed_in is null and l.xid < now_safe order by l.id limit at_most;
end $$;
create function app.keep_checkpoint(new_id bigint, new_at timestamptz, new_leaves bigint, leaf_ids bigint[], new_horizon text, new_cluster text,
  new_root bytea, new_head bytea, new_signature bytea) returns void
language plpgsql security definer set search_path = pg_catalog, public as $$
declare marked int4;
begin
  insert into audit_checkpoint (id, at, leaves, batch_from, batch_to, horizon, cluster, batch_root, head, signature)
  values (new_id, new_at, new_leaves, leaf_ids[1], leaf_ids[array_length(leaf_ids, 1)], new_horizon::xid8, new_cluster, new_root, new_head, new_signature);
  update audit_leaf set sealed_in = new_id where id = any (leaf_ids) and sealed_in is null;
  get diagnostics marked = row_count;
  if marked <> array_length(leaf_ids, 1) then raise exception 'leaves were sealed by someone else meanwhile'; end if;
end $$;
grant execute on function app.leaves_to_seal, app.keep_checkpoint to wulian_listener;

-- Hashes of the leaves of some checkpoints, in their order: enough to check the whole log, and nothing of what it says.
create function app.sealed_hashes(from_checkpoint bigint, to_checkpoint bigint) returns table (checkpoint bigint, id bigint, xid text, hash bytea)
language sql stable security definer set search_path = pg_catalog, public as
  $$ select l.sealed_in, l.id, l.xid::text, app.leaf_hash(l) from audit_leaf l where l.sealed_in between from_checkpoint and to_checkpoint order by l.sealed_in, l.id $$;
-- Leaves that stand outside every checkpoint although they should not: unsealed, but of a transaction that had ended before the
-- last checkpoint; or naming a checkpoint that is not there.
create function app.stray_leaves() returns table (id bigint, why text)
language sql stable security definer set search_path = pg_catalog, public as $$
  select l.id, 'unsealed-but-old' from audit_leaf l, (select horizon from audit_checkpoint
      where cluster = (select system_identifier::text from pg_control_system()) order by audit_checkpoint.id desc limit 1) c
    where l.sealed_in is null and l.xid < c.horizon
  union all
  select l.id, 'checkpoint-missing' from audit_leaf l where l.sealed_in is not null and not exists (select from audit_checkpoint c where c.id = l.sealed_in)
  limit 100
$$;
grant execute on function app.sealed_hashes, app.stray_leaves to wulian_app, wulian_listener;

-- A leaf without a place (an admission) belongs to the place of the post that caused it, so that its auditors see it.
create function app.give_leaf_a_place() returns trigger language plpgsql security definer set search_path = pg_catalog, public as $$
begin
  select p.place, p.cell into new.place, new.cell from post p where p.id = new.post;
  return new;
end $$;
create trigger give_leaf_a_place before insert on audit_leaf for each row when (new.place is null and new.post is not null) execute function app.give_leaf_a_place();

-- After a restore the numbers of transactions mean nothing here: what still waits counts as written now.
create function app.renumber_waiting() returns void language sql security definer set search_path = pg_catalog, public as $$
  update audit_leaf set xid = pg_current_xact_id() where sealed_in is null;
  update outbox set xid = pg_current_xact_id() where not spread;
$$;
revoke execute on function app.renumber_waiting from public;
