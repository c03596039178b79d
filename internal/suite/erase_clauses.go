package suite

import (
	"fmt"
	"slices"
	"strings"
)

func eraseClauses(r *Room) []clause {
	clauses := []clause{
		{name: "erase/several", sentence: "For each party in b.Erase, every version must be removed.", check: checkEraseSeveral},
		{name: "erase/void-too", sentence: "What goes with an erased party goes if it is void, too: what was erased binds nothing.", check: checkEraseVoidToo},
		{name: "erase/rest", sentence: "Records that are not removed keep their Rev.", check: checkEraseRest},
		{name: "erase/unknown", sentence: "Erasing a party that is not there succeeds.", check: checkEraseUnknown},
		{name: "erase/not-there", sentence: "What was erased is not there: ErrNotFound.", check: checkErasedNotThere},
		{name: "erase/create-again", sentence: "A record whose Rev is 0 is created; it may have been erased before.", check: checkEraseCreateAgain},
		{name: "erase/old-rev", sentence: "Of a record that was erased and created again, an old Rev is stale.", check: checkErasedRevStale},
	}
	for _, n := range r.Nouns {
		for _, b := range n.Goes {
			clauses = append(clauses, bondClauses(r, n, b)...)
		}
	}
	return append(clauses, r.earlierClauses()...)
}

// name returns what a bond is called among clauses.
func (b Bond) name(n *Noun) string { return n.Name + "-" + strings.ReplaceAll(b.Field, "[]", "") }

// changes reports whether a record can name another by some bond than it did.
func (n *Noun) changes() bool {
	return slices.ContainsFunc(n.Goes, func(b Bond) bool { return n.free(b.Field) })
}

// earlierClauses are about fields by which records go and that change.
func (r *Room) earlierClauses() []clause {
	var clauses []clause
	for _, n := range r.Nouns {
		for _, b := range n.Goes {
			if _, ok := r.bind(b, n.bare("x"), Ref{r.Party, "ann"}); ok && n.free(b.Field) {
				clauses = append(clauses, clause{
					name:     "erase/" + b.name(n) + "-earlier",
					sentence: fmt.Sprintf("For each party in b.Erase, every version must be removed of %s whose %s it is, or was in an earlier version.", n.List, b.Field),
					check:    func(k kit) { checkEraseEarlier(k, n, b) },
				})
			}
		}
	}
	return clauses
}

// checkEraseEarlier erases a party that records named before, that stand or are void, and one that they
// have named since.
func checkEraseEarlier(k kit, n *Noun, b Bond) {
	of := func(id, party string, rev int64) any {
		r, _ := k.room.bind(b, n.bare(id, rev), Ref{k.room.Party, party})
		return r
	}
	first := k.write(of("was", "ann", 0), of("void", "ann", 0), of("is", "bob", 0), of("stays", "bob", 0))
	second := k.write(of("was", "bob", first), of("void", "bob", first), of("is", "ann", first), of("stays", "cid", first))
	k.write(Voided{Ref{n.Name, "void"}, second})
	k.erase("ann")
	k.mustHold(of("stays", "cid", 0))
	k.mustNotTell([]any{n.bare("was"), n.bare("void"), n.bare("is")})
	k.write(of("was", "bob", 0), of("void", "bob", 0))
	k.erase("cid")
	k.mustHold(of("was", "bob", 0), of("void", "bob", 0))
}

// bondClauses are about one field by which records of one noun go.
func bondClauses(r *Room, n *Noun, b Bond) []clause {
	var clauses []clause
	name := b.name(n)
	party := Ref{r.Party, "ann"}
	if _, ok := r.bind(b, n.bare("x"), party); ok {
		clauses = append(clauses, clause{
			name:     "erase/" + name,
			sentence: fmt.Sprintf("For each party in b.Erase, every version must be removed of %s whose %s it is.", n.List, b.Field),
			check:    func(k kit) { checkEraseBond(k, n, b) },
		})
	}
	for _, m := range r.Nouns {
		if _, ok := r.bind(b, n.bare("x"), Ref{m.Name, "ann"}); ok && m.Takes {
			clauses = append(clauses, clause{
				name:     "erase/" + name + "-of-" + m.Name,
				sentence: fmt.Sprintf("Of %s that go with an erased party, %s that have them as %s must be removed too.", m.List, n.List, b.Field),
				check:    func(k kit) { checkEraseAlong(k, n, b, m) },
			})
		}
	}
	return clauses
}

func checkEraseBond(k kit, n *Noun, b Bond) {
	ann, _ := k.room.bind(b, n.bare("ann's"), Ref{k.room.Party, "ann"})
	bob, _ := k.room.bind(b, n.bare("bob's"), Ref{k.room.Party, "bob"})
	void, _ := k.room.bind(b, n.bare("ann's-too"), Ref{k.room.Party, "ann"})
	first := k.write(append(k.each("x"), ann, bob, void)...)
	k.write(withRev(ann, first), Voided{k.room.ref(void), first})
	k.erase("ann")
	k.mustHold(append(k.each("x"), bob)...)
	// What remains binds nothing: neither what stood nor what was void.
	for _, r := range []any{ann, void} {
		again, _ := k.room.bind(b, r, Ref{k.room.Party, "bob"})
		k.write(again)
	}
}

// taken returns a record of a noun, with the ID "taken", that goes with the party "ann".
func (k kit) taken(m *Noun) any {
	for _, b := range m.Goes {
		if r, ok := k.room.bind(b, m.bare("taken"), Ref{k.room.Party, "ann"}); ok {
			return r
		}
	}
	panic("suite: " + m.Name + " takes others along, but does not go with a party")
}

// checkEraseAlong erases a party with something that others hang on, standing and then void.
func checkEraseAlong(k kit, n *Noun, b Bond, m *Noun) {
	var stays []any
	for _, state := range []string{"stands", "void"} {
		of := withID(k.taken(m), state)
		on := func(id string, to Ref) any {
			r, _ := k.room.bind(b, n.bare(id+"-"+state), to)
			return r
		}
		elsewhere := Ref{m.Name, "elsewhere"}
		hangs, voided := on("hangs", k.room.ref(of)), on("voided", k.room.ref(of))
		rev := k.write(of, hangs, voided, on("stays", elsewhere))
		k.write(Voided{k.room.ref(voided), rev})
		if state == "void" {
			k.write(Voided{k.room.ref(of), rev})
		}
		k.erase("ann")
		stays = append(stays, on("stays", elsewhere))
		k.mustHold(stays...)
		k.write(on("voided", elsewhere)) // nothing binds it
		stays = append(stays, on("voided", elsewhere))
	}
}

// voidsOf returns how to void records.
func voidsOf(k kit, records []any) []any {
	var out []any
	for _, r := range records {
		out = append(out, Voided{k.room.ref(r), k.room.noun(r).rev(r)})
	}
	return out
}

// kin returns the records that go with "ann" by every field, and others that stay.
func (k kit) kin() (goes, stays []any) {
	for _, n := range k.room.Nouns {
		stays = append(stays, n.bare("stays"))
		for _, b := range n.Goes {
			for _, id := range []string{"ann", "bob"} {
				if r, ok := k.room.bind(b, n.bare(b.Field+"-"+id), Ref{k.room.Party, id}); ok && id == "ann" {
					goes = append(goes, r)
				} else if ok {
					stays = append(stays, r)
				}
			}
			for _, m := range k.room.Nouns {
				r, ok := k.room.bind(b, n.bare(b.Field+"-of-"+m.Name), Ref{m.Name, "taken"})
				if ok && m.Takes {
					goes = append(goes, r)
				}
			}
		}
		if n.Takes {
			goes = append(goes, k.taken(n))
		}
	}
	return goes, stays
}

// writeKin writes both in one batch.
func (k kit) writeKin() (rev int64, goes, stays []any) {
	k.Helper()
	goes, stays = k.kin()
	b := batch(append(slices.Clone(goes), stays...)...)
	b.By, b.Why = "bob", "the first import"
	return k.writeBatch(b), goes, stays
}

func checkEraseSeveral(k kit) {
	_, _, stays := k.writeKin()
	k.erase("cid", "nobody", "ann")
	k.mustHold(stays...)
	k.erase("ann", "bob")
	stays = slices.DeleteFunc(stays, func(r any) bool { return slices.Contains(k.room.refsIn(r), Ref{k.room.Party, "bob"}) })
	k.mustHold(stays...)
}

// checkEraseVoidToo makes everything void before it is erased, and creates it again as something else.
func checkEraseVoidToo(k kit) {
	rev, goes, stays := k.writeKin()
	k.write(voidsOf(k, withRevs(goes, rev))...)
	k.erase("ann")
	k.mustHold(stays...)
	others := k.freed(goes)
	k.write(others...)
	k.mustHold(append(stays, others...)...)
}

func checkEraseRest(k kit) {
	first, _, stays := k.writeKin()
	second := k.write(k.each("stays", first)...)
	k.erase("ann")
	want := withRevs(stays, first)
	for i, r := range want {
		if k.room.ref(r).ID == "stays" {
			want[i] = withRev(r, second)
		}
	}
	k.mustEqual("the records that were not erased", k.content(0), k.ordered(want))
	k.write(want...)
}

func checkEraseUnknown(k kit) {
	first := k.erase("ann")
	_, _, stays := k.writeKin()
	k.erase("ann")
	again := k.erase("ann", "nobody")
	if again <= first {
		k.Fatalf("erase: got number %d after %d, want a greater one", again, first)
	}
	k.mustHold(stays...)
}

func checkErasedNotThere(k kit) {
	rev, goes, _ := k.writeKin()
	k.erase("ann")
	k.refuseEach(k.room.Errors.NotFound, withRevs(goes, rev)...)
	k.refuseEach(k.room.Errors.NotFound, voidsOf(k, withRevs(goes, rev))...)
}

// checkEraseCreateAgain creates what was erased as it was, and then as somebody else's.
func checkEraseCreateAgain(k kit) {
	_, goes, stays := k.writeKin()
	for range 2 {
		k.erase("ann")
		k.write(goes...)
		k.mustHold(append(goes, stays...)...)
	}
	k.erase("ann")
	others := k.freed(goes)
	k.write(others...)
	k.erase("ann") // who has nothing left
	k.mustHold(append(stays, others...)...)
}

func checkErasedRevStale(k kit) {
	old, goes, _ := k.writeKin()
	k.erase("ann")
	now := k.write(goes...)
	k.refuseEach(k.room.Errors.Stale, withRevs(goes, old)...)
	k.write(withRevs(goes, now)...)
}

// besideClauses are about the records that an erasing batch creates.
func besideClauses() []clause {
	return []clause{
		{name: "beside/created", sentence: "Beside an erasure, a batch only creates records: what stays of the erased without a name.", check: checkBesideCreated},
		{name: "beside/freed", sentence: "The records that the same batch creates are created after that: what is erased by it is not there for them.", check: checkBesideFreed},
		{name: "beside/freed-void", sentence: "The records that the same batch creates are created after that, void ones too: what was erased binds nothing.", check: checkBesideFreedVoid},
		{name: "beside/refused", sentence: "A refused batch must leave nothing behind: nobody is erased, either.", check: checkBesideRefused},
		{name: "beside/log", sentence: "Log returns each batch with everything that it wrote, and what it erased.", check: checkBesideLog, of: withHistory},
	}
}

func (k kit) eraseBeside(records []any, ids ...string) int64 {
	k.Helper()
	b := batch(records...)
	b.Erase = ids
	return k.writeBatch(b)
}

func checkBesideCreated(k kit) {
	_, _, stays := k.writeKin()
	seq := k.eraseBeside(k.each("new"), "ann")
	k.mustHold(append(stays, k.each("new")...)...)
	k.write(k.each("new", seq)...)
}

// freed returns what can be created under the IDs of what goes: it names nobody who is erased.
func (k kit) freed(goes []any) []any {
	var out []any
	for _, r := range goes {
		out = append(out, k.room.noun(r).bare(k.room.ref(r).ID))
	}
	return out
}

func checkBesideFreed(k kit) {
	old, goes, stays := k.writeKin()
	seq := k.eraseBeside(k.freed(goes), "ann")
	k.mustHold(append(stays, k.freed(goes)...)...)
	k.refuseEach(k.room.Errors.Stale, withRevs(k.freed(goes), old)...)
	k.write(withRevs(k.freed(goes), seq)...)
}

func checkBesideFreedVoid(k kit) {
	rev, goes, stays := k.writeKin()
	k.write(voidsOf(k, withRevs(goes, rev))...)
	k.eraseBeside(k.freed(goes), "ann")
	k.mustHold(append(stays, k.freed(goes)...)...)
}

// fixedNoun returns a noun some fields of which never change.
func (k kit) fixedNoun() *Noun {
	i := slices.IndexFunc(k.room.Nouns, func(n *Noun) bool { return len(n.Fixed) > 0 })
	return k.room.Nouns[i]
}

func checkBesideRefused(k kit) {
	rev, _, stays := k.writeKin()
	void := k.fixedNoun().bare("void")
	first := k.write(k.moved(void)[0])
	k.write(Voided{k.room.ref(void), first})
	for _, bad := range []trouble{{record: withRev(stays[0], 0), want: k.room.Errors.Exists}, {record: void, want: k.room.Errors.Invalid}} {
		b := batch(append(k.each("new"), bad.record)...)
		b.Erase = []string{"ann"}
		k.unchanged(func() { k.refuseBatch(bad.want, b) })
	}
	k.write(withRevs(stays, rev)...)
}

func checkBesideLog(k kit) {
	_, goes, _ := k.writeKin()
	b := batch(k.freed(goes)...)
	b.Erase, b.By, b.Why = []string{"ann"}, "cid", "by letter"
	b.Seq = k.writeBatch(b)
	b.Records = withRevs(b.Records, b.Seq)
	log := k.inAnyOrder(k.log())
	k.mustEqual("the batch that erases and creates", log[len(log)-1:], k.inAnyOrder([]Batch{b}))
}
