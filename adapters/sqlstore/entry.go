package sqlstore

import (
	"context"
	"strconv"
	"time"
)

// An entry is a batch of any room: what is written to the log, and what that does to records.
type entry struct {
	room    string
	at      time.Time
	by, why string
	puts    []put
	voids   []void
	erase   []string // whom; then no record is replaced, and none made void
	naming  bool     // records of the room name parties beside their keys
}

// A put is a record to create or to replace.
type put struct {
	where
	ref
	rev   int64
	keys  keys
	fixed fields
	names []string // parties beside the keys with which it goes, each once
	body  []byte   // made before the scope is locked, so that nobody waits for it
}

// A void is a record to be taken out of sight.
type void struct {
	where
	ref
	rev int64
}

// A ref names a record.
type ref struct{ noun, id string }

// The keys of a record are what it is found by besides its ID. An empty one is none.
type keys [4]string

// nulls returns the keys as arguments.
func (k keys) nulls() [4]any {
	var out [4]any
	for i, key := range k {
		if key != "" {
			out[i] = key
		}
	}
	return out
}

// fields are the names of those fields that the keys are and that never change.
type fields [4]string

// where says where in the caller's batch a record stands, for errors.
type where struct {
	list  string
	i     int
	field string // of the record, if it is about one
}

func (w where) String() string {
	s := w.list + "[" + strconv.Itoa(w.i) + "]"
	if w.field != "" {
		s += "." + w.field
	}
	return s
}

// record applies a batch in a transaction and returns its number. erased returns all records that
// must go with those whom the batch erases.
func (s *session) record(ctx context.Context, e *entry, erased func(context.Context, querier) ([]ref, error)) (int64, error) {
	var seq int64
	err := s.write(ctx, func(ctx context.Context, on querier) error {
		var err error
		if seq, err = s.lock(ctx, on); err != nil {
			return err
		}
		now, err := s.standing(ctx, on, e)
		if err != nil {
			return err
		}
		gone, err := erased(ctx, on)
		if err != nil {
			return err
		}
		if err := now.without(gone).refusal(e); err != nil {
			return err
		}
		if ctx, err = s.changing(ctx); err != nil {
			return err
		}
		return s.apply(ctx, on, change{entry: e, seq: seq, at: max(stamp(e.at), now.last), gone: gone})
	})
	if err != nil {
		return 0, err
	}
	return seq, nil
}

// A change is a batch that was found fit to be applied.
type change struct {
	*entry
	seq  int64
	at   string
	gone []ref
}

// apply erases before it writes records: what is erased makes room for them.
func (s *session) apply(ctx context.Context, on querier, c change) error {
	for _, step := range []func(context.Context, querier, change) error{
		s.keepReplaced, s.keepVoid, s.forget, s.writeRecords, s.writeNames, s.writeBatch,
	} {
		if err := step(ctx, on, c); err != nil {
			return err
		}
	}
	return nil
}

// lock counts up the number of the scope and returns it. Who comes next waits at the row until this
// transaction has ended: so batches become visible in the order of their numbers. It is the first
// statement of every transaction, so that none reads before it may write.
func (s *session) lock(ctx context.Context, on querier) (int64, error) {
	for {
		var seq int64
		next := query("update kith_scope set seq = seq + 1 where scope = ? returning seq", s.scope)
		if err := each(ctx, on, next, into(&seq)); err != nil || seq > 0 {
			return seq, err
		}
		first := query("insert into kith_scope (scope, seq) values (?, 0) on conflict (scope) do nothing", s.scope)
		if err := exec(ctx, on, first); err != nil {
			return 0, err
		}
	}
}

// stamp returns an instant as text that is in order of time.
func stamp(at time.Time) string { return at.UTC().Format("2006-01-02T15:04:05.000000000Z") }
