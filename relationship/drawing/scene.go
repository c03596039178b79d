package drawing

import (
	"cmp"
	"slices"
	"time"

	"github.com/kithcrm/kith/relationship"
)

// A scene is a map made ready to draw: checked, in order, and with places for identifiers.
type scene struct {
	title   string
	day     string
	parties []figure // in order of their IDs
	ties    []strand // those that hold, in order of their IDs
	centre  []int    // the party in the middle, or the two ends of the tie there
	middle  int      // the tie in the middle, or -1
	ended   int      // ties that do not hold
	leftOut int
}

// A figure is a party as it is drawn.
type figure struct {
	id   string
	kind relationship.PartyKind
	name string // clean, never empty
}

// A strand is a tie as it is drawn. What belongs to an end is found by its side.
type strand struct {
	id      string
	kind    string
	ends    [2]int // places among the parties
	looks   [2]look
	phrases [2]string
	roles   [2]string
	mutual  bool // alike from both ends
	worded  bool // the kind is known; otherwise the phrase is its name and reads from From to To
	marked  bool
}

// loop reports whether the tie is one of a party with itself.
func (s *strand) loop() bool { return s.ends[0] == s.ends[1] }

// A look is what is known of one end of a tie at an instant.
type look struct{ importance, health relationship.Estimate }

func lookAt(e *relationship.End, at time.Time) look {
	return look{e.Importance.At(at), e.Health.At(at)}
}

// newScene checks a map and makes it ready, while doing op.
func newScene(op string, m Map, cfg Config) (*scene, error) {
	if err := m.check(op, cfg); err != nil {
		return nil, err
	}
	s := &scene{day: cfg.At.UTC().Format("2 January 2006"), middle: -1, leftOut: m.LeftOut}
	places := s.addParties(m.Parties)
	s.addTies(m, cfg, places)
	s.centre = []int{places[m.Centre]}
	if s.middle >= 0 {
		ends := s.ties[s.middle].ends
		s.centre = slices.Compact(ends[:])
	}
	s.title = clean(cfg.Title)
	if s.title == "" {
		s.title = s.heading()
	}
	return s, nil
}

// addParties returns where each party stands.
func (s *scene) addParties(parties []relationship.Party) map[relationship.PartyID]int {
	s.parties = make([]figure, 0, len(parties))
	for _, p := range parties {
		name := cmp.Or(clean(p.Name), clean(string(p.ID)), "?")
		s.parties = append(s.parties, figure{string(p.ID), p.Kind, name})
	}
	slices.SortFunc(s.parties, func(a, b figure) int { return cmp.Compare(a.id, b.id) })
	places := make(map[relationship.PartyID]int, len(parties))
	for i, p := range s.parties {
		places[relationship.PartyID(p.id)] = i
	}
	return places
}

func (s *scene) addTies(m Map, cfg Config, places map[relationship.PartyID]int) {
	kinds := cfg.Kinds
	if isEmpty(kinds) {
		kinds = relationship.ReadyKinds()
	}
	marked := map[relationship.TieID]bool{m.Tie: true}
	for _, id := range cfg.Marked {
		marked[id] = true
	}
	for i := range m.Ties {
		t := &m.Ties[i]
		if !t.Holds(cfg.At) {
			s.ended++
			continue
		}
		one := newStrand(t, kinds, cfg.At)
		one.ends = [2]int{places[t.From], places[t.To]}
		one.marked = marked[t.ID]
		s.ties = append(s.ties, one)
	}
	slices.SortFunc(s.ties, func(a, b strand) int { return cmp.Compare(a.id, b.id) })
	if m.Tie != "" {
		s.middle, _ = slices.BinarySearchFunc(s.ties, string(m.Tie), func(t strand, id string) int { return cmp.Compare(t.id, id) })
	}
}

func isEmpty(ks relationship.Kinds) bool {
	for range ks.All() {
		return false
	}
	return true
}

// newStrand finds the words for a tie, and what is known of its ends.
func newStrand(t *relationship.Tie, kinds relationship.Kinds, at time.Time) strand {
	s := strand{id: string(t.ID), kind: clean(string(t.Kind))}
	kind, known := kinds.Kind(t.Kind)
	s.worded, s.mutual = known, known && kind.Symmetric
	s.phrases = [2]string{s.kind, s.kind}
	if known {
		s.phrases = [2]string{clean(kind.From.Phrase), clean(kind.To.Phrase)}
	}
	for _, side := range sides() {
		s.phrases[side] = cmp.Or(s.phrases[side], "?")
		s.roles[side] = clean(t.End(side).Role)
		s.looks[side] = lookAt(t.End(side), at)
	}
	return s
}
