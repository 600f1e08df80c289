-- Up Migration
-- A bureau's value holds for every station below it, whose posts reach no further up: everybody reads, the bureau writes.
create policy everybody_reads on parameter_value for select to wulian_app, wulian_listener, wulian_counter using (true);
grant select on parameter_value to wulian_listener, wulian_counter;
alter table parameter_value add check (length(why) between 2 and 200), add check (until_on is null or until_on >= from_on);
