package table

import "github.com/kithcrm/kith/internal/rules"

// A Refusal is why a batch cannot be written: the verdict on it, and where in the batch the reason is.
type Refusal struct {
	Verdict Verdict // Fine where nothing speaks against it
	Field   string  // the record, or its field that never changes and would
	Rule    string  // of that field
}

// Error returns the place, as one who does not know the verdict can tell it.
func (r *Refusal) Error() string { return r.Field + " cannot be written" }

// Put looks at the i-th record in a field of a batch: the revision given, that which it has, and the name of
// one of its fields that never changes and would, if there is one. See [Verdict.Put].
func (r *Refusal) Put(field string, i int, rev, current int64, changed string) {
	if !r.Verdict.Put(rev, current, changed == "") {
		return
	}
	r.Field, r.Rule = rules.Index(field, i), ""
	if r.Verdict == Changed {
		r.Field, r.Rule = r.Field+"."+changed, "must not change"
	}
}

// err returns the refusal, if it is one.
func (r Refusal) err() error {
	if r.Verdict == Fine {
		return nil
	}
	return new(r)
}
