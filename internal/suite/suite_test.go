package suite_test

import (
	"context"
	"errors"
	"flag"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/kithcrm/kith/internal/suite"
	"pgregory.net/rapid"
)

func TestMain(m *testing.M) {
	// Failures are expected here: they need no files.
	if err := flag.Set("rapid.nofailfile", "true"); err != nil {
		panic(err)
	}
	os.Exit(m.Run())
}

// room describes the store of notes.
func room() *suite.Room {
	r := &suite.Room{
		Nouns: []*suite.Noun{{
			Name: "note", List: "Notes", Read: suite.CallOf(store.Notes),
			Samples: []any{
				note{ID: "bare", Shelf: "red", At: noon(0)},
				note{ID: "full", Of: "full-author", Shelf: "green", Text: "ice", Lines: []line{{Text: "b"}, {"a", "full-reader"}, {Text: "b"}, {Text: "c"}}, At: noon(1), Worth: .5},
				note{ID: "blue", Shelf: "blue", At: noon(0)},
			},
			Generator: notes().AsAny(),
			Finds: []suite.Find{
				{Name: "Of", Fields: []string{"Of"}, Sentence: "Of selects notes of any of these."},
				{Name: "Shelves", Fields: []string{"Shelf"}, Sentence: "Shelves selects notes on any of these."},
			},
			Window: "At", Fixed: []string{"Of"}, Goes: []suite.Bond{{Field: "Of"}, {Field: "Lines[].By"}},
		}},
		Party: "party", Write: suite.CallOf(store.Write), Log: suite.CallOf(historian.Log),
		Errors: suite.Errors{NotFound: errNotFound, Exists: errExists, Invalid: errInvalid, Stale: errStale},
		Rule: func(err error) string {
			b, _ := errors.AsType[broken](err)
			return string(b)
		},
	}
	r.Model = func() any { return typed{r.Plain(suite.Style{}), r} }
	return r
}

func notes() *rapid.Generator[note] {
	word := rapid.StringMatching(`[a-z ]{0,9}`)
	return rapid.Custom(func(t *rapid.T) note {
		n := note{ID: "a", Of: author(word.Draw(t, "of")), Shelf: rapid.SampledFrom([]string{"red", "green", "blue"}).Draw(t, "shelf")}
		for range rapid.IntRange(0, 2).Draw(t, "lines") {
			n.Lines = append(n.Lines, line{word.Draw(t, "line"), author(word.Draw(t, "by"))})
		}
		n.Text, n.At, n.Worth = word.Draw(t, "text"), noon(rapid.IntRange(0, 9).Draw(t, "at")), rapid.Float64Range(-1, 1).Draw(t, "worth")
		return n
	})
}

// A typed store is one of the suite with the types of notes.
type typed struct {
	suite.Store
	room *suite.Room
}

func (s typed) Write(ctx context.Context, b batch) (seq, error) {
	return suite.Written[seq](ctx, s.room, s.Store, b)
}

func (s typed) Notes(ctx context.Context, q noteQuery) (page[note], error) {
	return suite.Answered[page[note]](ctx, s.room, s.Store, q)
}

func (s typed) Log(ctx context.Context, q logQuery) (page[batch], error) {
	return suite.Answered[page[batch]](ctx, s.room, s.Store, q)
}

func TestTheRoomIsDescribedWell(t *testing.T) { room().Check(t) }

func TestAStoreOfAnotherRoomPasses(t *testing.T) {
	t.Parallel()
	room().Run(t, func(suite.TB) any { return new(diary) })
}

func TestAStoreWithoutHistoryPasses(t *testing.T) {
	t.Parallel()
	room().Run(t, func(suite.TB) any { return struct{ store }{forgetful{new(diary)}} })
}

// A forgetful diary does not know what was.
type forgetful struct{ store }

func (f forgetful) Notes(ctx context.Context, q noteQuery) (page[note], error) {
	if q.Known != 0 {
		return page[note]{}, errors.ErrUnsupported
	}
	return f.store.Notes(ctx, q)
}

func TestStoresOfAnotherRoomThatUseTheirFreedomPass(t *testing.T) {
	t.Parallel()
	r := room()
	r.Correct(t, func(s suite.Store) any { return typed{s, r} })
}

// What is wrong with a store of another room is told by the clause about it, in the words of the room.
func TestABrokenStoreOfAnotherRoomIsCaught(t *testing.T) {
	t.Parallel()
	cases := map[string]struct {
		open func() *diary
		says string
	}{
		"keep/note":           {wrong(func(n *note) { slices.Reverse(n.Lines) }), "The records are kept with everything as it came."},
		"find/note-Of":        {wrong(func(n *note) { n.Of = author(strings.ToLower(string(n.Of))) }), "Of selects notes of any of these."},
		"find/note-window":    {wrong(func(n *note) { n.At = n.At.Truncate(time.Second) }), "From and To select Notes with an At not before From, and before To."},
		"erase/note-Lines.By": {wrong(func(n *note) { n.Lines = n.Lines[:0] }), "every version must be removed of Notes whose Lines[].By it is."},
		"write/stale":         {func() *diary { return &diary{blind: true} }, "One matching ErrStale must be returned"},
		"erase/note-Of":       {func() *diary { return &diary{wrong: func(b *batch) { b.Erase = nil }} }, "every version must be removed of Notes whose Of it is."},
		"log/who-and-why":     {func() *diary { return &diary{wrong: func(b *batch) { b.Why = "" }} }, "Log returns each batch with By and Why."},
	}
	for clause, c := range cases {
		said := room().Try(t.Context(), clause, func(suite.TB) any { return c.open() })
		if !strings.Contains(said, c.says) {
			t.Errorf("%s: got %q, want %q in it", clause, said, c.says)
		}
		if said := room().Try(t.Context(), clause, func(suite.TB) any { return new(diary) }); said != "" {
			t.Errorf("%s on a store that is right: got %q, want nothing", clause, said)
		}
	}
}

// wrong returns diaries that keep every note otherwise than it came.
func wrong(change func(*note)) func() *diary {
	return func() *diary {
		return &diary{wrong: func(b *batch) {
			for i := range b.Notes {
				change(&b.Notes[i])
			}
		}}
	}
}
