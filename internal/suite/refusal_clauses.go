package suite

import (
	"errors"
	"reflect"
	"slices"
	"strings"
	"time"
)

func refusalClauses() []clause {
	const nothing = "A refused batch must leave nothing behind."
	return []clause{
		{name: "refuse/records", sentence: nothing, check: checkRefusedRecords},
		{name: "refuse/log", sentence: nothing, check: checkRefusedLog, of: withHistory},
		{name: "refuse/usable", sentence: "A refused batch must leave the host's transaction usable.", check: checkUsable},
		{name: "refuse/check", sentence: "A batch that fails Batch.Check must be refused with that error.", check: checkRefusesUnchecked},
		{name: "refuse/check-first", sentence: "A batch that fails Batch.Check must be refused with that error, before anything is read.", check: checkChecksFirst},
		{name: "refuse/order", sentence: "Over all records of the batch, the first of these errors that applies must be returned: ErrNotFound, ErrExists, ErrInvalid, ErrStale.", check: checkErrorOrder},
	}
}

// A trouble is a record with which a batch is refused.
type trouble struct {
	record any
	want   error
	noun   string // of the record
}

// troubles returns one or more records for each error. The record of every noun with the ID "a" must
// stand with rev, and that with the ID "v" be void.
func (k kit) troubles(rev int64) [4][]trouble {
	var out [4][]trouble
	errs := k.room.Errors.inOrder()
	wrong := rev + 1000
	for _, n := range k.room.Nouns {
		add := func(i int, records ...any) {
			for _, r := range records {
				out[i] = append(out[i], trouble{r, errs[i], n.Name})
			}
		}
		add(0, n.bare("z", rev), n.bare("v", rev), Voided{Ref{n.Name, "y"}, rev}, Voided{Ref{n.Name, "v"}, rev})
		add(1, n.bare("a"))
		if moved := k.moved(n.bare("a", rev)); len(moved) > 0 {
			add(2, moved[0], withRev(moved[len(moved)-1], wrong), withID(withRev(moved[0], 0), "v"))
		}
		add(3, n.bare("a", wrong), Voided{Ref{n.Name, "a"}, wrong})
	}
	return out
}

// standing writes what troubles are about, and returns the Rev.
func (k kit) standing() int64 {
	rev := k.write(append(k.each("a"), k.each("v")...)...)
	k.write(k.voids("v", rev)...)
	return rev
}

// checkRefusedRecords puts the record that is refused among others that are not.
func checkRefusedRecords(k kit) {
	rev := k.standing()
	for _, some := range k.troubles(rev) {
		k.unchanged(func() {
			for _, bad := range some {
				good := slices.DeleteFunc(append(k.each("new"), k.each("a", rev)...), func(r any) bool { return k.room.noun(r).Name == bad.noun })
				k.refuse(bad.want, append(good, bad.record)...)
			}
		})
	}
}

func checkRefusedLog(k kit) {
	rev := k.write(k.first().bare("a"))
	k.refuse(k.room.Errors.Exists, k.first().bare("b"), k.first().bare("a"))
	k.refuse(k.room.Errors.Stale, k.first().bare("b"), k.first().bare("a", rev+1000))
	k.refuse(k.room.Errors.Invalid)
	if log := k.log(); len(log) != 1 {
		k.Fatalf("got %d batches in the log, want the 1 that was not refused", len(log))
	}
}

func checkUsable(k kit) {
	rev := k.standing()
	k.refuse(k.room.Errors.Invalid)
	for _, some := range k.troubles(rev) {
		for _, bad := range some[:min(2, len(some))] {
			k.refuse(bad.want, bad.record)
		}
	}
	k.write(k.each("a", rev)...)
	k.mustHold(k.each("a")...)
}

func checkRefusesUnchecked(k kit) {
	rev := k.write(k.each("a")...)
	k.unchanged(func() {
		for _, b := range k.brokenBatches(rev) {
			_, err := k.store.Write(k.Context(), b)
			k.mustFailCheck(err, b)
		}
	})
}

// checkChecksFirst writes batches with a record that is missing, or there already, or stale, before
// the one that breaks a rule of its own.
func checkChecksFirst(k kit) {
	rev := k.standing()
	for _, some := range k.troubles(rev) {
		for _, bad := range some {
			b := batch(bad.record, withID(k.first().bare(""), ""))
			_, err := k.store.Write(k.Context(), b)
			k.mustFailCheck(err, b)
		}
	}
}

// mustFailCheck fails where err is not the error of Batch.Check.
func (k kit) mustFailCheck(err error, b Batch) {
	k.Helper()
	want := k.room.check(b)
	if want == nil {
		k.Fatalf("Batch.Check: got no error")
	}
	if !errors.Is(err, k.room.Errors.Invalid) || k.room.Rule(err) != k.room.Rule(want) {
		k.Fatalf("write: got error %v, want that of Batch.Check: %v", err, want)
	}
}

// brokenBatches returns batches that break the rules of Batch.Check, one each.
func (k kit) brokenBatches(rev int64) []Batch {
	n := k.first()
	with := func(change func(*Batch)) Batch {
		b := batch(n.bare("b"))
		change(&b)
		return b
	}
	out := []Batch{
		batch(),
		with(func(b *Batch) { b.Seq = rev + 1 }),
		with(func(b *Batch) { b.At = time.Time{} }),
		with(func(b *Batch) { b.At = noon(0).AddDate(9000, 0, 0) }),
		with(func(b *Batch) { b.Why = "\xff" }),
		with(func(b *Batch) { b.By = strings.Repeat("x", 256) }),
		with(func(b *Batch) { b.Erase = []string{"e", "e"} }),
		{At: noon(0), Erase: []string{""}},
		{At: noon(0), Records: []any{n.bare("a", rev)}, Erase: []string{"e"}},
		{At: noon(0), Void: []Voided{{Ref{n.Name, "a"}, rev}}, Erase: []string{"e"}},
		batch(Voided{Ref{"nothing", "a"}, rev}),
		batch(Voided{Ref{n.Name, ""}, rev}),
		batch(Voided{Ref{n.Name, "a"}, rev}, Voided{Ref{n.Name, "a"}, rev}),
	}
	for _, n := range k.room.Nouns {
		out = append(out,
			batch(n.bare("b"), n.bare("b")), batch(n.bare("a", rev), Voided{Ref{n.Name, "a"}, rev}), batch(Voided{Ref{n.Name, "a"}, 0}),
			batch(n.bare("")), batch(n.bare(strings.Repeat("x", 256))), batch(n.bare("a\x00")), batch(n.bare("b", -1)),
		)
		out = append(out, k.brokenTexts(n)...)
		for _, b := range n.Goes {
			if r, ok := k.room.bind(b, n.bare("b"), Ref{k.room.Party, "e"}); ok {
				out = append(out, Batch{At: noon(0), Records: []any{r}, Erase: []string{"e"}})
			}
		}
	}
	return out
}

// brokenTexts breaks each text of a record.
func (k kit) brokenTexts(n *Noun) []Batch {
	var out []Batch
	full := addressable(n.full("b"))
	leaves(full, reflect.TypeFor[string](), func(text reflect.Value) {
		was := text.String()
		text.SetString("a\x00b")
		out = append(out, batch(deep(full.Interface())))
		text.SetString(was)
	})
	return out
}

// checkErrorOrder puts every two troubles of one noun into one batch, and a tenth of those of two
// nouns, which stand at every place.
func checkErrorOrder(k kit) {
	troubles := k.troubles(k.standing())
	for i := range troubles {
		for _, later := range troubles[i+1:] {
			for a, x := range troubles[i] {
				for b, y := range later {
					if x.noun != y.noun && (a+3*b)%10 > 0 {
						continue
					}
					if b := batch(x.record, y.record); k.room.check(b) == nil { // not the same record twice
						k.refuseBatch(x.want, b)
					}
				}
			}
		}
	}
}
