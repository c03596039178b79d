package themes

import (
	"cmp"
	"context"
	"errors"
	"sync"

	"github.com/kithcrm/kith/feedback"
	"github.com/kithcrm/kith/internal/rules"
)

// A SorterConfig adjusts a [Sorter]. Its zero value is ready to use.
type SorterConfig struct {
	// Learning says how the model is trained, and Proposing how new themes are found.
	Learning  Config
	Proposing ProposeConfig

	// Themes is how many themes are suggested for an item at most, from 1 to 100. 0 means 3.
	Themes int

	// Sure is how sure a theme must be to be suggested, from above 0 to 1: see [Fit.Score]. 0 means 0.15.
	Sure float64

	// Others is how many texts of a theme must say a word of the item for it to be suggested, from 1: see
	// [Fit.Others]. 0 means 2.
	Others int

	// Similar is how many similar items are found at most, from 1 to 256. 0 means 20.
	Similar int

	// Alike is how alike similar items must be, from above 0 to 1: see [Alike.Score]. 0 means 0.2.
	Alike float64

	// Progress is told now and then how many items the call that is under way has dealt with. nil means
	// nobody is.
	Progress func(items int)
}

func (cfg *SorterConfig) check(op string) error {
	cfg.Themes, cfg.Others, cfg.Similar = cmp.Or(cfg.Themes, 3), cmp.Or(cfg.Others, 2), cmp.Or(cfg.Similar, 20)
	cfg.Sure, cfg.Alike = cmp.Or(cfg.Sure, .15), cmp.Or(cfg.Alike, .2)
	switch {
	case cfg.Themes < 1 || cfg.Themes > 100:
		return broken(op, "SorterConfig.Themes", "must be 0, or from 1 to 100")
	case cfg.Others < 1:
		return broken(op, "SorterConfig.Others", "must be 0, or from 1")
	case cfg.Similar < 1 || cfg.Similar > compared:
		return broken(op, "SorterConfig.Similar", "must be 0, or from 1 to 256")
	case !(cfg.Sure > 0 && cfg.Sure <= 1):
		return broken(op, "SorterConfig.Sure", "must be 0, or up to 1")
	case !(cfg.Alike > 0 && cfg.Alike <= 1):
		return broken(op, "SorterConfig.Alike", "must be 0, or up to 1")
	}
	learning, proposing := cfg.Learning, cfg.Proposing // which fill in what is zero themselves
	if err := learning.check(op); err != nil {
		return err
	}
	return proposing.check(op, 1)
}

// A Sorter sorts what a café holds, on behalf of staff: it suggests kinds and themes for items, proposes new
// themes, and finds similar items. What it suggests goes into the café, where it waits for somebody to judge
// it: see [feedback.Visit.PendingLinks], [feedback.Visit.JudgeLink] and [feedback.Visit.JudgeTheme]. What was
// dismissed is not suggested again, nor what expired.
//
// It learns from the items themselves: kinds from what authors chose, themes from links that stand, those of
// merged themes together. It holds all texts and their words in memory, of items that are not hidden and
// that its viewer may open, as they were when it was opened or last refreshed.
//
// It is safe for use by several goroutines. Several sorters, also in several programs, may work on one café.
type Sorter struct {
	cafe *feedback.Cafe
	as   feedback.Viewer
	cfg  SorterConfig

	turn chan struct{} // holds something while somebody refreshes
	mu   sync.RWMutex  // of what is known; who has the turn need not lock to read
	mind *mind
}

// Open reads a café on behalf of staff, who sees what [feedback.Viewer.MayOpen] says, and returns a sorter of
// it. To show similar items to somebody who is about to leave one, give [Sorter.Similar] to a café on the same
// store as its [feedback.Config.Similar].
//
// It returns an error matching [relationship.ErrInvalid] for a nil café, for a viewer who may open nothing and
// for a setting out of range, and the errors of the café. It takes time in the number of items, and trains a model.
func Open(ctx context.Context, cafe *feedback.Cafe, as feedback.Viewer, cfg SorterConfig) (*Sorter, error) {
	const op = "open sorter"
	if cafe == nil {
		return nil, broken(op, "cafe", "must not be nil")
	}
	if as.MayOpen == nil {
		return nil, broken(op, "viewer", "must be allowed to open something")
	}
	if err := cfg.check(op); err != nil {
		return nil, err
	}
	s := &Sorter{cafe: cafe, as: as, cfg: cfg, turn: make(chan struct{}, 1)}
	m, err := s.learn(ctx)
	if err != nil {
		return nil, err
	}
	s.mind = m
	return s, nil
}

func (s *Sorter) visit() *feedback.Visit { return s.cafe.For(s.as) }

func (s *Sorter) tell(items int) {
	if s.cfg.Progress != nil {
		s.cfg.Progress(items)
	}
}

// Model returns what the sorter suggests kinds by, for instance to save it.
func (s *Sorter) Model() *Model {
	s.mu.RLock()
	defer s.mu.RUnlock()
	return s.mind.model
}

// Similar returns items that say what an item, which may be yet to be left, says too, or of which a point does,
// the most alike first. It does not return the item itself. It is what [feedback.Config.Similar] asks for, and
// asks no store: what a viewer does not see, the café leaves out.
//
// Special cases are:
//   - an item without any text has none that are similar
//
// It returns an error matching [relationship.ErrInvalid] for a text that no item can have.
func (s *Sorter) Similar(ctx context.Context, it feedback.Item) ([]feedback.ItemID, error) {
	if err := ctx.Err(); err != nil || it.Text == "" {
		return nil, err
	}
	s.mu.RLock()
	defer s.mu.RUnlock()
	// An item is found once for itself and once for each of its points.
	alike, err := s.mind.index.Similar(it.Text, min(4*s.cfg.Similar, compared))
	if err != nil {
		return nil, err
	}
	var found []feedback.ItemID
	taken := map[feedback.ItemID]bool{it.ID: true}
	for _, a := range alike {
		if a.Score.Value >= s.cfg.Alike && !taken[a.Item] && len(found) < s.cfg.Similar {
			found, taken[a.Item] = append(found, a.Item), true
		}
	}
	return found, nil
}

// A Refreshed is what [Sorter.Refresh] did.
type Refreshed struct {
	// Items is how many items were read because something of them was written, and Gone how many went: they
	// were hidden or erased.
	Items, Gone int

	// Trained says that the model was trained anew.
	Trained bool

	// Anew says that everything was read: somebody was erased, or the store keeps no history.
	Anew bool
}

// Refresh catches up with what was written since the sorter was opened or last refreshed, so that it knows
// what one that is opened now would know: from then on it holds no word of what was erased, hidden or
// changed. [Sorter.Suggest] and [Sorter.Propose] do it first; for [Sorter.Similar] the host does, as often as
// it likes.
//
// The model is trained on the oldest items in round numbers, two digits of them, such as 1,500 of 1,573, and
// of those on the newest 50,000: so that it is trained anew when about a tenth was added, or when one of these
// changed.
//
// It returns the errors of the café; the sorter is then as it was. It takes time in the number of items that
// something was written of, but reads everything again after somebody was erased.
func (s *Sorter) Refresh(ctx context.Context) (Refreshed, error) {
	select {
	case s.turn <- struct{}{}:
	case <-ctx.Done():
		return Refreshed{}, ctx.Err()
	}
	defer func() { <-s.turn }()
	var n news
	if err := n.read(ctx, s); err != nil {
		return Refreshed{}, err
	}
	if !n.anew {
		return s.catchUp(ctx, &n)
	}
	next, err := s.learn(ctx)
	if err != nil {
		return Refreshed{}, err
	}
	out := Refreshed{Items: len(next.items), Anew: true, Trained: next.model.Version() != s.mind.model.Version()}
	for id := range s.mind.items {
		if next.items[id] == nil {
			out.Gone++
		}
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.mind = next
	return out, nil
}

// news is what was written since.
type news struct {
	last   feedback.Seq
	items  map[feedback.ItemID]bool
	themes bool // something of a theme was written
	anew   bool
}

func (n *news) read(ctx context.Context, s *Sorter) error {
	m := s.mind
	n.last, n.items = m.last, map[feedback.ItemID]bool{}
	if m.forgetful {
		n.anew = true
		return nil
	}
	for b, err := range s.cafe.Feed(ctx, m.last) {
		if errors.Is(err, errors.ErrUnsupported) {
			n.anew = true
			return nil
		}
		if err != nil {
			return err
		}
		n.last = b.Seq
		n.take(&b, m)
	}
	return nil
}

// take notes what a batch says anything of. Which item a void link was of, the sorter knows if it matters.
func (n *news) take(b *feedback.Batch, m *mind) {
	n.anew = n.anew || len(b.Erase) > 0
	n.themes = n.themes || len(b.Themes) > 0
	for _, it := range b.Items {
		n.items[it.ID] = true
	}
	for _, l := range b.Links {
		if l.From.Noun == feedback.NounItem {
			n.items[feedback.ItemID(l.From.ID)] = true
		}
	}
	for _, v := range b.Void {
		switch v.Ref.Noun {
		case feedback.NounItem:
			n.items[feedback.ItemID(v.Ref.ID)] = true
		case feedback.NounLink:
			if id, found := m.links[feedback.LinkID(v.Ref.ID)]; found {
				n.items[id] = true
			}
		case feedback.NounTheme:
			n.themes = true
		}
	}
}

// checkItem returns an error for an item with a text that none can have, as only a broken store has.
func checkItem(it *feedback.Item) error {
	const op = "read items"
	if err := checkText(op, "Item.Text", it.Text); err != nil {
		return err
	}
	for i, p := range it.Points {
		if err := checkText(op, rules.Index("Item.Points", i)+".Text", p.Text); err != nil {
			return err
		}
	}
	return nil
}
