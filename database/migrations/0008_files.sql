-- Up Migration
-- Photos and papers: content-addressed by a keyed hash within a cell; staged, then attached.

create table blob (
  id uuid not null,
  cell int4 not null,
  place int8 not null,
  dossier uuid not null,
  protected boolean not null default false,
  -- Keyed hash of the content: names it in the store. The key of the content is sealed under key_id (a file's or a station's key):
  -- equal contents of a cell are stored once, and destroying that key still makes this row's content unreadable.
  hash bytea not null check (length(hash) = 32),
  key_id uuid not null,
  content_key bytea not null,
  type text not null,
  bytes int8 not null,
  width int4,
  height int4,
  name text not null check (length(name) <= 120),
  state text not null check (state in ('staged', 'attached')),
  made_by uuid not null,
  made_at timestamptz not null,
  version int4 not null default 1,
  primary key (id, cell),
  unique (id)
);
create index blob_of_place on blob (place, made_at);
create index blob_staged on blob (made_at) where state = 'staged';
create index blob_of_content on blob (cell, hash);
call app.guard_people('blob');
call app.trace('blob');
grant select, insert, update (state, dossier, version) on blob to wulian_app;

-- The dossier a file hangs on, so that the server may ask for admission to it. Says nothing about either to anyone else.
create function app.dossier_of_blob(wanted uuid) returns uuid language sql stable security definer set search_path = pg_catalog, public as
  $$ select dossier from blob where id = wanted $$;
-- The same for the key a new file would be sealed under.
create function app.dossier_of_key(wanted uuid) returns uuid language sql stable security definer set search_path = pg_catalog, public as
  $$ select dossier from data_key where id = wanted and kind <> 'cell' $$;
grant execute on function app.dossier_of_blob, app.dossier_of_key to wulian_app;

-- Takes away what was uploaded and never used. Says of each content whether nobody names it any more; it stays locked until the
-- caller has removed it, so that no upload of the same content counts on it meanwhile.
create function app.purge_staged(before timestamptz, at_most int4) returns table (cell int4, hash bytea, unnamed boolean)
language plpgsql security definer set search_path = pg_catalog, public as $$
declare gone blob;
begin
  for gone in select * from blob b where b.state = 'staged' and b.made_at < before order by b.cell, b.hash limit at_most for update skip locked loop
    perform pg_advisory_xact_lock(hashtextextended(encode(gone.hash, 'hex'), gone.cell));
    delete from blob b where b.id = gone.id and b.cell = gone.cell;
    insert into audit_leaf (account, post, act, subject, subject_id, cell, place, digest)
    values (null, null, 'purge', 'blob', gone.id, gone.cell, gone.place, sha256(convert_to(to_jsonb(gone)::text, 'UTF8')));
    cell := gone.cell;
    hash := gone.hash;
    unnamed := not exists (select from blob b where b.cell = gone.cell and b.hash = gone.hash);
    return next;
  end loop;
end $$;
-- Of these contents, those no row names. Locked like above.
create function app.unnamed_contents(of_cell int4, hashes bytea[]) returns table (hash bytea)
language plpgsql security definer set search_path = pg_catalog, public as $$
declare one bytea;
begin
  for one in select distinct h from unnest(hashes) h order by h loop
    perform pg_advisory_xact_lock(hashtextextended(encode(one, 'hex'), of_cell));
    if not exists (select from blob b where b.cell = of_cell and b.hash = one) then hash := one; return next; end if;
  end loop;
end $$;
grant execute on function app.purge_staged, app.unnamed_contents to wulian_listener;

-- Encrypted exports and other files a job made for one person; gone after a day.
create table made_file (
  id uuid not null,
  cell int4 not null,
  place int8 not null,
  account uuid not null,
  kind text not null,
  title text not null,
  state text not null check (state in ('waiting', 'ready', 'failed')),
  rows int4,
  content_sealed bytea,
  made_at timestamptz not null,
  gone_at timestamptz not null,
  failed_code text,
  primary key (id, cell),
  unique (id)
);
create index made_file_of_account on made_file (account, made_at);
create index made_file_of_place on made_file (place);
alter table made_file enable row level security;
alter table made_file force row level security;
create policy owner_sees_all on made_file to wulian_owner using (true) with check (true);
create policy only_its_maker on made_file to wulian_app
  using (account = nullif(current_setting('app.account', true), '')::uuid) with check (account = nullif(current_setting('app.account', true), '')::uuid);
grant select, insert, update (state, rows, content_sealed, failed_code), delete on made_file to wulian_app;

create index made_file_gone on made_file (gone_at);
create function app.drop_made_files(at timestamptz) returns int4 language sql security definer set search_path = pg_catalog, public as
  $$ with gone as (delete from made_file where gone_at <= at returning 1) select count(*)::int4 from gone $$;
grant execute on function app.drop_made_files to wulian_listener;
