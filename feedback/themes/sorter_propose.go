package themes

import (
	"context"
	"slices"
	"strings"

	"github.com/kithcrm/kith/feedback"
	"github.com/kithcrm/kith/relationship"
)

// Propose proposes new themes from the items that are under none, nor suggested for one that stands, and puts
// them into the café, each with its items: see [Propose], which is asked of the newest of them, [MostSaid] at
// most. It returns what is new by it; to propose twice is to propose once. It refreshes first.
//
// Left out are:
//   - a theme of the name of one that is there, or was ever proposed
//   - one with two items that were together in a theme that does not stand: nobody has looked at it yet, or
//     somebody said no, or nobody looked in time
//   - one whose items have no words in common that two people say
//
// It returns the errors of the café; what was put into it before stays. It takes time as [Propose] does.
func (s *Sorter) Propose(ctx context.Context) (feedback.Suggestions, error) {
	var out feedback.Suggestions
	if _, err := s.Refresh(ctx); err != nil {
		return out, err
	}
	proposals, err := s.proposals()
	if err != nil {
		return out, err
	}
	for i, p := range proposals {
		next, err := s.visit().Suggest(ctx, p.suggestions())
		if err != nil {
			return out, err
		}
		out.Themes, out.Links = append(out.Themes, next.Themes...), append(out.Links, next.Links...)
		s.tell(i + 1)
	}
	return out, nil
}

// proposals returns those that nobody has made yet.
func (s *Sorter) proposals() ([]Proposal, error) {
	free := s.free()
	if len(free) == 0 {
		return nil, nil
	}
	proposals, err := Propose(free, s.cfg.Proposing)
	if err != nil {
		return nil, err
	}
	s.mu.RLock()
	defer s.mu.RUnlock()
	return slices.DeleteFunc(proposals, func(p Proposal) bool { return len(p.Words) == 0 || s.mind.had(&p) }), nil
}

// free returns what items say that are under no theme, and wait for none that stands. Those that wait for a
// proposal to be judged are among them, so that the others are not grouped anew meanwhile.
func (s *Sorter) free() []Said {
	s.mu.RLock()
	defer s.mu.RUnlock()
	var free []Said
	for _, h := range slices.Backward(s.mind.order) {
		taken := slices.ContainsFunc(h.links, func(l feedback.Link) bool {
			_, stands := s.mind.root(feedback.ThemeID(l.To.ID))
			return stands && (l.Standing == feedback.Stands || l.Standing == feedback.Suggested)
		})
		if all := spoken(&h.Item); !taken && len(free)+len(all) <= MostSaid {
			free = append(free, all...)
		}
	}
	return free
}

// had reports whether a proposal was made before, or would be made again.
func (m *mind) had(p *Proposal) bool {
	if _, found := m.themes[p.id()]; found {
		return true
	}
	for _, t := range m.themes {
		if plain(t.Name) == plain(p.Name) {
			return true
		}
	}
	together := map[feedback.ThemeID]map[feedback.ItemID]bool{}
	for _, x := range p.Said {
		h := m.items[x.Item]
		if h == nil {
			continue // it went meanwhile
		}
		for _, l := range h.links {
			theme := feedback.ThemeID(l.To.ID)
			if m.themes[theme].Standing == feedback.Stands {
				continue
			}
			if together[theme] == nil {
				together[theme] = map[feedback.ItemID]bool{}
			}
			if together[theme][x.Item] = true; len(together[theme]) > 1 {
				return true
			}
		}
	}
	return false
}

func plain(name string) string { return strings.ToLower(strings.TrimSpace(name)) }

// id is the same for every proposal of one name, so that two programs which make it at once make it once.
func (p *Proposal) id() feedback.ThemeID {
	return feedback.ThemeID(relationship.IDFrom("kith/theme", plain(p.Name)))
}

// suggestions returns a proposal as the café takes it.
func (p *Proposal) suggestions() feedback.Suggestions {
	theme := feedback.Theme{ID: p.id(), Name: p.Name, Why: p.Why, Maker: p.Version, Score: p.Score}
	s := feedback.Suggestions{Themes: []feedback.Theme{theme}}
	for _, x := range p.Said {
		s.Links = append(s.Links, feedback.Link{
			From: x.Item.Ref(), Point: x.Point, To: theme.ID.Ref(), Why: p.Why, Maker: p.Version, Score: p.Score,
		})
	}
	return s
}
