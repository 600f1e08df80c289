-- Up Migration
-- A service may become a need, and then answers it.
grant update (need) on service to wulian_app;
