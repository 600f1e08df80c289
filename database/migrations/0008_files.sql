-- Up Migration
-- Photos and papers: content-addressed by a keyed hash within a cell; staged, then attached.

create table blob (
  id uuid not null,
  cell int4 not null,
  place int8 not null,
  dossier uuid not null,
  protected boolean not null default false,
  hash bytea not null,
  key_id uuid not null,
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
call app.guard_people('blob');
call app.trace('blob');
grant select, insert, update (state, dossier, version) on blob to wulian_app;

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
