package market

import (
	"context"
	"slices"
	"sync"
	"time"

	"github.com/kithcrm/kith/feedback"
	"github.com/kithcrm/kith/internal/rules"
)

// Noun is the noun of markets: see [ID.Ref].
const Noun = "market"

// An ID names a market in a [Hall]: at most 200 bytes, and not personal.
type ID string

// Ref returns a reference to the market.
func (id ID) Ref() feedback.Ref { return feedback.Ref{Noun: Noun, ID: string(id)} }

// opening returns the ID of the entry that a market is opened with.
func (id ID) opening() feedback.EntryID { return feedback.ActID(id.Ref(), 0) }

// A HallConfig adjusts a [Hall]. Its zero value is ready to use.
type HallConfig struct {
	// Keep is how many markets are kept in memory, those asked for last. 0 means 100.
	Keep int

	// Unnamed lets those trade who have no name: see [feedback.Pseudonym]. Whoever makes more than one
	// pseudonym is as many traders, each with a limit. Without it, also who joined a party trades as that
	// one only.
	Unnamed bool
}

// A Hall is the markets of a café, kept in its store: acts survive crashes, and many can trade at once, in
// several programs. What a program asks of it depends on who asks: see [Hall.For].
//
// A Hall remembers markets as far as it has read them, without names, so that a trade reads only what others
// did since. Make one for each café; one for a café in a transaction of the host's goes with that. It is
// safe for use by several goroutines if the store of the café is.
type Hall struct {
	cafe *feedback.Cafe
	cfg  HallConfig
	mu   sync.Mutex
	kept map[ID]*kept
	uses int
}

// NewHall returns the markets of a café, which must not be nil.
func NewHall(cafe *feedback.Cafe, cfg HallConfig) *Hall {
	if cfg.Keep <= 0 {
		cfg.Keep = 100
	}
	return &Hall{cafe: cafe, cfg: cfg, kept: map[ID]*kept{}}
}

// For returns the hall as a viewer sees it. Making a Visit is free.
func (h *Hall) For(v feedback.Viewer) *Visit { return &Visit{h, h.cafe.For(v), v} }

// kept is a market as far as it was read. Its traders go by their places, so that there is no name in it.
type kept struct {
	id     ID
	terms  Terms
	places int // given at the opening
	used   int // when it was last asked for; of the hall

	mu sync.Mutex
	m  *Market
}

// find returns a market as far as it was read, which may be not at all.
func (h *Hall) find(ctx context.Context, id ID) (*kept, error) {
	if k := h.recall(id); k != nil {
		return k, nil
	}
	if rules.ID(string(id)) != "" || len(id) > maxID {
		return nil, feedback.ErrNotFound
	}
	for e, err := range h.cafe.Acted(ctx, feedback.EntryQuery{IDs: []feedback.EntryID{id.opening()}}) {
		if err != nil {
			return nil, err
		}
		return h.read(id, &e)
	}
	return nil, feedback.ErrNotFound
}

// recall returns a market that is in memory, or nil.
func (h *Hall) recall(id ID) *kept {
	h.mu.Lock()
	defer h.mu.Unlock()
	k := h.kept[id]
	if k != nil {
		h.uses++
		k.used = h.uses
	}
	return k
}

// read takes a market into memory by its opening.
func (h *Hall) read(id ID, e *feedback.Entry) (*kept, error) {
	k, err := openingOf(id, e)
	if err != nil {
		return nil, err
	}
	h.mu.Lock()
	defer h.mu.Unlock()
	if len(h.kept) >= h.cfg.Keep {
		oldest := k
		for _, other := range h.kept {
			if oldest == k || other.used < oldest.used {
				oldest = other
			}
		}
		delete(h.kept, oldest.id)
	}
	h.uses++
	k.used = h.uses
	h.kept[id] = k
	return k, nil
}

// catchUp reads what was done since. The store is not asked while the market is held.
func (k *kept) catchUp(ctx context.Context, cafe *feedback.Cafe) error {
	n := k.acts()
	for e, err := range cafe.Acts(ctx, k.id.Ref(), n) {
		if err != nil {
			return err
		}
		act, err := actOf(&e)
		if err != nil {
			return err
		}
		n++
		if err := k.take(n, act); err != nil {
			return err
		}
	}
	return nil
}

func (k *kept) acts() int {
	k.mu.Lock()
	defer k.mu.Unlock()
	return k.m.Acts()
}

// take lets acts take effect, the first of which has the number n, unless they have.
func (k *kept) take(n int, acts ...Act) error {
	k.mu.Lock()
	defer k.mu.Unlock()
	for i, act := range acts {
		if n+i != k.m.Acts()+1 {
			continue
		}
		if err := k.m.Apply(act); err != nil {
			return broken("an act cannot have followed the one before it")
		}
	}
	return nil
}

// A Visit is a hall as one viewer sees it. A market that depends on a change is seen by who sees that, and
// one that depends on none by all or by staff, as Terms.Shown says; the judge, the sponsor and who has something
// in it see it in any case. What the viewer does not see is not there: reads leave it out, and everything else
// returns an error matching [feedback.ErrNotFound].
//
// What time it is the clock of the café says, for reads too. Where the clock of another program is ahead, an act
// is stamped as the one before it.
//
// Who trades as one party and as another that it was merged with, or as a pseudonym that joined it, is one
// trader. So is who judges, sponsors or is an insider.
type Visit struct {
	hall   *Hall
	room   *feedback.Visit
	viewer feedback.Viewer
}

func (v *Visit) opens(r feedback.Ref) bool { return v.viewer.MayOpen != nil && v.viewer.MayOpen(r) }

// A stand is a market where a viewer stands in it.
type stand struct {
	*Visit
	*kept
	now    time.Time
	change feedback.Change // on which it depends, if on any
	own    []feedback.PartyID
	roles  map[int]feedback.PartyID // who has the places given at the opening, but for who was erased
	mine   []int                    // the viewer's own places, in order
}

// stand reads a market. Its error matches feedback.ErrNotFound where the viewer does not see it.
func (v *Visit) stand(ctx context.Context, id ID) (*stand, error) {
	k, err := v.hall.find(ctx, id)
	if err != nil {
		return nil, err
	}
	s := &stand{Visit: v, kept: k, now: rules.UTC(v.hall.cafe.Time())}
	seen, err := s.see(ctx)
	if err != nil {
		return nil, err
	}
	if err := k.catchUp(ctx, v.hall.cafe); err != nil {
		return nil, err
	}
	if err := s.find(ctx); err != nil {
		return nil, err
	}
	if !seen && !s.takesPart() {
		return nil, feedback.ErrNotFound
	}
	return s, nil
}

// see reads the change on which the market depends, if on any, and reports whether who is no part of the market
// may see it. The change is there for the judge too, who may not see it.
func (s *stand) see(ctx context.Context) (bool, error) {
	id := s.terms.Change
	if id == "" {
		return s.terms.Shown == feedback.Shared || s.opens(s.id.Ref()), nil
	}
	whole := s.hall.cafe.For(feedback.Viewer{MayOpen: func(feedback.Ref) bool { return true }})
	for _, room := range []*feedback.Visit{s.room, whole} {
		for c, err := range room.Changes(ctx, feedback.ChangeQuery{IDs: []feedback.ChangeID{id}}) {
			s.change = c
			return room == s.room, err
		}
	}
	return false, nil
}

// takesPart reports whether the viewer judges the market, bears its loss or has something in it.
func (s *stand) takesPart() bool {
	s.kept.mu.Lock()
	defer s.kept.mu.Unlock()
	return slices.ContainsFunc(s.mine, func(place int) bool { return place == judgePlace || s.has(place) })
}

// has reports whether there is something in the market of who has a place. The market is held.
func (s *stand) has(place int) bool { return place == sponsorPlace || s.m.traders[party(place)] != nil }

// inOrder makes it now, or when the act that was done last was, if the clock of who did that is ahead. The market
// is held.
func (s *stand) inOrder(now time.Time) {
	if s.now = rules.UTC(now); s.now.Before(s.m.latest) {
		s.now = s.m.latest
	}
}

// staff reports whether the viewer runs what the market is about.
func (s *stand) staff() bool { return s.opens(about(s.id, s.terms.Change)) }

// about returns what a market is about: who may open that is staff of it.
func about(id ID, change feedback.ChangeID) feedback.Ref {
	if change != "" {
		return change.Ref()
	}
	return id.Ref()
}
