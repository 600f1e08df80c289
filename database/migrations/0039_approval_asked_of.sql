-- Up Migration
-- Who may answer is written down with the question, as the method said when it was asked: a list of what waits for me chooses by it, before anything is joined.
alter table approval add column asked_of text[] not null default '{station_head,agency_manager,general_supervisor}';
alter table approval alter column asked_of drop default;
-- What waits longest, for posts over many stations.
create index approval_open on approval (asked_at) where decision is null;
create index clock_open on clock (due_at, id) where done_at is null;
