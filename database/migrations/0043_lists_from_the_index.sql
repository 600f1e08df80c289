-- Up Migration
-- A station's lists are counted from the index alone: what the row policies ask of a row stands in it.
drop index record_of_station;
create index record_of_station on record (station, occurred_on desc, id desc) include (place, protected, dossier);
drop index resident_of_station;
create index resident_of_station on resident_file (station, name_sort, id) include (place, protected, dossier, closed_on);
