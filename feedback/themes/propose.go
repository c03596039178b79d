package themes

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strings"

	"github.com/kithcrm/kith/feedback"
	"github.com/kithcrm/kith/internal/rules"
	"github.com/kithcrm/kith/relationship"
)

// Said is an item, or one point of it, with what it says.
type Said struct {
	// Item names the item, and Point the point of it, from 1; 0 is the whole item.
	Item  feedback.ItemID
	Point int

	// Text is what it says.
	Text string

	// By is who said it, where that is known. What one person alone says names no theme. Where it is empty,
	// each item counts as that of somebody else.
	By feedback.PartyID
}

func (s Said) compare(t Said) int {
	return cmp.Or(cmp.Compare(s.Item, t.Item), cmp.Compare(s.Point, t.Point))
}

// check names the fields as those of what is given.
func (s Said) check(op, given string) error {
	if err := checkID(op, given+".Item", string(s.Item)); err != nil {
		return err
	}
	if s.Point < 0 {
		return broken(op, given+".Point", "must not be below 0")
	}
	return checkText(op, given+".Text", s.Text)
}

// A ProposeConfig adjusts [Propose]. Its zero value is ready to use.
type ProposeConfig struct {
	// Least is how alike the items of a theme must be on average, from above 0 to 1. 0 means 0.1.
	Least float64

	// Items is how many items a theme must have, from 2. 0 means 3.
	Items int
}

// MostSaid is how many items and points [Propose] takes at a time.
const MostSaid = 50_000

func (cfg *ProposeConfig) check(op string, n int) error {
	if cfg.Least == 0 {
		cfg.Least = .1
	}
	if cfg.Items == 0 {
		cfg.Items = 3
	}
	switch {
	case !(cfg.Least > 0 && cfg.Least <= 1):
		return broken(op, "ProposeConfig.Least", "must be 0, or up to 1")
	case cfg.Items < 2:
		return broken(op, "ProposeConfig.Items", "must be 0, or from 2")
	case n == 0:
		return broken(op, "said", "must not be empty")
	case n > MostSaid:
		return broken(op, "said", "must be at most 50,000 items and points")
	}
	return nil
}

// A Proposal is a theme that several items seem to have. Nothing is linked before somebody says so.
type Proposal struct {
	// Name is what the theme could be called: a word or two of the items, in lower case. No two
	// proposals made together have the same.
	Name string

	// Said are the items and points, sorted by item and point.
	Said []Said

	// Words are what they have in common, the most special first, at most four: none that only one person
	// says.
	Words []string

	// Score is how alike the items are on average, from 0 to 1, as a guess of how sure the theme is.
	Score relationship.Estimate

	// Why says all this in a sentence, in English, such as "in 15 items: battery life, drains".
	Why string

	// Version is that of what proposed it, as [feedback.Link.Maker] wants it.
	Version string
}

// Propose finds themes in what many said: groups in which the words are alike on average, by cosine of
// words and runs of two that weigh more the rarer they are among what is given (TF-IDF, average
// linkage). Those with most items come first, then those with the smallest first item. The order of said
// does not matter.
//
// Special cases are:
//   - what resembles nothing else is in no proposal
//   - the same item and point twice counts once; which of two texts then counts is not said
//
// It returns an error matching [relationship.ErrInvalid] for nothing, for more than [MostSaid], and for a
// text that no item can have. It takes O(n²) time in the worst case, where all share their words; 7,000
// sentences take about one and a half seconds.
func Propose(said []Said, cfg ProposeConfig) ([]Proposal, error) {
	const op = "propose themes"
	if err := cfg.check(op, len(said)); err != nil {
		return nil, err
	}
	for i, s := range said {
		if err := s.check(op, rules.Index("said", i)); err != nil {
			return nil, err
		}
	}
	said = slices.Clone(said)
	slices.SortFunc(said, func(a, b Said) int { return cmp.Or(a.compare(b), cmp.Compare(a.Text, b.Text)) })
	said = slices.CompactFunc(said, func(a, b Said) bool { return a.compare(b) == 0 })

	var c Collection
	for _, s := range said {
		if err := c.Add(s.Text); err != nil {
			return nil, err
		}
	}
	vectors, words := c.vectors(said)
	var proposals []Proposal
	for _, g := range newLinker(vectors, words).link(cfg.Least) {
		if len(g.members) >= cfg.Items {
			proposals = append(proposals, c.proposal(g, said))
		}
	}
	slices.SortStableFunc(proposals, func(a, b Proposal) int { return cmp.Compare(len(b.Said), len(a.Said)) })
	tellApart(proposals)
	return proposals, nil
}

// vectors returns what the texts say as unit vectors, and how many words there are. A term of one text
// only says nothing about what it has in common with others, and is left out.
func (c *Collection) vectors(said []Said) ([][]weight, int) {
	numbers := map[string]int32{}
	vectors := make([][]weight, len(said))
	for i, s := range said {
		var v []weight
		for key := range c.teller.once(s.Text) {
			if c.texts[key] < 2 {
				continue
			}
			n, ok := numbers[key]
			if !ok {
				n = int32(len(numbers))
				numbers[key] = n
			}
			v = append(v, weight{n, math.Log(float64(c.all+1) / float64(c.texts[key]))})
		}
		vectors[i] = v
	}
	// Numbers follow the order of the map above: sort by the words themselves.
	keys := make([]string, 0, len(numbers))
	for key := range numbers {
		keys = append(keys, key)
	}
	slices.Sort(keys)
	place := make([]int32, len(keys))
	for i, key := range keys {
		place[numbers[key]] = int32(i)
	}
	for i, v := range vectors {
		for j := range v {
			v[j].word = place[v[j].word]
		}
		slices.SortFunc(v, func(a, b weight) int { return cmp.Compare(a.word, b.word) })
		vectors[i] = unit(v)
	}
	return vectors, len(keys)
}

func (c *Collection) proposal(g group, said []Said) Proposal {
	p := Proposal{Version: version()}
	for _, m := range g.members {
		p.Said = append(p.Said, said[m])
	}
	for _, phrase := range c.phrases(voices(p.Said), 2, most) {
		p.Words = append(p.Words, phrase.Text)
	}
	if len(p.Words) > 0 {
		p.Name = p.Words[0]
	}
	// The pairs of different members, out of all pairs: each vector is 1 long.
	n, all := float64(len(g.members)), 0.0
	for _, w := range g.words {
		all += w.of * w.of
	}
	p.Score = guess(min(max((all-n)/(n*(n-1)), 0), 1))
	in := "items"
	if items(p.Said) == 1 {
		in = "item"
	}
	p.Why = fmt.Sprintf("in %d %s: %s", items(p.Said), in, strings.Join(p.Words, ", "))
	return p
}

// items counts the items of what was said, sorted by item.
func items(said []Said) int {
	return len(slices.CompactFunc(slices.Clone(said), func(a, b Said) bool { return a.Item == b.Item }))
}

// voices returns what each person says.
func voices(said []Said) []string {
	var texts []string
	type person struct {
		by   feedback.PartyID
		item feedback.ItemID // where that is empty
	}
	at := map[person]int{}
	for _, s := range said {
		who := person{by: s.By}
		if s.By == "" {
			who.item = s.Item
		}
		if i, known := at[who]; known {
			texts[i] += "\n" + s.Text
			continue
		}
		at[who] = len(texts)
		texts = append(texts, s.Text)
	}
	return texts
}

// tellApart gives proposals of one name a further word, or else a number.
func tellApart(proposals []Proposal) {
	taken := map[string]bool{}
	for i := range proposals {
		p := &proposals[i]
		name := p.Name
		for _, w := range p.Words {
			if !taken[name] {
				break
			}
			name = p.Name + ", " + w
		}
		for n := 2; taken[name] || name == ""; n++ {
			name = fmt.Sprintf("%s %d", cmp.Or(p.Name, "theme"), n)
		}
		p.Name = name
		taken[name] = true
	}
}

// version is that of suggestions that need no model.
func version() string { return fmt.Sprintf("kith/themes %d", generation) }
