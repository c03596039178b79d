-- Records of scoring: what an answer is to, or a score is called, is their third key, and their instant the
-- fourth. The indexes are of records that have a fourth key only.

alter table kith_record add column if not exists k4 text collate "C";
alter table kith_past add column if not exists k4 text collate "C";

create index if not exists kith_record_k3 on kith_record (scope, noun, k3, id) where k4 is not null;
create index if not exists kith_record_k4 on kith_record (scope, noun, k3, k4, id) where k4 is not null;
create index if not exists kith_past_k3 on kith_past (scope, noun, k3, id) where k4 is not null;

-- Parties that any version of a record named beside its keys.
create table if not exists kith_named (
	scope text collate "C" not null,
	noun  text collate "C" not null,
	id    text collate "C" not null,
	party text collate "C" not null,
	primary key (scope, noun, id, party)
);

create index if not exists kith_named_party on kith_named (scope, noun, party, id);
