-- Records of scoring: what an answer is to, or a score is called, is their third key, and their instant the
-- fourth. The indexes are of records that have a fourth key only.

alter table kith_record add column k4 text;
alter table kith_past add column k4 text;

create index if not exists kith_record_k3 on kith_record (scope, noun, k3, id) where k4 is not null;
create index if not exists kith_record_k4 on kith_record (scope, noun, k3, k4, id) where k4 is not null;
create index if not exists kith_past_k3 on kith_past (scope, noun, k3, id) where k4 is not null;

-- Parties that any version of a record named beside its keys.
create table if not exists kith_named (
	scope text not null,
	noun  text not null,
	id    text not null,
	party text not null,
	primary key (scope, noun, id, party)
) strict, without rowid;

create index if not exists kith_named_party on kith_named (scope, noun, party, id);
