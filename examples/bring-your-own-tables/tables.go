package main

// kithTables is what Kith needs beside the shop's own tables. A record is kept as JSON, with the columns that
// queries need; void ones stay, out of sight, because their ends never change. Running it again does no harm.
//
// What the shop's own SQL writes gets a number like a batch, from the triggers, so that whoever read a customer
// before is told that it changed. Number 1 stands for what was there when the tables were made.
const kithTables = `
begin immediate;
create table if not exists kith_clock (seq integer not null);
insert into kith_clock select 1 where not exists (select 1 from kith_clock);

create table if not exists kith_parties (
	id          text primary key,
	rev         integer not null,
	void        integer not null default 0,
	merged_into text not null default '',
	customer    integer unique, -- the row of customers that holds the name and the kind, if one does
	body        text not null
);
create index if not exists kith_parties_merged on kith_parties (merged_into);

create table if not exists kith_ties (
	id         text primary key,
	rev        integer not null,
	void       integer not null default 0,
	from_party text not null,
	to_party   text not null,
	kind       text not null,
	body       text not null
);
create index if not exists kith_ties_from on kith_ties (from_party);
create index if not exists kith_ties_to on kith_ties (to_party);

create table if not exists kith_needs (
	id    text primary key,
	rev   integer not null,
	void  integer not null default 0,
	party text not null,
	tie   text not null,
	body  text not null
);
create index if not exists kith_needs_party on kith_needs (party);
create index if not exists kith_needs_tie on kith_needs (tie);

-- A customer is a party: this is how its row reads as one.
create view if not exists kith_party_bodies as
select p.id, p.void, p.merged_into, iif(c.id is null, p.body, json_set(p.body, '$.rev', p.rev, '$.name', c.name,
	'$.kind', iif(not c.business, 'person', iif(p.body ->> '$.kind' = 'group', 'group', 'organisation')))) as body
from kith_parties p left join customers c on c.id = p.customer;

-- Orders are no ties. That somebody buys from the shop is one, from the first order on.
create view if not exists kith_buyers as
select customer, 'orders-of:' || customer as id, seq as rev, 'shop' as from_party, 'customer:' || customer as to_party,
	'supplies' as kind, json_object('id', 'orders-of:' || customer, 'rev', seq, 'kind', 'supplies', 'from', 'shop',
	'to', 'customer:' || customer, 'stints', json_array(json_object('from', min(placed_on) || 'T00:00:00Z'))) as body
from orders, kith_clock where customer is not null group by customer;

create trigger if not exists kith_customer_added after insert on customers begin
	update kith_clock set seq = seq + 1;
	insert into kith_parties (id, rev, customer, body)
	select 'customer:' || new.id, seq, new.id, json_object('id', 'customer:' || new.id) from kith_clock
	where not exists (select 1 from kith_parties where customer = new.id);
end;
create trigger if not exists kith_customer_changed after update of name, business on customers begin
	update kith_clock set seq = seq + 1;
	update kith_parties set rev = (select seq from kith_clock) where customer = new.id;
end;
create trigger if not exists kith_customer_deleted after delete on customers begin
	delete from kith_parties where customer = old.id;
end;
create trigger if not exists kith_order_added after insert on orders
when new.customer is not null and not exists (select 1 from kith_ties where id = 'orders-of:' || new.customer) begin
	update kith_clock set seq = seq + 1;
	insert into kith_ties (id, rev, from_party, to_party, kind, body)
	select id, rev, from_party, to_party, kind, body from kith_buyers where customer = new.customer;
end;

insert into kith_parties (id, rev, customer, body)
select 'customer:' || c.id, seq, c.id, json_object('id', 'customer:' || c.id) from customers c, kith_clock
where not exists (select 1 from kith_parties where customer = c.id);

insert into kith_ties (id, rev, from_party, to_party, kind, body)
select id, rev, from_party, to_party, kind, body from kith_buyers b
where not exists (select 1 from kith_ties where id = b.id);
commit;
`
