-- Up Migration
-- One row about this installation. Demo data can be in it only from its first start on: nobody turns a real database into a demo.
create table installation (
  only_row boolean primary key default true check (only_row),
  demo boolean not null,
  began_on date not null
);
call app.guard_reference('installation');
grant select on installation to wulian_app, wulian_listener;
