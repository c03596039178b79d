-- What every room needs: a log for each scope, and records with their past versions.
-- Every key begins with the scope. Instants are text of one width, in UTC, to the nanosecond.

create table if not exists kith_scope (
	scope text not null primary key,
	seq   integer not null -- the number given last; its row is the lock of who writes in the scope
) strict, without rowid;

create table if not exists kith_batch (
	scope    text not null,
	room     text not null,
	seq      integer not null,
	at       text not null,
	by_party text not null,
	why      text not null,
	size     integer not null, -- how many records it wrote
	primary key (scope, room, seq)
) strict, without rowid;

-- The records as they are. What k1, k2 and k3 hold depends on the noun: a tie has its ends and its kind.
create table if not exists kith_record (
	scope text not null,
	noun  text not null,
	id    text not null,
	seq   integer not null, -- the batch that wrote it
	place integer not null, -- where in the batch it stands
	k1    text,
	k2    text,
	k3    text,
	body  text not null,    -- JSON
	primary key (scope, noun, id)
) strict;

create index if not exists kith_record_k1 on kith_record (scope, noun, k1, id) where k1 is not null;
create index if not exists kith_record_k2 on kith_record (scope, noun, k2, id) where k2 is not null;
-- Only for the log, which says so: a planner that knows nothing yet of a table just loaded would also
-- take it for a way to the records of a noun.
create index if not exists kith_record_seq on kith_record (scope, noun, seq) where seq > 0;

-- The records as they were, from the batch seq until the batch ended.
create table if not exists kith_past (
	scope text not null,
	noun  text not null,
	id    text not null,
	seq   integer not null,
	place integer not null,
	ended integer not null,
	void  integer, -- where among those made void by the batch ended; null where that replaced it
	k1    text,
	k2    text,
	k3    text,
	body  text not null,
	primary key (scope, noun, id, seq)
) strict;

create index if not exists kith_past_k1 on kith_past (scope, noun, k1, id) where k1 is not null;
create index if not exists kith_past_k2 on kith_past (scope, noun, k2, id) where k2 is not null;
create index if not exists kith_past_seq on kith_past (scope, noun, seq) where seq > 0;
create index if not exists kith_past_void on kith_past (scope, noun, ended) where void >= 0;

-- Whom a batch erased.
create table if not exists kith_erased (
	scope text not null,
	room  text not null,
	seq   integer not null,
	place integer not null,
	id    text not null,
	primary key (scope, room, seq, place)
) strict, without rowid;

create index if not exists kith_erased_id on kith_erased (scope, room, id, seq);
