package themes

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strings"

	"github.com/kithcrm/kith/feedback"
	"github.com/kithcrm/kith/relationship"
)

// Shelves know which themes there are by what is linked to them, and suggest themes for what is new.
// They hold counts only: what was put on a shelf can be taken off again, as if it had never been there,
// and shelves merge in any order. The zero Shelves are empty and ready to be used. Questions may be asked
// by several goroutines, as long as none changes them.
type Shelves struct {
	teller teller
	words  map[string]map[feedback.ThemeID]int // how many texts of a theme say it
	themes map[feedback.ThemeID]int            // how many texts it has
	all    int
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
	missing := s.themes[theme] == 0
	if !missing {
		for t := range s.teller.once(text) {
			missing = missing || s.words[t][theme] == 0
		}
	}
	if missing {
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

func (s *Shelves) ready() {
	if s.words == nil {
		s.teller, s.words, s.themes = newTeller(), map[string]map[feedback.ThemeID]int{}, map[feedback.ThemeID]int{}
	}
}

func (s *Shelves) count(theme feedback.ThemeID, text string, by int) {
	s.all += by
	change(s.themes, theme, by)
	for t := range s.teller.once(text) {
		s.countWord(t, theme, by)
	}
}

func (s *Shelves) countWord(word string, theme feedback.ThemeID, by int) {
	if s.words[word] == nil {
		s.words[word] = map[feedback.ThemeID]int{}
	}
	change(s.words[word], theme, by)
	if len(s.words[word]) == 0 {
		delete(s.words, word)
	}
}

// change adds to a count, and forgets one that is 0.
func change[K comparable](counts map[K]int, key K, by int) {
	counts[key] += by
	if counts[key] == 0 {
		delete(counts, key)
	}
}

// Merge counts what is on other shelves as well. Those stay as they are.
func (s *Shelves) Merge(other *Shelves) {
	s.ready()
	s.all += other.all
	for theme, n := range other.themes {
		change(s.themes, theme, n)
	}
	for word, themes := range other.words {
		for theme, n := range themes {
			s.countWord(word, theme, n)
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
	earned := map[feedback.ThemeID]float64{}
	for _, t := range terms {
		possible += t.rarity
		for theme, k := range t.themes {
			earned[theme] += t.worth * float64(k)
		}
	}
	fits := make([]Fit, 0, len(earned))
	for theme, sum := range earned {
		fits = append(fits, Fit{Theme: theme, Score: guess(min(sum/possible, 1)), Version: version()})
	}
	slices.SortFunc(fits, func(a, b Fit) int {
		return cmp.Or(cmp.Compare(b.Score.Value, a.Score.Value), cmp.Compare(a.Theme, b.Theme))
	})
	fits = slices.Clip(fits[:min(n, len(fits))])
	for i := range fits {
		s.explain(&fits[i], text, terms)
	}
	return fits, nil
}

// A toldTerm is one of a text that some theme knows.
type toldTerm struct {
	term
	rarity float64
	worth  float64 // what a theme earns for each of its texts that says it
	themes map[feedback.ThemeID]int
}

// told returns the known terms of a text, in the order of the words themselves.
func (s *Shelves) told(text string) []toldTerm {
	var terms []toldTerm
	for key, t := range s.teller.once(text) {
		themes := s.words[key]
		sum := 0
		for _, k := range themes {
			sum += k
		}
		if sum > 0 {
			rarity := math.Log(float64(s.all+1) / float64(min(sum, s.all)))
			terms = append(terms, toldTerm{t, rarity, rarity / float64(sum+1), themes})
		}
	}
	slices.SortFunc(terms, func(a, b toldTerm) int { return cmp.Compare(a.text, b.text) })
	return terms
}

// explain says what speaks for a theme.
func (s *Shelves) explain(f *Fit, text string, terms []toldTerm) {
	terms = slices.DeleteFunc(slices.Clone(terms), func(t toldTerm) bool { return t.themes[f.Theme] == 0 })
	slices.SortStableFunc(terms, func(a, b toldTerm) int {
		return cmp.Compare(b.worth*float64(b.themes[f.Theme]), a.worth*float64(a.themes[f.Theme]))
	})
	var words reasons
	for _, t := range terms {
		words.add(text[t.from:t.to])
		f.Others = max(f.Others, t.themes[f.Theme])
	}
	f.Words = words
	others := "others"
	if f.Others == 1 {
		others = "other"
	}
	f.Why = fmt.Sprintf("also said by %d %s: %s", f.Others, others, strings.Join(words, ", "))
}
