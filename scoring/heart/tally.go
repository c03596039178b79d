package heart

import (
	"slices"
	"time"

	"github.com/kithcrm/kith/internal/rules"
	"github.com/kithcrm/kith/relationship"
)

// A Tally counts the moments of one party or of one tie. The same moments give the same tally in any order,
// and in any parts that are merged, to the last digit. It keeps sums, and one by one only those failures
// that have an ID and the repairs that name one. The zero Tally is not for use: [New] makes one.
//
// A tally may be read by many at once while nobody adds to it.
type Tally struct {
	settings
	parts    map[Kind]*part
	failures []failure
	repairs  []repair
	latest   time.Time
}

// A part is what a tally knows of one kind.
type part struct {
	moments int
	sum     faded // of all but repairs that name their failure
	guessed faded // of all that were guessed
	weakest relationship.Basis
}

// A failure can be repaired.
type failure struct {
	id     string
	kind   Kind
	at     time.Time
	weight weights
}

// A repair names what it repairs.
type repair struct {
	of     string
	kind   Kind
	at     time.Time
	weight weights
	part   float64 // how much of a whole repair it is
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

func newTally(s settings) *Tally { return &Tally{settings: s, parts: make(map[Kind]*part)} }

// Add counts a moment. It returns an error matching [relationship.ErrInvalid] for one that breaks the rules of
// its fields, which then is not counted. It takes O(1) time.
func (t *Tally) Add(m Moment) error {
	if err := m.check(t.kinds); err != nil {
		return opError("add", err)
	}
	t.add(&m)
	return nil
}

func (t *Tally) add(m *Moment) {
	p := t.part(m.Kind)
	w := t.fade().weigh(m.At, m.weight())
	p.count(m, w)
	if m.At.After(t.latest) {
		t.latest = rules.UTC(m.At)
	}
	if m.ID != "" && t.kinds[m.Kind].fails() {
		t.failures = append(t.failures, failure{m.ID, m.Kind, rules.UTC(m.At), w})
	}
	if m.Repairs != "" {
		t.repairs = append(t.repairs, repair{m.Repairs, m.Kind, rules.UTC(m.At), w, min(1, m.weight())})
	}
}

func (p *part) count(m *Moment, w weights) {
	p.moments++
	p.weakest = min(p.weakest, m.basis())
	if m.Repairs == "" {
		p.sum.add(w)
	}
	if m.basis() == relationship.Guessed {
		p.guessed.add(w)
	}
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

// Merge counts what o has counted; o stays as it is. It returns an error matching [relationship.ErrInvalid]
// where the two were made with settings that differ. It takes O(k) time in the number of kinds, and of
// failures and repairs that are kept in o.
func (t *Tally) Merge(o *Tally) error {
	if !t.settings.equal(o.settings) {
		return opError("merge", rules.Break("Config", "must be alike in both"))
	}
	for k, theirs := range o.parts {
		p := t.part(k)
		p.moments += theirs.moments
		p.weakest = min(p.weakest, theirs.weakest)
		p.sum.merge(theirs.sum)
		p.guessed.merge(theirs.guessed)
	}
	t.failures = slices.Concat(t.failures, o.failures)
	t.repairs = slices.Concat(t.repairs, o.repairs)
	if o.latest.After(t.latest) {
		t.latest = o.latest
	}
	return nil
}
