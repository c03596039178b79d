-- Notices that are yet to be delivered, by their state: few among all that were. The third key of other
-- records may have the same words, which does no harm.

create index if not exists kith_record_open on kith_record (scope, noun, k3, id) where k3 in ('waiting', 'claimed');
