package relationshiptest

import (
	"errors"
	"slices"
	"time"

	"github.com/kithcrm/kith/relationship"
	"pgregory.net/rapid"
)

// A history does the same to the store under test and to a model, a [relationship.Memory], and
// compares what they say. Their numbers of batches are compared through a mapping, never by
// equality.
type history struct {
	store  relationship.Store
	model  *relationship.Memory
	drawn  drawn
	issued []number // of every batch that was written, in order
	now    content  // what the model holds
}

// A number is the number of one batch in the store and in the model.
type number struct{ store, model relationship.Seq }

func checkModel(t *rapid.T, open func(TB) relationship.Store) {
	h := &history{store: open(t), model: new(relationship.Memory), drawn: drawFrom(t)}
	t.Repeat(map[string]func(*rapid.T){
		"":               h.compare,
		"create":         h.create,
		"change":         h.change,
		"void":           h.void,
		"write anything": h.writeAnything,
		"erase":          h.erase,
		"look back":      h.lookBack,
	})
	checkInvariants(t, h.store)
}

// create writes one new record.
func (h *history) create(t *rapid.T) {
	var c content
	switch rapid.IntRange(0, 2).Draw(t, "noun") {
	case 0:
		c.Parties = []relationship.Party{h.drawn.party.Draw(t, "party")}
	case 1:
		c.Ties = []relationship.Tie{h.drawn.tie.Draw(t, "tie")}
	default:
		c.Needs = []relationship.Need{h.drawn.need.Draw(t, "need")}
	}
	h.write(t, h.pair(t, h.settle(t, c), nil, func(relationship.Seq) number { return number{} }))
}

// change replaces one record that is there, so that it has many versions; not always as is right.
func (h *history) change(t *rapid.T) {
	if h.now.size() == 0 {
		t.Skip("there is nothing to change")
	}
	var c content
	i := rapid.IntRange(0, h.now.size()-1).Draw(t, "which")
	switch p, q := len(h.now.Parties), len(h.now.Ties); {
	case i < p:
		party := h.drawn.party.Draw(t, "party")
		party.ID = h.now.Parties[i].ID
		if party.MergedInto == party.ID {
			party.MergedInto = ""
		}
		c.Parties = []relationship.Party{party}
	case i < p+q:
		tie := h.drawn.tie.Draw(t, "tie")
		tie.ID = h.now.Ties[i-p].ID
		c.Ties = []relationship.Tie{tie}
	default:
		need := h.drawn.need.Draw(t, "need")
		need.ID = h.now.Needs[i-p-q].ID
		c.Needs = []relationship.Need{need}
	}
	h.write(t, h.pair(t, h.settle(t, c), nil, func(rev relationship.Seq) number { return h.anyRev(t, rev) }))
}

// void takes one record out of sight.
func (h *history) void(t *rapid.T) {
	h.write(t, h.pair(t, content{}, []relationship.Ref{h.drawn.ref(t, h.now)}, h.right))
}

// writeAnything writes several records, most of them as is right, others not.
func (h *history) writeAnything(t *rapid.T) {
	c := h.settle(t, content{
		rapid.SliceOfNDistinct(h.drawn.party, 0, 3, func(p relationship.Party) relationship.PartyID { return p.ID }).Draw(t, "parties"),
		rapid.SliceOfNDistinct(h.drawn.tie, 0, 2, func(t relationship.Tie) relationship.TieID { return t.ID }).Draw(t, "ties"),
		rapid.SliceOfNDistinct(h.drawn.need, 0, 2, func(n relationship.Need) relationship.NeedID { return n.ID }).Draw(t, "needs"),
	})
	var gone []relationship.Ref
	if rapid.IntRange(0, 3).Draw(t, "void") == 0 {
		gone = append(gone, h.drawn.ref(t, h.now))
	}
	h.write(t, h.pair(t, c, gone, func(rev relationship.Seq) number { return h.anyRev(t, rev) }))
}

func (h *history) erase(t *rapid.T) {
	ids := rapid.SliceOfNDistinct(h.drawn.id, 1, 2, rapid.ID).Draw(t, "erased")
	b := h.head(t)
	b.Erase = as[relationship.PartyID](ids)
	h.write(t, [2]relationship.Batch{b, b})
}

// lookBack compares what was known after an earlier batch.
func (h *history) lookBack(t *rapid.T) {
	if len(h.issued) == 0 || !keepsHistory(h.store) {
		t.Skip("there is nothing to look back to")
	}
	n := rapid.SampledFrom(h.issued).Draw(t, "known")
	got := contentOf(t, h.store, n.store)
	h.renumber(t, got)
	mustEqual(t, "what was known", got, contentOf(t, h.model, n.model))
}

// head draws a batch without records.
func (h *history) head(t *rapid.T) relationship.Batch {
	b := relationship.Batch{At: h.drawn.at.Draw(t, "at"), Why: h.drawn.text.Draw(t, "why")}
	if rapid.Bool().Draw(t, "signed") {
		b.By = relationship.PartyID(h.drawn.id.Draw(t, "by"))
	}
	return b
}

// pair returns a batch for the store and the same for the model: each with its own revisions, which
// rev makes of the one that the record has in the model.
func (h *history) pair(t *rapid.T, c content, gone []relationship.Ref, rev func(relationship.Seq) number) [2]relationship.Batch {
	current := map[relationship.Ref]relationship.Seq{}
	for i, r := range refsOf(&relationship.Batch{Parties: h.now.Parties, Ties: h.now.Ties, Needs: h.now.Needs}) {
		current[r] = h.now.revs()[i]
	}
	s := h.head(t)
	m := s
	for _, p := range c.Parties {
		n := rev(current[p.ID.Ref()])
		p.Rev = n.store
		s.Parties = append(s.Parties, p)
		p.Rev = n.model
		m.Parties = append(m.Parties, p)
	}
	for _, x := range c.Ties {
		n := rev(current[x.ID.Ref()])
		x.Rev = n.store
		s.Ties = append(s.Ties, x)
		x.Rev = n.model
		m.Ties = append(m.Ties, x)
	}
	for _, x := range c.Needs {
		n := rev(current[x.ID.Ref()])
		x.Rev = n.store
		s.Needs = append(s.Needs, x)
		x.Rev = n.model
		m.Needs = append(m.Needs, x)
	}
	for _, r := range gone {
		n := rev(current[r])
		if n == (number{}) { // a void record must have a Rev: one of somebody else's
			n = h.never()
		}
		s.Void = append(s.Void, relationship.Voided{Ref: r, Rev: n.store})
		m.Void = append(m.Void, relationship.Voided{Ref: r, Rev: n.model})
	}
	return [2]relationship.Batch{s, m}
}

// right returns the revision that is asked for.
func (h *history) right(rev relationship.Seq) number {
	i := slices.IndexFunc(h.issued, func(n number) bool { return n.model == rev })
	if i < 0 {
		return number{} // to be created
	}
	return h.issued[i]
}

// anyRev mostly returns the right revision: else none, that of another batch, or one that was never
// issued.
func (h *history) anyRev(t *rapid.T, rev relationship.Seq) number {
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
func (h *history) write(t *rapid.T, b [2]relationship.Batch) {
	if rapid.IntRange(0, 31).Draw(t, "broken") == 0 {
		b[0].At, b[1].At = time.Time{}, time.Time{}
	}
	got, err := h.store.Write(t.Context(), b[0])
	want, wantErr := h.model.Write(t.Context(), b[1])
	if wantErr != nil {
		if kindOf(err) != kindOf(wantErr) {
			t.Fatalf("write: got error %v, want one like %q", err, kindOf(wantErr))
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
}

// kindOf returns the sentinel that an error matches, or nil.
func kindOf(err error) error {
	for _, kind := range []error{
		relationship.ErrNotFound, relationship.ErrExists, relationship.ErrInvalid, relationship.ErrStale,
	} {
		if errors.Is(err, kind) {
			return kind
		}
	}
	return nil
}

// compare holds everything that the store shows against the model.
func (h *history) compare(t *rapid.T) {
	now := contentOf(t, h.store, 0)
	log := logOf(t, h.store)
	if log != nil {
		mustEqual(t, "the log, replayed", replay(log), now)
	}
	h.renumber(t, now)
	h.now = contentOf(t, h.model, 0)
	mustEqual(t, "all records", now, h.now)
	if !keepsHistory(h.store) {
		return
	}
	for i := range log {
		b := &log[i]
		h.renumber(t, content{b.Parties, b.Ties, b.Needs})
		b.Seq = h.inModel(t, b.Seq)
		for i := range b.Void {
			b.Void[i].Rev = h.inModel(t, b.Void[i].Rev)
		}
	}
	mustEqual(t, "the log", inAnyOrder(log), inAnyOrder(logOf(t, h.model)))
}

// renumber gives records the revisions that they should have in the model.
func (h *history) renumber(t *rapid.T, c content) {
	for i := range c.Parties {
		c.Parties[i].Rev = h.inModel(t, c.Parties[i].Rev)
	}
	for i := range c.Ties {
		c.Ties[i].Rev = h.inModel(t, c.Ties[i].Rev)
	}
	for i := range c.Needs {
		c.Needs[i].Rev = h.inModel(t, c.Needs[i].Rev)
	}
}

func (h *history) inModel(t *rapid.T, seq relationship.Seq) relationship.Seq {
	i, found := slices.BinarySearchFunc(h.issued, seq, func(n number, seq relationship.Seq) int { return int(n.store - seq) })
	if !found {
		t.Fatalf("got the number %d, which Write never returned", seq)
	}
	return h.issued[i].model
}
