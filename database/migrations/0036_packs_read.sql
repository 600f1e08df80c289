-- Up Migration
-- Which files of standards packs were read and checked last: an unchanged folder is not read again at every start.
alter table installation add column packs_read text;
