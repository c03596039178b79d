package suite

import (
	"errors"
	"slices"
	"time"

	"pgregory.net/rapid"
)

// A history does the same to the store under test and to a model, and compares what they say. Their
// numbers of batches are compared through a mapping, never by equality.
type history struct {
	room   *Room
	store  Store
	model  Store
	drawn  drawn
	issued []number    // of every batch that was written, in order
	now    [][]any     // what the model holds, in the order of the nouns
	last   map[Ref]any // every record as it was last written, void and erased ones too
	due    []bool      // the nouns that are to be compared after this step
	steps  int
}

// nowAndThen is after how many steps everything is compared, and not only what a step should change.
const nowAndThen = 10

// A number is the number of one batch in the store and in the model.
type number struct{ store, model int64 }

func (r *Room) checkModel(t *rapid.T, open func(TB) Store) {
	h := &history{room: r, store: open(t), model: r.untyped(r.Model()), drawn: drawFrom(t, r), last: map[Ref]any{}}
	h.now, h.due = make([][]any, len(r.Nouns)), make([]bool, len(r.Nouns))
	t.Repeat(map[string]func(*rapid.T){
		"":               h.compare,
		"create":         h.create,
		"change":         h.change,
		"void":           h.void,
		"write anything": h.writeAnything,
		"erase":          h.erase,
		"look back":      h.lookBack,
	})
	kit{t, h.store, r}.checkFound(h.compareAll(t))
}

// stands returns what the model holds.
func (h *history) stands() []any { return slices.Concat(h.now...) }

// record draws a record; one that was there once mostly keeps what never changes.
func (h *history) record(t *rapid.T, n *Noun) any {
	r := h.drawn.record(t, n)
	if old, was := h.last[h.room.ref(r)]; was {
		return h.kept(t, r, old)
	}
	return r
}

// kept returns a record with what never changes as it was, but for one field of it now and then.
func (h *history) kept(t *rapid.T, r, old any) any {
	n := h.room.noun(r)
	moves := -1
	if len(n.Fixed) > 0 && rapid.IntRange(0, 3).Draw(t, "move") == 0 {
		moves = rapid.IntRange(0, len(n.Fixed)-1).Draw(t, "what moves")
	}
	out := r
	for i, path := range n.Fixed {
		if i != moves {
			out = copyField(out, old, path)
		}
	}
	if !h.room.valid(withRev(out, 0)) {
		return r
	}
	return out
}

// create writes one new record, or now and then one with the Rev of some other, which mostly is not
// there.
func (h *history) create(t *rapid.T) {
	r, rev := h.record(t, h.drawn.noun(t)), number{}
	if len(h.issued) > 0 && rapid.IntRange(0, 3).Draw(t, "with a rev") == 0 {
		rev = rapid.SampledFrom(h.issued).Draw(t, "another rev")
	}
	h.write(t, h.pair(t, []any{r}, nil, func(int64) number { return rev }))
}

// change replaces one record that is there, so that it has many versions; not always as is right.
func (h *history) change(t *rapid.T) {
	now := h.stands()
	if len(now) == 0 {
		t.Skip("there is nothing to change")
	}
	old := rapid.SampledFrom(now).Draw(t, "which")
	n := h.room.noun(old)
	r := h.kept(t, withID(h.drawn.record(t, n), n.id(old)), old)
	if !h.room.valid(r) {
		t.Skip("the record breaks a rule under that ID")
	}
	h.write(t, h.pair(t, []any{r}, nil, func(rev int64) number { return h.anyRev(t, rev) }))
}

// void takes one record out of sight.
func (h *history) void(t *rapid.T) {
	h.write(t, h.pair(t, nil, []Ref{h.drawn.standing(t, h.stands())}, h.right))
}

// writeAnything writes several records, most of them as is right, others not.
func (h *history) writeAnything(t *rapid.T) {
	var gone []Ref
	if rapid.IntRange(0, 3).Draw(t, "void") == 0 {
		gone = append(gone, h.drawn.standing(t, h.stands()))
	}
	h.write(t, h.pair(t, h.several(t), gone, func(rev int64) number { return h.anyRev(t, rev) }))
}

// several draws records with different IDs.
func (h *history) several(t *rapid.T) []any {
	var records []any
	seen := map[Ref]bool{}
	for range rapid.IntRange(0, 4).Draw(t, "how many") {
		r := h.record(t, h.drawn.noun(t))
		if ref := h.room.ref(r); !seen[ref] {
			seen[ref] = true
			records = append(records, r)
		}
	}
	return records
}

// erase erases parties, and creates records beside it.
func (h *history) erase(t *rapid.T) {
	ids := rapid.SliceOfNDistinct(h.drawn.id, 1, 2, rapid.ID).Draw(t, "erased")
	var beside []any
	if rapid.IntRange(0, 2).Draw(t, "beside") == 0 {
		beside = h.several(t)
	}
	b := h.pair(t, beside, nil, func(int64) number { return number{} })
	b[0].Erase, b[1].Erase = ids, ids
	h.write(t, b)
}

// lookBack compares what was known of one noun after an earlier batch.
func (h *history) lookBack(t *rapid.T) {
	if len(h.issued) == 0 || !keepsHistory(h.store) {
		t.Skip("there is nothing to look back to")
	}
	known, n := rapid.SampledFrom(h.issued).Draw(t, "known"), h.drawn.noun(t)
	got := h.renumbered(t, kit{t, h.store, h.room}.all(n, Query{Known: known.store}))
	mustEqual(t, n.List+" as they were known", got, kit{t, h.model, h.room}.all(n, Query{Known: known.model}))
}

// pair returns a batch for the store and the same for the model: each with its own revisions, which
// rev makes of the one that the record has in the model.
func (h *history) pair(t *rapid.T, records []any, gone []Ref, rev func(int64) number) [2]Batch {
	current := map[Ref]int64{}
	for _, r := range h.stands() {
		current[h.room.ref(r)] = h.room.noun(r).rev(r)
	}
	s := Batch{At: h.drawn.at.Draw(t, "at"), Why: h.drawn.text.Draw(t, "why")}
	if rapid.Bool().Draw(t, "signed") {
		s.By = h.drawn.id.Draw(t, "by")
	}
	m := s
	for _, r := range records {
		n := rev(current[h.room.ref(r)])
		s.Records = append(s.Records, withRev(r, n.store))
		m.Records = append(m.Records, withRev(r, n.model))
	}
	for _, ref := range gone {
		n := rev(current[ref])
		if n == (number{}) { // a void record must have a Rev: one of somebody else's
			n = h.never()
		}
		s.Void = append(s.Void, Voided{ref, n.store})
		m.Void = append(m.Void, Voided{ref, n.model})
	}
	return [2]Batch{s, m}
}

// right returns the revision that is asked for.
func (h *history) right(rev int64) number {
	i := slices.IndexFunc(h.issued, func(n number) bool { return n.model == rev })
	if i < 0 {
		return number{} // to be created
	}
	return h.issued[i]
}

// anyRev mostly returns the right revision: else none, that of another batch, or one that was never
// issued.
func (h *history) anyRev(t *rapid.T, rev int64) number {
	switch draw := rapid.IntRange(0, 11).Draw(t, "rev"); {
	case draw == 0:
		return number{}
	case draw == 1:
		return h.never()
	case draw == 2 && len(h.issued) > 0:
		return rapid.SampledFrom(h.issued).Draw(t, "another rev")
	}
	return h.right(rev)
}

func (h *history) never() number {
	last := number{}
	if len(h.issued) > 0 {
		last = h.issued[len(h.issued)-1]
	}
	return number{last.store + 1000, last.model + 1000}
}

// write writes a batch to both, which must take it or refuse it alike.
func (h *history) write(t *rapid.T, b [2]Batch) {
	if rapid.IntRange(0, 31).Draw(t, "broken") == 0 {
		b[0].At, b[1].At = time.Time{}, time.Time{}
	}
	for _, ref := range h.room.refs(&b[1]) {
		if i := h.room.place(ref.Noun); i >= 0 { // what is erased has none
			h.due[i] = true
		}
	}
	got, err := h.store.Write(t.Context(), b[0])
	want, wantErr := h.model.Write(t.Context(), b[1])
	if wantErr != nil {
		if h.kindOf(err) != h.kindOf(wantErr) {
			t.Fatalf("write: got error %v, want one like %q", err, h.kindOf(wantErr))
		}
		return
	}
	if err != nil {
		t.Fatalf("write: got error %v, want none", err)
	}
	if n := len(h.issued); got <= 0 || n > 0 && got <= h.issued[n-1].store {
		t.Fatalf("write: got number %d, want one above 0 and all before", got)
	}
	h.issued = append(h.issued, number{got, want})
	for _, r := range b[1].Records {
		h.last[h.room.ref(r)] = r
	}
	h.refresh(t, len(b[1].Erase) > 0)
}

// refresh reads from the model what has changed. An erasure can change anything.
func (h *history) refresh(t *rapid.T, erased bool) {
	for i, n := range h.room.Nouns {
		if !h.due[i] && !erased {
			continue
		}
		was := len(h.now[i])
		h.now[i] = kit{t, h.model, h.room}.all(n, Query{})
		h.due[i] = h.due[i] || len(h.now[i]) != was
	}
}

// kindOf returns the sentinel that an error matches, or nil.
func (h *history) kindOf(err error) error {
	for _, kind := range h.room.Errors.inOrder() {
		if errors.Is(err, kind) {
			return kind
		}
	}
	return nil
}

// compare holds what a step should have changed against the model: all records of a noun. What it
// should not have changed is seen now and then, and at the end.
func (h *history) compare(t *rapid.T) {
	if h.steps++; h.steps%nowAndThen == 0 {
		h.compareAll(t)
	}
	for i, n := range h.room.Nouns {
		if h.due[i] {
			h.due[i] = false
			got := kit{t, h.store, h.room}.all(n, Query{})
			mustEqual(t, n.List, h.renumbered(t, got), h.now[i])
		}
	}
}

// compareAll holds everything that the store shows against the model, and returns its records.
func (h *history) compareAll(t *rapid.T) []any {
	clear(h.due)
	s, m := kit{t, h.store, h.room}, kit{t, h.model, h.room}
	now := s.content(0)
	mustEqual(t, "all records", h.renumbered(t, now), h.stands())
	if !keepsHistory(h.store) {
		return now
	}
	log := s.log()
	s.checkLog(log, now)
	for i := range log {
		b := &log[i]
		b.Records = h.renumbered(t, b.Records)
		b.Seq = h.inModel(t, b.Seq)
		for i := range b.Void {
			b.Void[i].Rev = h.inModel(t, b.Void[i].Rev)
		}
	}
	mustEqual(t, "the log", s.inAnyOrder(log), m.inAnyOrder(m.log()))
	return now
}

// renumbered returns records with the revisions that they should have in the model.
func (h *history) renumbered(t *rapid.T, records []any) []any {
	out := make([]any, len(records))
	for i, r := range records {
		out[i] = withRev(r, h.inModel(t, h.room.noun(r).rev(r)))
	}
	return out
}

func (h *history) inModel(t *rapid.T, seq int64) int64 {
	i, found := slices.BinarySearchFunc(h.issued, seq, func(n number, seq int64) int { return int(n.store - seq) })
	if !found {
		t.Fatalf("got the number %d, which Write never returned", seq)
	}
	return h.issued[i].model
}
