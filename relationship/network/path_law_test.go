package network

import (
	"errors"
	"fmt"
	"math/bits"
	"reflect"
	"strings"
	"testing"

	"github.com/kithcrm/kith/relationship"
	"pgregory.net/rapid"
)

// A spoken path is a path as the tests draw it: with all that the notation has, in a tree that has
// nothing in common with that of the package.
type spoken struct {
	word      string // the name of a kind, or "^", "/", "|", "?", "*", "+", "{n}", "{n,}", "{n,m}"
	low, high int    // of bounds
	of        []spoken
}

// lawKinds are two directed kinds and a symmetric one.
func lawKinds(tb rapid.TB) relationship.Kinds {
	end := relationship.KindEnd{Phrase: "p", Role: "r"}
	ks, err := relationship.Kinds{}.With(
		relationship.Kind{Name: "a", From: end, To: end},
		relationship.Kind{Name: "works-for", From: end, To: end},
		relationship.Kind{Name: "s", From: end, Symmetric: true},
	)
	if err != nil {
		tb.Fatal(err)
	}
	return ks
}

func drawSpoken(t *rapid.T, depth int) spoken {
	words := []string{"s", "a", "works-for"}
	coin := rapid.Bool() // which has no preference for what is simple, unlike most of rapid
	if depth > 0 && (coin.Draw(t, "composed") || coin.Draw(t, "composed after all")) {
		words = []string{"/", "^", "{n,m}", "|", "*", "?", "+", "{n}", "{n,}"}
	}
	out := spoken{word: rapid.SampledFrom(words).Draw(t, "word")}
	parts := 1
	switch out.word {
	case "a", "works-for", "s":
		parts = 0
	case "/", "|":
		parts = rapid.IntRange(2, 3).Draw(t, "parts")
	case "{n}", "{n,}", "{n,m}":
		out.low = rapid.IntRange(1, 3).Draw(t, "low")
		out.high = out.low + rapid.IntRange(0, 2).Draw(t, "high")
	}
	for range parts {
		out.of = append(out.of, drawSpoken(t, depth-1))
	}
	return out
}

// places returns how many kinds stand in a path once its bounds are written out.
func (s spoken) places() int {
	n := 0
	for _, part := range s.of {
		n += part.places()
	}
	switch s.word {
	case "a", "works-for", "s":
		return 1
	case "{n}", "{n,}":
		return n * s.low
	case "{n,m}":
		return n * s.high
	}
	return n
}

// write writes a path with the parentheses that the grammar of SPARQL asks for where production
// stands: 89, 90, 92, 91 or 94, here from 0 to 4; and with some that it does not ask for.
func (s spoken) write(t *rapid.T, b *strings.Builder, production int) {
	space := func() {
		b.WriteString(rapid.SampledFrom([]string{"", "", "", " ", "\t \r\n"}).Draw(t, "space"))
	}
	own := map[string]int{"|": 0, "/": 1, "^": 2, "a": 4, "works-for": 4, "s": 4}
	at, ok := own[s.word]
	if !ok {
		at = 3
	}
	groups := 0
	if at < production {
		groups = 1
	}
	groups += rapid.SampledFrom([]int{0, 0, 0, 1, 2}).Draw(t, "needless parentheses")
	for range groups {
		space()
		b.WriteByte('(')
		space()
	}
	switch at {
	case 0, 1:
		for i, part := range s.of {
			if i > 0 {
				space()
				b.WriteString(s.word)
			}
			part.write(t, b, at+1)
		}
	case 2:
		space()
		b.WriteByte('^')
		s.of[0].write(t, b, 3)
	case 3:
		s.of[0].write(t, b, 4)
		space()
		b.WriteString(s.modifier())
	case 4:
		space()
		b.WriteString(s.word)
	}
	for range groups {
		space()
		b.WriteByte(')')
	}
	space()
}

func (s spoken) modifier() string {
	switch s.word {
	case "{n}":
		return fmt.Sprintf("{%d}", s.low)
	case "{n,}":
		return fmt.Sprintf("{ %d ,}", s.low)
	case "{n,m}":
		return fmt.Sprintf("{%d , %02d}", s.low, s.high)
	}
	return s.word
}

func (s spoken) text(t *rapid.T) string {
	var b strings.Builder
	s.write(t, &b, 0)
	return b.String()
}

// A relation is a set of pairs of parties.
type relation map[[2]int]bool

// A lawWorld is a few parties and the ties between them.
type lawWorld struct {
	parties int
	ties    map[string]relation // by kind; those of the symmetric kind are there one way only
}

func drawLawWorld(t *rapid.T) lawWorld {
	w := lawWorld{parties: 6 - rapid.IntRange(0, 5).Draw(t, "fewer parties"), ties: map[string]relation{"a": {}, "works-for": {}, "s": {}}}
	party := rapid.IntRange(0, w.parties-1)
	for range 12 - rapid.IntRange(0, 12).Draw(t, "fewer ties") {
		kind := rapid.SampledFrom([]string{"a", "works-for", "s"}).Draw(t, "kind")
		w.ties[kind][[2]int{party.Draw(t, "from"), party.Draw(t, "to")}] = true
	}
	return w
}

func (w lawWorld) identity() relation {
	out := relation{}
	for p := range w.parties {
		out[[2]int{p, p}] = true
	}
	return out
}

func union(a, b relation) relation {
	out := relation{}
	for _, r := range []relation{a, b} {
		for pair := range r {
			out[pair] = true
		}
	}
	return out
}

func composed(a, b relation) relation {
	out := relation{}
	for x := range a {
		for y := range b {
			if x[1] == y[0] {
				out[[2]int{x[0], y[1]}] = true
			}
		}
	}
	return out
}

func converse(a relation) relation {
	out := relation{}
	for x := range a {
		out[[2]int{x[1], x[0]}] = true
	}
	return out
}

// power returns a, one after another, from low to high times; a high below low means without end.
func (w lawWorld) power(a relation, low, high int) relation {
	out := w.identity()
	for range low {
		out = composed(out, a)
	}
	for n := low; n != high; n++ {
		more := union(out, composed(out, a))
		if len(more) == len(out) {
			return out
		}
		out = more
	}
	return out
}

// means returns the pairs that a path leads from and to, by what the signs of the notation mean.
func (w lawWorld) means(s spoken) relation {
	var of []relation
	for _, part := range s.of {
		of = append(of, w.means(part))
	}
	switch s.word {
	case "a", "works-for":
		return w.ties[s.word]
	case "s":
		return union(w.ties["s"], converse(w.ties["s"]))
	case "^":
		return converse(of[0])
	case "|":
		out := relation{}
		for _, r := range of {
			out = union(out, r)
		}
		return out
	case "/":
		out := w.identity()
		for _, r := range of {
			out = composed(out, r)
		}
		return out
	case "?":
		return union(w.identity(), of[0])
	case "*":
		return w.power(of[0], 0, -1)
	case "+":
		return w.power(of[0], 1, -1)
	case "{n}":
		return w.power(of[0], s.low, s.low)
	case "{n,}":
		return w.power(of[0], s.low, -1)
	}
	return w.power(of[0], s.low, s.high)
}

// reached returns the pairs that a program leads from and to.
func (w lawWorld) reached(p *program) relation {
	out := relation{}
	if p.empty {
		out = w.identity()
	}
	for start := range w.parties {
		type place struct{ party, position int }
		seen := map[place]bool{}
		var visit func(party int, next uint64)
		visit = func(party int, next uint64) {
			for ; next != 0; next &= next - 1 {
				i := bits.TrailingZeros64(next)
				for to := range w.parties {
					if !w.tied(p.steps[i], party, to) || seen[place{to, i}] {
						continue
					}
					seen[place{to, i}] = true
					if p.last>>i&1 == 1 {
						out[[2]int{start, to}] = true
					}
					visit(to, p.follow[i])
				}
			}
		}
		visit(start, p.first)
	}
	return out
}

func (w lawWorld) tied(s step, from, to int) bool {
	ties := w.ties[string(s.kind)]
	if s.kind == "s" {
		return ties[[2]int{from, to}] || ties[[2]int{to, from}]
	}
	if s.inverse {
		from, to = to, from
	}
	return ties[[2]int{from, to}]
}

// drawPath draws a path and a text for it.
func drawPath(t *rapid.T) (spoken, Path) {
	s := rapid.Custom(func(t *rapid.T) spoken { return drawSpoken(t, 4) }).
		Filter(func(s spoken) bool { return s.places() <= maxPathSteps }).Draw(t, "path")
	return s, mustParse(t, s.text(t))
}

func mustParse(t rapid.TB, text string) Path {
	t.Helper()
	path, err := ParsePath(text, lawKinds(t))
	if err != nil {
		t.Fatalf("ParsePath(%q): %v", text, err)
	}
	return path
}

func mustReach(t *rapid.T, w lawWorld, path Path, want relation) {
	t.Helper()
	if got := w.reached(path.program()); !reflect.DeepEqual(got, want) {
		t.Fatalf("among %v, %s reaches %v, want %v", w, path, got, want)
	}
}

func mustBeSame(t *rapid.T, got, want Path) {
	t.Helper()
	if !reflect.DeepEqual(got, want) {
		t.Fatalf("got %s as %+v, want %s as %+v", got, *got.program(), want, *want.program())
	}
}

func TestPathReachesWhatItsSignsMean(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		s, path := drawPath(t)
		w := drawLawWorld(t)
		mustReach(t, w, path, w.means(s))
	})
}

func TestInverseReachesTheMirroredPairs(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		s, path := drawPath(t)
		w := drawLawWorld(t)
		mustReach(t, w, path.Inverse(), converse(w.means(s)))
	})
}

func TestBoundsOverWhatMayBeEmptyAreRight(t *testing.T) {
	t.Parallel()
	none := spoken{word: "?", of: []spoken{{word: "a"}}}
	mixed := spoken{word: "/", of: []spoken{none, {word: "*", of: []spoken{{word: "s"}}}}}
	rapid.Check(t, func(t *rapid.T) {
		s := rapid.SampledFrom([]spoken{
			{word: "{n,m}", low: 2, high: 3, of: []spoken{none}},
			{word: "{n}", low: 3, of: []spoken{none}},
			{word: "{n,}", low: 2, of: []spoken{none}},
			{word: "{n,m}", low: 1, high: 3, of: []spoken{mixed}},
			{word: "+", of: []spoken{mixed}},
			{word: "/", of: []spoken{{word: "a"}, {word: "{n,m}", low: 2, high: 4, of: []spoken{none}}, {word: "works-for"}}},
		}).Draw(t, "path")
		w := drawLawWorld(t)
		mustReach(t, w, mustParse(t, s.text(t)), w.means(s))
	})
}

func TestPathParsedFromItsOwnTextIsTheSame(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		_, path := drawPath(t)
		mustBeSame(t, mustParse(t, path.String()), path)
		mustBeSame(t, mustParse(t, path.Inverse().String()), path.Inverse())
		mustBeSame(t, mustParse(t, "^("+path.String()+")"), path.Inverse())
	})
}

func TestInverseOfTheInverseIsThePath(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		_, path := drawPath(t)
		before := mustParse(t, path.String())
		mustBeSame(t, path.Inverse().Inverse(), path)
		mustBeSame(t, path, before) // not changed by any of it
	})
}

func TestSpacesAndNeedlessParenthesesMakeNoDifference(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		s, path := drawPath(t)
		mustBeSame(t, mustParse(t, s.text(t)), path)
	})
}

func TestEveryParenthesisOfTheTextIsNeeded(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		_, path := drawPath(t)
		text := path.String()
		if strings.ContainsAny(text, " \t\r\n") {
			t.Fatalf("%q has spaces", text)
		}
		var open []int
		for i, c := range text {
			switch c {
			case '(':
				open = append(open, i)
			case ')':
				from := open[len(open)-1]
				open = open[:len(open)-1]
				less := text[:from] + text[from+1:i] + text[i+1:]
				if same, err := ParsePath(less, lawKinds(t)); err == nil && same.String() == text {
					t.Fatalf("%q says the same as %q", less, text)
				}
			}
		}
	})
}

func TestAlternativesCommute(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		draw := rapid.Custom(func(t *rapid.T) spoken { return drawSpoken(t, 2) }).
			Filter(func(s spoken) bool { return s.places() <= maxPathSteps/2 })
		a, b := draw.Draw(t, "a"), draw.Draw(t, "b")
		w := drawLawWorld(t)
		one := mustParse(t, spoken{word: "|", of: []spoken{a, b}}.text(t))
		other := mustParse(t, spoken{word: "|", of: []spoken{b, a}}.text(t))
		mustReach(t, w, one, w.reached(other.program()))
	})
}

func TestPathIsRefusedWhenWrittenOutItHasMoreThan64Kinds(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		s := drawSpoken(t, 5)
		path, err := ParsePath(s.text(t), lawKinds(t))
		switch n := s.places(); {
		case n > maxPathSteps && !errors.Is(err, relationship.ErrInvalid):
			t.Fatalf("got %v for %d kinds, want ErrInvalid", err, n)
		case n <= maxPathSteps && err != nil:
			t.Fatalf("got %v for %d kinds", err, n)
		case err == nil && len(path.program().steps) != n:
			t.Fatalf("%s has %d positions, want %d", path, len(path.program().steps), n)
		}
	})
}

func TestZeroPathReachesNobody(t *testing.T) {
	t.Parallel()
	for _, path := range []Path{{}, Path{}.Inverse()} {
		if got := path.program(); !reflect.DeepEqual(got, new(program)) {
			t.Errorf("got %+v, want an empty program", *got)
		}
	}
}

func TestProgramsSayWhatCanComeFirstNextAndLast(t *testing.T) {
	t.Parallel()
	a := step{kind: "a"}
	for text, want := range map[string]program{
		"(a|^works-for)*/s": {
			steps: []step{a, {kind: "works-for", inverse: true}, {kind: "s"}},
			first: 0b111, follow: []uint64{0b111, 0b111, 0}, last: 0b100,
		},
		// No copy is passed over, so that a walk is at one position after each step.
		"a{2,4}": {steps: []step{a, a, a, a}, first: 0b1, follow: []uint64{0b10, 0b100, 0b1000, 0}, last: 0b1110},
		// The last copy stands for all further ones.
		"a{2,}":       {steps: []step{a, a}, first: 0b1, follow: []uint64{0b10, 0b10}, last: 0b10},
		"(a?){2}":     {steps: []step{a, a}, first: 0b11, follow: []uint64{0b10, 0}, last: 0b11, empty: true},
		"a/(s?/^s*)?": {steps: []step{a, {kind: "s"}, {kind: "s"}}, first: 0b1, follow: []uint64{0b110, 0b100, 0b100}, last: 0b111},
	} {
		if got := *mustParse(t, text).program(); !reflect.DeepEqual(got, want) {
			t.Errorf("%s: got %+v, want %+v", text, got, want)
		}
	}
}
