-- Up Migration
-- 组、楼栋: the first part of an address below the village, kept in the open so that a round of visits goes group by group. The rest of the address stays sealed.
alter table resident_file add column section text not null default '' check (length(section) <= 20);
grant update (section) on resident_file to wulian_app;
