package relationshiptest

import (
	"errors"
	"math"
	"strings"
	"time"

	"github.com/kithcrm/kith/relationship"
)

func refusalClauses() []clause {
	const nothing = "A refused batch must leave nothing behind."
	return []clause{
		{name: "refuse/records", sentence: nothing, check: checkRefusedRecords},
		{name: "refuse/log", sentence: nothing, check: checkRefusedLog, of: withHistory},
		{name: "refuse/usable", sentence: "A refused batch must leave the host's transaction usable.", check: checkUsable},
		{name: "refuse/check", sentence: "A batch that fails Batch.Check must be refused with that error.", check: checkRefusesUnchecked},
		{name: "refuse/check-first", sentence: "A batch that fails Batch.Check must be refused before anything is read.", check: checkChecksFirst},
		{name: "refuse/order", sentence: "Over all records of the batch, the first of these errors that applies must be returned: ErrNotFound, ErrExists, ErrInvalid, ErrStale.", check: checkErrorOrder},
	}
}

// checkRefusedRecords puts the record that is refused last, behind some that are not.
func checkRefusedRecords(tb TB, s relationship.Store) {
	rev := write(tb, s, person("a"), tie("t", "a", "a"), need("n", "a", "t"))
	good := []any{person("b"), person("a", rev), tie("u", "a", "a"), tie("t", "a", "a", rev), need("n", "a", "t", rev)}
	for _, bad := range []struct {
		record any
		want   error
	}{
		{need("o", "a", "", rev), relationship.ErrNotFound},
		{need("o", "b", "t", 0), relationship.ErrExists},
		{need("o", "a", "t", rev), relationship.ErrInvalid},
		{need("o", "b", "t", rev+1000), relationship.ErrStale},
		{void(relationship.NeedID("o").Ref(), rev+1000), relationship.ErrStale},
	} {
		if bad.want == relationship.ErrExists {
			write(tb, s, need("o", "b", "t"))
		}
		unchanged(tb, s, func() { refuse(tb, s, bad.want, batch(append(good, bad.record)...)) })
	}
}

func checkRefusedLog(tb TB, s relationship.Store) {
	rev := write(tb, s, person("a"))
	refuse(tb, s, relationship.ErrExists, batch(person("b"), person("a")))
	refuse(tb, s, relationship.ErrStale, batch(person("b"), person("a", rev+1000)))
	refuse(tb, s, relationship.ErrInvalid, batch())
	if log := logOf(tb, s); len(log) != 1 {
		tb.Fatalf("got %d batches in the log, want the 1 that was not refused", len(log))
	}
}

func checkUsable(tb TB, s relationship.Store) {
	rev := write(tb, s, person("a"), tie("t", "a", "a"))
	for _, bad := range []struct {
		want error
		b    relationship.Batch
	}{
		{relationship.ErrInvalid, batch()},
		{relationship.ErrNotFound, batch(person("z", rev))},
		{relationship.ErrExists, batch(tie("t", "a", "a"))},
		{relationship.ErrInvalid, batch(tie("t", "a", "z", rev))},
		{relationship.ErrStale, batch(tie("t", "a", "a", rev+1000))},
	} {
		refuse(tb, s, bad.want, bad.b)
		rev = write(tb, s, person("a", rev), tie("t", "a", "a", rev))
		mustHold(tb, s, person("a"), tie("t", "a", "a"))
	}
}

func checkRefusesUnchecked(tb TB, s relationship.Store) {
	rev := write(tb, s, person("a"))
	for _, b := range brokenBatches(rev) {
		unchanged(tb, s, func() {
			_, err := s.Write(tb.Context(), b)
			mustFailCheck(tb, err, b)
		})
	}
}

// checkChecksFirst writes batches with a record that is missing, or there already, or stale, before
// the one that breaks a rule of its own.
func checkChecksFirst(tb TB, s relationship.Store) {
	rev := write(tb, s, person("a"))
	for _, p := range []relationship.Party{person("z", rev), person("a"), person("a", rev+1000)} {
		b := batch(p, relationship.Party{ID: "b"})
		_, err := s.Write(tb.Context(), b)
		mustFailCheck(tb, err, b)
	}
}

// mustFailCheck fails where err is not the error of Batch.Check.
func mustFailCheck(tb TB, err error, b relationship.Batch) {
	tb.Helper()
	want, ok := errors.AsType[*relationship.OpError](b.Check())
	if !ok {
		tb.Fatalf("Batch.Check: got no *OpError")
	}
	got, ok := errors.AsType[*relationship.OpError](err)
	if !ok || !errors.Is(err, relationship.ErrInvalid) || got.Field != want.Field || got.Rule != want.Rule {
		tb.Fatalf("write: got error %v, want that of Batch.Check: %v", err, want)
	}
}

// brokenBatches returns batches that break the rules of Batch.Check, one each.
func brokenBatches(rev relationship.Seq) []relationship.Batch {
	with := func(b relationship.Batch, change func(*relationship.Batch)) relationship.Batch {
		change(&b)
		return b
	}
	noKind := relationship.Party{ID: "b"}
	noName := relationship.Party{Kind: relationship.Person}
	nul, broken, nan, noStints := person("b"), person("b"), person("b"), tie("t", "a", "a")
	nul.Name, broken.Name = "a\x00b", "\xff"
	nan.Facts = []relationship.Fact{{Name: "x", Value: math.NaN(), Basis: relationship.Stated}}
	noStints.Stints = nil
	return []relationship.Batch{
		batch(),
		with(batch(person("b")), func(b *relationship.Batch) { b.Seq = rev + 1 }),
		with(batch(person("b")), func(b *relationship.Batch) { b.At = time.Time{} }),
		with(batch(person("b")), func(b *relationship.Batch) { b.At = noon(0).AddDate(9000, 0, 0) }),
		with(batch(person("b")), func(b *relationship.Batch) { b.Why = "\xff" }),
		with(batch(person("b")), func(b *relationship.Batch) { b.Erase = []relationship.PartyID{"a"} }),
		{At: noon(0), Erase: []relationship.PartyID{"a", "a"}},
		batch(person("b"), person("b")),
		batch(person("a", rev), void(relationship.PartyID("a").Ref(), rev)),
		batch(void(relationship.PartyID("a").Ref(), 0)),
		batch(void(relationship.Ref{Noun: "item", ID: "a"}, rev)),
		batch(noKind), batch(noName), batch(person(strings.Repeat("x", 256))), batch(person("b", -1)),
		batch(nul), batch(broken), batch(nan), batch(noStints), batch(need("n", "", "")),
	}
}

// checkErrorOrder puts every two troubles into one batch, each at every place.
func checkErrorOrder(tb TB, s relationship.Store) {
	rev := write(tb, s, person("a"), tie("t", "a", "a"), need("n", "a", "t"), tie("v", "a", "a"))
	write(tb, s, void(relationship.TieID("v").Ref(), rev))
	wrong := rev + 1000
	missing := []any{person("z", rev), tie("z", "a", "a", rev), need("z", "a", "", rev), tie("v", "a", "z", rev), void(relationship.NeedID("y").Ref(), rev)}
	exists := []any{person("a"), tie("t", "a", "a"), need("n", "a", "t")}
	changed := []any{tie("t", "a", "z", rev), tie("v", "a", "z"), need("n", "z", "t", rev), tie("t", "z", "a", wrong), need("n", "a", "z", wrong)}
	stale := []any{person("a", wrong), tie("t", "a", "a", wrong), need("n", "a", "t", wrong), void(relationship.PartyID("a").Ref(), wrong)}
	troubles := [][]any{missing, exists, changed, stale}
	wants := []error{relationship.ErrNotFound, relationship.ErrExists, relationship.ErrInvalid, relationship.ErrStale}
	for i, worse := range troubles {
		for _, better := range troubles[i:] {
			for _, x := range worse {
				for _, y := range better {
					if b := batch(x, y); b.Check() == nil { // not the same record twice
						refuse(tb, s, wants[i], b)
					}
				}
			}
		}
	}
}
