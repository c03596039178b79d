package themes

import (
	"cmp"
	"math"
	"slices"

	"github.com/kithcrm/kith/feedback"
	"github.com/kithcrm/kith/relationship"
)

// Alike is something that was said before and is like a text.
type Alike struct {
	// Item names the item, and Point the point of it, from 1; 0 is the whole item.
	Item  feedback.ItemID
	Point int

	// Score is how alike the words are, from 0 to 1, as a guess of how sure it is that both say the
	// same: the cosine of the words that each has, a rarer one weighing more.
	Score relationship.Estimate

	// Words are what both say, in the words of the text asked about, the rarest first, at most four.
	Words []string
}

// How far a question goes: it looks at so many places, the rarest words first and the newest places of
// each, and compares the most promising of them in full.
const (
	looked   = 60_000
	compared = 256
)

// Similar returns what was said before that is most like a text, the most alike first, at most n; of
// equally like ones that with the smaller item and point goes first. A last word that is not finished yet
// does no harm.
//
// Special cases are:
//   - a text of which no word is known has nothing like it
//   - in a large index words that nearly all say bring up the newest things said only; what shares a rare
//     word with the text goes before them
//
// It returns an error matching [relationship.ErrInvalid] for a text that no item can have, and for n not
// from 1 to 256. Its time does not grow with the index beyond 60,000 things said with the same words.
func (x *Index) Similar(text string, n int) ([]Alike, error) {
	const op = "find similar"
	if n < 1 || n > compared {
		return nil, broken(op, "n", "must be from 1 to 256")
	}
	if err := checkText(op, "text", text); err != nil || len(x.at) == 0 {
		return nil, err
	}
	asked := x.ask(text)
	length := 0.0
	for _, q := range asked {
		length += q.rarity * q.rarity
	}
	var found []Alike
	for _, c := range x.candidates(asked) {
		found = append(found, x.compare(c.at, asked, length))
	}
	slices.SortFunc(found, func(a, b Alike) int {
		return cmp.Or(cmp.Compare(b.Score.Value, a.Score.Value), cmp.Compare(a.Item, b.Item), cmp.Compare(a.Point, b.Point))
	})
	found = slices.Clip(found[:min(n, len(found))])
	for i := range found {
		found[i].Words = x.shared(found[i], text, asked)
	}
	return found, nil
}

// An askedWord is a known word of a text that is asked about.
type askedWord struct {
	term
	number int32
	rarity float64
}

// ask returns the known words of a text, each once, the rarest first.
func (x *Index) ask(text string) []askedWord {
	var asked []askedWord
	for _, t := range x.teller.terms(text, false) {
		w, ok := x.words[t.text]
		if ok && !slices.ContainsFunc(asked, func(a askedWord) bool { return a.number == w }) {
			asked = append(asked, askedWord{t, w, x.rarity(w)})
		}
		if len(asked) == compared {
			break // a long text is like another in its beginning already
		}
	}
	slices.SortStableFunc(asked, func(a, b askedWord) int { return cmp.Compare(b.rarity, a.rarity) })
	return asked
}

func (x *Index) rarity(w int32) float64 {
	return math.Log(float64(len(x.at)+1) / float64(x.live[w]))
}

// A candidate is a place with what it earned so far.
type candidate struct {
	at  int32
	sum float32
}

// candidates returns the places that share most with a text, as far as looked reaches.
func (x *Index) candidates(asked []askedWord) []candidate {
	t := x.tallies()
	defer x.spare.Put(t)
	left := looked
	for _, q := range asked {
		said := x.said[q.number]
		worth := float32(q.rarity * q.rarity)
		for i := len(said) - 1; i >= 0 && left > 0; i-- {
			left--
			if t.sums[said[i]] == 0 {
				t.met = append(t.met, said[i])
			}
			t.sums[said[i]] += worth
		}
	}
	return x.promising(t)
}

// A tally is what a question needs for each place, all 0 between questions.
type tally struct {
	sums []float32
	met  []int32
}

func (x *Index) tallies() *tally {
	t, _ := x.spare.Get().(*tally)
	if t == nil || len(t.sums) < len(x.places) {
		t = &tally{sums: make([]float32, len(x.places)+len(x.places)/8)}
	}
	return t
}

// promising returns the places that were met with the highest sums for their length, and clears t. Of
// equal ones it keeps those that were met first.
func (x *Index) promising(t *tally) []candidate {
	list := make([]candidate, 0, compared+1)
	for _, at := range t.met {
		p := &x.places[at]
		c := candidate{at, t.sums[at] / float32(math.Sqrt(float64(len(p.words))))}
		t.sums[at] = 0
		if len(p.words) == 0 || len(list) == compared && c.sum <= list[compared-1].sum {
			continue
		}
		i, _ := slices.BinarySearchFunc(list, c, func(a, b candidate) int {
			if a.sum >= b.sum {
				return -1
			}
			return 1
		})
		if list = slices.Insert(list, i, c); len(list) > compared {
			list = list[:compared]
		}
	}
	t.met = t.met[:0]
	return list
}

// compare returns how like a text a place is.
func (x *Index) compare(at int32, asked []askedWord, length float64) Alike {
	p := x.places[at]
	own, both := 0.0, 0.0
	for _, w := range p.words {
		r := x.rarity(w)
		own += r * r
		if slices.ContainsFunc(asked, func(q askedWord) bool { return q.number == w }) {
			both += r * r
		}
	}
	likeness := 0.0
	if both > 0 {
		likeness = min(both/math.Sqrt(own*length), 1)
	}
	return Alike{Item: p.item, Point: p.point, Score: guess(likeness)}
}

func (x *Index) shared(a Alike, text string, asked []askedWord) []string {
	p := x.places[x.at[id{a.Item, a.Point}]]
	var words reasons
	for _, q := range asked {
		if slices.Contains(p.words, q.number) {
			words.add(text[q.from:q.to])
		}
	}
	return words
}
