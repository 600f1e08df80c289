-- Up Migration
-- How many of a service's contacts are written up, kept beside how many there are: a case of five thousand contacts opens as one of fifty.
alter table service add column written int4 not null default 0;
grant update (written) on service to wulian_app;
alter table service disable trigger user;
update service s set written = f.n from (select service, count(distinct record)::int4 as n from service_form where record is not null and voided_at is null group by service) f where f.service = s.id;
alter table service enable trigger user;
