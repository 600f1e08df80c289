-- Up Migration
-- 人员台账 (T12): what a station shows of a colleague beside name and post. One row an account, under its id and where it lies; kept by who gives posts.
create table staff_fact (
  id uuid primary key,
  cell int4 not null,
  place int8 not null,
  certificate_no text not null default '' check (length(certificate_no) <= 40),
  registered text check (registered in ('registered', 'not-registered', 'expired')),
  education text not null default '' check (length(education) <= 60),
  contract_from date,
  contract_until date check (contract_until >= contract_from),
  insured boolean,
  checked_on date,
  version int4 not null default 1
);
create index staff_fact_place on staff_fact (place);
call app.guard_network('staff_fact');
grant select, insert, update (certificate_no, registered, education, contract_from, contract_until, insured, checked_on, version) on staff_fact to wulian_app;
call app.trace('staff_fact');
