package themes_test

import (
	"errors"
	"fmt"
	"strconv"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/kithcrm/kith/feedback"
	"github.com/kithcrm/kith/feedback/themes"
	"github.com/kithcrm/kith/relationship"
	"pgregory.net/rapid"
)

func index(t interface{ Fatal(...any) }, said []themes.Said) *themes.Index {
	var x themes.Index
	for _, s := range said {
		if err := x.Add(s); err != nil {
			t.Fatal(err)
		}
	}
	return &x
}

func similar(t interface{ Fatal(...any) }, x *themes.Index, text string) []themes.Alike {
	found, err := x.Similar(text, 3)
	if err != nil {
		t.Fatal(err)
	}
	return found
}

func TestSimilarItemsAreFoundWhileTyping(t *testing.T) {
	t.Parallel()
	x := index(t, guests())
	var got []string
	for _, a := range similar(t, x, "Screen flickers sinc") {
		got = append(got, fmt.Sprintf("%s %v", a.Item, a.Words))
		if err := a.Score.Check(0, 1); err != nil {
			t.Error(err)
		}
	}
	want := []string{"i4 [flickers Screen]", "i5 [flickers Screen]", "i6 [Screen]"}
	if d := cmp.Diff(want, got); d != "" {
		t.Errorf("(-want +got)\n%s", d)
	}
	if got := similar(t, x, "xyzzy"); len(got) != 0 {
		t.Errorf("no known word: got %v", got)
	}
	if got := similar(t, new(themes.Index), "screen"); len(got) != 0 {
		t.Errorf("of an empty index: got %v", got)
	}
}

func TestWhatWasSaidIsMostLikeItself(t *testing.T) {
	t.Parallel()
	var said []themes.Said
	for i, text := range madeUp(3000) {
		said = append(said, themes.Said{Item: feedback.ItemID(strconv.Itoa(i)), Text: text})
	}
	x := index(t, said)
	for _, s := range said[:300] {
		if a := similar(t, x, s.Text); a[0].Item != s.Item || a[0].Score.Value < .999 {
			t.Errorf("item %s: got %v first", s.Item, a[0])
		}
	}
}

func TestAnIndexIsWhatIsInIt(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		now := map[int]themes.Said{}
		var x, other themes.Index
		for n := range rapid.IntRange(0, 40).Draw(t, "n") {
			s := rapid.SampledFrom(guests()).Draw(t, "said")
			s.Point = n % 4
			s.Item = "a"
			switch rapid.IntRange(0, 3).Draw(t, "what") {
			case 0:
				err := x.Remove(s.Item, s.Point)
				if _, ok := now[s.Point]; ok == errors.Is(err, relationship.ErrNotFound) {
					t.Fatalf("removing: got error %v", err)
				}
				delete(now, s.Point)
			case 1:
				if err := other.Add(s); err != nil {
					t.Fatal(err)
				}
				x.Merge(&other)
				if err := other.Remove(s.Item, s.Point); err != nil {
					t.Fatal(err)
				}
				now[s.Point] = s
			default:
				if err := x.Add(s); err != nil {
					t.Fatal(err)
				}
				now[s.Point] = s
			}
		}
		var said []themes.Said
		for _, s := range now {
			said = append(said, s)
		}
		want := index(t, said)
		if x.Len() != want.Len() {
			t.Fatalf("got %d in the index, want %d", x.Len(), want.Len())
		}
		for _, s := range guests() {
			if d := cmp.Diff(similar(t, want, s.Text), similar(t, &x, s.Text)); d != "" {
				t.Fatalf("(-anew +changed)\n%s", d)
			}
		}
	})
}

func TestAnIndexStaysAsSmallAsWhatIsInIt(t *testing.T) {
	t.Parallel()
	var x themes.Index
	for i, text := range madeUp(5000) {
		if err := x.Add(themes.Said{Item: feedback.ItemID(strconv.Itoa(i % 10)), Text: text}); err != nil {
			t.Fatal(err)
		}
	}
	left := madeUp(5000)[4990:]
	for i, text := range left {
		if a := similar(t, &x, text); len(a) == 0 || a[0].Item != feedback.ItemID(strconv.Itoa(i)) {
			t.Errorf("item %d: got %v", i, a)
		}
	}
	if a := similar(t, &x, madeUp(1)[0]); len(a) > 0 && a[0].Score.Value > .99 {
		t.Errorf("what is gone is found: %v", a)
	}
}

func TestBadInputOfAnIndexIsRefused(t *testing.T) {
	t.Parallel()
	x := index(t, guests())
	refused(t, x.Add(themes.Said{Item: "", Text: "x"}), "said.Item")
	refused(t, x.Add(themes.Said{Item: "a", Text: "\xff"}), "said.Text")
	for _, n := range []int{0, 257} {
		_, err := x.Similar("x", n)
		refused(t, err, "n")
	}
	_, err := x.Similar("", 1)
	refused(t, err, "text")
}
