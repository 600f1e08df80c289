-- Up Migration
-- One row about this installation, written at its first start. Nobody turns a real database into a demo.
create table installation (
  only_row boolean primary key default true check (only_row),
  demo boolean not null,
  -- False while the demo town is being made: a start that was cut off is noticed.
  ready boolean not null,
  began_on date not null
);
call app.guard_reference('installation');
grant select on installation to wulian_app, wulian_listener;
