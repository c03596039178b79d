package themes

import (
	"cmp"
	"math"
	"slices"
	"strconv"
	"strings"
	"sync"

	"github.com/kithcrm/kith/feedback"
	"github.com/kithcrm/kith/relationship"
)

// Shelves know which themes there are by what is linked to them, and suggest themes for what is new.
// They hold counts only: what was put on a shelf can be taken off again, as if it had never been there,
// and shelves merge in any order. The zero Shelves are empty and ready to be used. Questions may be asked
// by several goroutines, as long as none changes them.
type Shelves struct {
	teller  teller
	words   map[string]*usage
	shelves []shelf
	at      map[feedback.ThemeID]int32 // the place of a theme among them
	all     int
	spare   sync.Pool // of *earnings
}

// A shelf is a theme with how many texts it has: none any more, perhaps.
type shelf struct {
	theme feedback.ThemeID
	texts int
}

// A usage is in how many texts a word is said, in all and of each theme.
type usage struct {
	texts int
	by    []share
}

// A share is how many texts of the theme at a place say a word.
type share struct{ at, texts int32 }

// of returns how many texts of the theme at a place say it.
func (t *usage) of(at int32) int {
	for _, s := range t.by {
		if s.at == at {
			return int(s.texts)
		}
	}
	return 0
}

// Add counts a text under a theme. It returns an error matching [relationship.ErrInvalid] for a text that
// no item can have, and for an ID that breaks the rules.
func (s *Shelves) Add(theme feedback.ThemeID, text string) error {
	const op = "shelve text"
	if err := s.check(op, theme, text); err != nil {
		return err
	}
	s.ready()
	s.count(theme, text, 1)
	return nil
}

// Remove takes back what was added. It returns an error matching [relationship.ErrInvalid] as Add does,
// and [relationship.ErrNotFound] where no such text is under the theme, as far as the counts tell;
// nothing is changed then.
func (s *Shelves) Remove(theme feedback.ThemeID, text string) error {
	const op = "unshelve text"
	if err := s.check(op, theme, text); err != nil {
		return err
	}
	if !s.has(theme, text) {
		return &relationship.OpError{Room: room, Op: op, ID: string(theme), Err: relationship.ErrNotFound}
	}
	s.count(theme, text, -1)
	return nil
}

func (s *Shelves) check(op string, theme feedback.ThemeID, text string) error {
	if err := checkID(op, "theme", string(theme)); err != nil {
		return err
	}
	return checkText(op, "text", text)
}

// has reports whether a text can be on the shelf of a theme.
func (s *Shelves) has(theme feedback.ThemeID, text string) bool {
	at, known := s.at[theme]
	if !known || s.shelves[at].texts == 0 {
		return false
	}
	for _, t := range s.teller.each(text) {
		if word := s.words[t.text]; word == nil || word.of(at) == 0 {
			return false
		}
	}
	return true
}

func (s *Shelves) ready() {
	if s.words == nil {
		s.teller, s.words, s.at = newTeller(), map[string]*usage{}, map[feedback.ThemeID]int32{}
	}
}

func (s *Shelves) count(theme feedback.ThemeID, text string, by int) {
	at := s.place(theme)
	s.all += by
	s.shelves[at].texts += by
	for _, t := range s.teller.each(text) {
		s.countWord(t.text, at, by)
	}
}

func (s *Shelves) place(theme feedback.ThemeID) int32 {
	at, known := s.at[theme]
	if !known {
		at = int32(len(s.shelves))
		s.at[theme] = at
		s.shelves = append(s.shelves, shelf{theme: theme})
	}
	return at
}

// countWord counts a word, and forgets one that nothing says any more.
func (s *Shelves) countWord(word string, at int32, by int) {
	t := s.words[word]
	if t == nil {
		t = new(usage)
		s.words[word] = t
	}
	i := slices.IndexFunc(t.by, func(x share) bool { return x.at == at })
	if i < 0 {
		i = len(t.by)
		t.by = append(t.by, share{at: at})
	}
	t.texts += by
	if t.by[i].texts += int32(by); t.by[i].texts == 0 {
		t.by = slices.Delete(t.by, i, i+1)
	}
	if len(t.by) == 0 {
		delete(s.words, word)
	}
}

// Merge counts what is on other shelves as well. Those stay as they are; on nil there is nothing.
func (s *Shelves) Merge(other *Shelves) {
	s.ready()
	if other == nil {
		return
	}
	s.all += other.all
	places := make([]int32, len(other.shelves))
	for i, x := range other.shelves {
		places[i] = s.place(x.theme)
		s.shelves[places[i]].texts += x.texts
	}
	for word, t := range other.words {
		for _, x := range slices.Clone(t.by) { // of these shelves themselves, perhaps
			s.countWord(word, places[x.at], int(x.texts))
		}
	}
}

// A Fit says that a text seems to be of a theme.
type Fit struct {
	// Theme is the theme.
	Theme feedback.ThemeID

	// Score is how much of what the text says that theme accounts for, from 0 to 1, as a guess of how
	// sure it is.
	Score relationship.Estimate

	// Others is how many texts of the theme say that word, of those that it has in common with the
	// text, which most of them say.
	Others int

	// Words are what the text has in common with them, in the author's own words, the most telling
	// first, at most four.
	Words []string

	// Why says it in a sentence, in English, such as "also said by 14 others: battery life, drains".
	Why string

	// Version is that of what suggested it, as [feedback.Link.Maker] wants it.
	Version string
}

// Suggest returns the themes that a text seems to have, the surest first, at most n; of equally sure ones
// that with the smaller ID goes first. For each word or run of two words of the text that is known, a
// theme earns the share of the texts with it that are its own, one more counted as nobody's, times how
// rare the word is; the score is what it earns out of what all words could.
//
// Special cases are:
//   - a text of which no word is known has no themes
//
// It returns an error matching [relationship.ErrInvalid] for a text that no item can have, and for n
// below 1. It takes O(w t) time for w words in at most t themes each.
func (s *Shelves) Suggest(text string, n int) ([]Fit, error) {
	const op = "suggest themes"
	if n < 1 {
		return nil, broken(op, "n", "must be above 0")
	}
	if err := checkText(op, "text", text); err != nil || s.all == 0 {
		return nil, err
	}
	terms := s.told(text)
	possible := 0.0
	e := s.earnings()
	for _, t := range terms {
		possible += t.rarity
		for _, x := range t.by {
			e.add(x.at, t.worth*float64(x.texts))
		}
	}
	fits := make([]Fit, 0, min(n, len(e.met)))
	for _, at := range s.best(e, possible, n) {
		f := Fit{Theme: s.shelves[at.at].theme, Score: guess(at.score), Version: version()}
		s.explain(&f, at.at, text, terms)
		fits = append(fits, f)
	}
	return fits, nil
}

// earnings are what each theme earned, by place, all 0 between questions.
type earnings struct {
	sums []float64
	met  []int32
}

func (s *Shelves) earnings() *earnings {
	e, _ := s.spare.Get().(*earnings)
	if e == nil || len(e.sums) < len(s.shelves) {
		e = &earnings{sums: make([]float64, len(s.shelves)+len(s.shelves)/8)}
	}
	return e
}

func (e *earnings) add(at int32, worth float64) {
	if e.sums[at] == 0 {
		e.met = append(e.met, at)
	}
	e.sums[at] += worth
}

// A scored theme is one at a place with how sure it is.
type scored struct {
	at    int32
	score float64
}

// best returns the themes that earned most out of what was possible, at most n, and clears what was earned.
func (s *Shelves) best(e *earnings, possible float64, n int) []scored {
	defer s.spare.Put(e)
	var list []scored
	for _, at := range e.met {
		x := scored{at, min(e.sums[at]/possible, 1)}
		e.sums[at] = 0
		if len(list) == n && x.score < list[n-1].score {
			continue
		}
		i, _ := slices.BinarySearchFunc(list, x, func(a, b scored) int {
			return cmp.Or(cmp.Compare(b.score, a.score), cmp.Compare(s.shelves[a.at].theme, s.shelves[b.at].theme))
		})
		if list = slices.Insert(list, i, x); len(list) > n {
			list = list[:n]
		}
	}
	e.met = e.met[:0]
	return list
}

// A toldTerm is one of a text that some theme knows.
type toldTerm struct {
	term
	*usage
	rarity float64
	worth  float64 // what a theme earns for each of its texts that says it
}

// told returns the known terms of a text, in the order of the words themselves.
func (s *Shelves) told(text string) []toldTerm {
	var terms []toldTerm
	for _, t := range s.teller.each(text) {
		if word := s.words[t.text]; word != nil && word.texts > 0 {
			rarity := math.Log(float64(s.all+1) / float64(min(word.texts, s.all)))
			terms = append(terms, toldTerm{t, word, rarity, rarity / float64(word.texts+1)})
		}
	}
	return terms
}

// explain says what speaks for a theme.
func (s *Shelves) explain(f *Fit, at int32, text string, terms []toldTerm) {
	type reason struct {
		from, to int
		texts    int
		worth    float64
	}
	var said []reason
	for _, t := range terms {
		if n := t.of(at); n > 0 {
			said = append(said, reason{t.from, t.to, n, t.worth * float64(n)})
		}
	}
	slices.SortStableFunc(said, func(a, b reason) int { return cmp.Compare(b.worth, a.worth) })
	var words reasons
	for _, r := range said {
		words.add(text[r.from:r.to])
		f.Others = max(f.Others, r.texts)
	}
	f.Words = words
	others := " others: "
	if f.Others == 1 {
		others = " other: "
	}
	f.Why = "also said by " + strconv.Itoa(f.Others) + others + strings.Join(words, ", ")
}
