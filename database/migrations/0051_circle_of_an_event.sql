-- Whoever reads a list is let into the protected dossiers of his own circles on it: found among a hundred thousand rows by the dossier, not by reading them.
create index check_of_circle on event_check (event, dossier) where protected;
