-- Readers of the log: how far each has come, and until when it is being read for it.

create table if not exists kith_reader (
	scope  text collate "C" not null,
	reader text collate "C" not null,
	seq    bigint not null, -- the last number that was confirmed
	token  bigint not null, -- counts the claims: only who has the last one may confirm
	until  bigint not null, -- when the lease of that ends, in milliseconds since 1970 by the clock of the database
	primary key (scope, reader)
);
