package heart

import (
	"maps"
	"slices"
	"time"

	"github.com/kithcrm/kith/internal/rules"
	"github.com/kithcrm/kith/relationship"
)

// A Tally counts the moments of one party or of one tie. The same moments give the same tally in any order,
// and in any parts that are merged, to the last digit. A moment with an ID counts once, however often it
// is added or merged; one without counts each time. A tally keeps sums, and one by one only moments with an
// ID and the first repair of each failure. The zero Tally is not for use: [New] makes one.
//
// A tally may be read by many at once while nobody adds to it.
type Tally struct {
	settings
	parts   map[Kind]*part
	named   map[string]Moment // by ID
	repairs map[string]Moment // the first of each failure, by the ID of that
	latest  time.Time
}

// A part is what a tally knows of one kind.
type part struct {
	moments int
	sum     faded // of all but repairs that name their failure, as of these only the first counts
	guessed faded // of those that were guessed
	weakest relationship.Basis
}

// New returns a tally without moments. It returns an error matching [relationship.ErrInvalid] for a Config
// that breaks the rules of its fields.
func New(cfg Config) (*Tally, error) {
	s, err := cfg.settled()
	if err != nil {
		return nil, opError("new tally", err)
	}
	return newTally(s), nil
}

func newTally(s settings) *Tally {
	return &Tally{settings: s, parts: make(map[Kind]*part), named: make(map[string]Moment), repairs: make(map[string]Moment)}
}

// Add counts a moment, unless it has an ID and was counted already. It returns an error matching
// [relationship.ErrInvalid] for one that breaks the rules of its fields, also together with a moment that was
// counted before; it then is not counted. It takes O(1) time.
func (t *Tally) Add(m Moment) error { return opError("add", t.add(&m)) }

func (t *Tally) add(m *Moment) error {
	if err := m.check(t.kinds); err != nil {
		return err
	}
	settled := m.settled()
	if err := t.refuses(&settled); err != nil {
		return err
	}
	if _, counted := t.named[m.ID]; !counted {
		t.take(&settled)
	}
	return nil
}

// take counts a moment that is settled, and not counted yet.
func (t *Tally) take(m *Moment) {
	t.part(m.Kind).count(m, t.weigh(m))
	if m.At.After(t.latest) {
		t.latest = m.At
	}
	t.keep(m)
}

// keep keeps a moment one by one, where it has to be.
func (t *Tally) keep(m *Moment) {
	if m.ID != "" {
		t.named[m.ID] = *m
	}
	if m.Repairs == "" {
		return
	}
	if first, repaired := t.repairs[m.Repairs]; !repaired || m.compare(first) < 0 {
		t.repairs[m.Repairs] = *m
	}
}

// refuses returns the rule that a moment breaks together with one that was counted.
func (t *Tally) refuses(m *Moment) error {
	same, again := t.named[m.ID]
	failure, repairs := t.named[m.Repairs]
	repair, repaired := t.repairs[m.ID]
	return rules.First(
		rules.Break("ID", when(again && same != *m, "must be that of one moment only")),
		rules.Break("Repairs", when(repairs && !t.kinds[failure.Kind].fails(), "must name a moment of a kind that speaks against something")),
		rules.Break("Repairs", when(repairs && m.At.Before(failure.At), "must name a failure that is not later than the repair")),
		rules.Break("Kind", when(repaired && !t.kinds[m.Kind].fails(), "must speak against something where a repair names the moment")),
		rules.Break("At", when(repaired && repair.At.Before(m.At), "must not be later than the repair of the moment")),
	)
}

func (p *part) count(m *Moment, w weights) {
	p.moments++
	if m.Repairs != "" {
		return
	}
	p.weakest = min(p.weakest, m.Basis)
	p.sum.add(w)
	if m.Basis == relationship.Guessed {
		p.guessed.add(w)
	}
}

// uncount takes back the weight of a moment that was counted twice.
func (p *part) uncount(m *Moment, w weights) {
	w.wide = w.negative()
	p.count(m, w)
	p.moments -= 2
}

func (t *Tally) part(k Kind) *part {
	p := t.parts[k]
	if p == nil {
		p = &part{weakest: relationship.Observed}
		t.parts[k] = p
	}
	return p
}

func (t *Tally) fade() fade { return fade{t.half} }

func (t *Tally) weigh(m *Moment) weights { return t.fade().weigh(m.At, m.Weight) }

// Merge counts what o has counted; o stays as it is. A moment with an ID that both have counted counts
// once. It returns an error matching [relationship.ErrInvalid] where o is nil, where the two were made with
// settings that differ, and where moments of one break a rule together with those of the other; nothing is
// counted then. It takes O(n log n) time in the number of kinds and of moments that are kept in o.
func (t *Tally) Merge(o *Tally) error {
	if err := t.refusesAll(o); err != nil {
		return opError("merge", err)
	}
	for k, theirs := range o.parts {
		p := t.part(k)
		p.moments += theirs.moments
		p.weakest = min(p.weakest, theirs.weakest)
		p.sum.merge(theirs.sum)
		p.guessed.merge(theirs.guessed)
	}
	for id, m := range o.named {
		if _, both := t.named[id]; both {
			t.part(m.Kind).uncount(&m, t.weigh(&m))
		}
		t.keep(&m)
	}
	for _, m := range o.repairs {
		t.keep(&m)
	}
	if o.latest.After(t.latest) {
		t.latest = o.latest
	}
	return nil
}

// refusesAll returns the rule by which two tallies do not go together, the first by ID.
func (t *Tally) refusesAll(o *Tally) error {
	switch {
	case o == nil:
		return rules.Break("o", "must not be nil")
	case !t.settings.equal(o.settings):
		return rules.Break("Config", "must be alike in both")
	}
	for _, kept := range []map[string]Moment{o.named, o.repairs} {
		for _, id := range slices.Sorted(maps.Keys(kept)) {
			m := kept[id]
			if err := t.refuses(&m); err != nil {
				return err
			}
		}
	}
	return nil
}
