-- What every room needs: a log for each scope, and records with their past versions.
-- Every key begins with the scope. Instants are text of one width, in UTC, to the nanosecond.
-- Texts that are compared are compared byte by byte.

create table if not exists kith_scope (
	scope text collate "C" not null primary key,
	seq   bigint not null -- the number given last; its row is the lock of who writes in the scope
);

create table if not exists kith_batch (
	scope    text collate "C" not null,
	room     text collate "C" not null,
	seq      bigint not null,
	at       text collate "C" not null,
	by_party text collate "C" not null,
	why      text not null,
	size     bigint not null, -- how many records it wrote
	primary key (scope, room, seq)
);

-- The records as they are. What k1, k2 and k3 hold depends on the noun: a tie has its ends and its kind.
create table if not exists kith_record (
	scope text collate "C" not null,
	noun  text collate "C" not null,
	id    text collate "C" not null,
	seq   bigint not null, -- the batch that wrote it
	place bigint not null, -- where in the batch it stands
	k1    text collate "C",
	k2    text collate "C",
	k3    text collate "C",
	body  text not null,    -- JSON
	primary key (scope, noun, id)
);

create index if not exists kith_record_k1 on kith_record (scope, noun, k1, id) where k1 is not null;
create index if not exists kith_record_k2 on kith_record (scope, noun, k2, id) where k2 is not null;
-- Only for the log, which says so: a planner that knows nothing yet of a table just loaded would also
-- take it for a way to the records of a noun.
create index if not exists kith_record_seq on kith_record (scope, noun, seq) where seq > 0;

-- The records as they were, from the batch seq until the batch ended.
create table if not exists kith_past (
	scope text collate "C" not null,
	noun  text collate "C" not null,
	id    text collate "C" not null,
	seq   bigint not null,
	place bigint not null,
	ended bigint not null,
	void  bigint, -- where among those made void by the batch ended; null where that replaced it
	k1    text collate "C",
	k2    text collate "C",
	k3    text collate "C",
	body  text not null,
	primary key (scope, noun, id, seq)
);

create index if not exists kith_past_k1 on kith_past (scope, noun, k1, id) where k1 is not null;
create index if not exists kith_past_k2 on kith_past (scope, noun, k2, id) where k2 is not null;
create index if not exists kith_past_seq on kith_past (scope, noun, seq) where seq > 0;
create index if not exists kith_past_void on kith_past (scope, noun, ended) where void >= 0;

-- Whom a batch erased.
create table if not exists kith_erased (
	scope text collate "C" not null,
	room  text collate "C" not null,
	seq   bigint not null,
	place bigint not null,
	id    text collate "C" not null,
	primary key (scope, room, seq, place)
);

create index if not exists kith_erased_id on kith_erased (scope, room, id, seq);
