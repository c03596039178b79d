package network_test

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"maps"
	"math"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/kithcrm/kith/relationship"
	"github.com/kithcrm/kith/relationship/network"
)

// records returns the network as a reader gives it, and what its ties weigh.
func (n plainNet) records() ([]relationship.Party, []relationship.Tie, network.Config) {
	var parties []relationship.Party
	var ties []relationship.Tie
	weights := map[relationship.TieID]float64{}
	for _, id := range n.parties {
		parties = append(parties, relationship.Party{ID: id, Kind: relationship.Person})
	}
	for _, t := range n.ties {
		ties = append(ties, t.Tie)
		weights[t.ID] = t.weight
	}
	return parties, ties, network.Config{Weight: func(t *relationship.Tie) float64 { return weights[t.ID] }}
}

// mustBuild builds a snapshot from records in the order in which they are least comfortable.
func mustBuild(t rapid.TB, n plainNet) *network.Snapshot {
	t.Helper()
	parties, ties, cfg := n.records()
	slices.Reverse(ties)
	return buildOf(t, parties, ties, cfg)
}

func buildOf(t rapid.TB, parties []relationship.Party, ties []relationship.Tie, cfg network.Config) *network.Snapshot {
	t.Helper()
	s, err := network.Build(each2(parties), each2(ties), cfg)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// plainOf returns a tie of every day.
func plainOf(id relationship.TieID, kind relationship.KindName, from, to relationship.PartyID) plainTie {
	return plainTie{relationship.Tie{ID: id, Kind: kind, From: from, To: to, Stints: []relationship.Stint{{}}}, 1}
}

func TestTheOrderOfRecordsLeavesNoTrace(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		n := drawNet(t)
		for i := range n.ties {
			n.ties[i].Stints = drawStints(t)
		}
		parties, ties, cfg := n.records()
		at := rapid.SampledFrom(boundaries()).Draw(t, "at")
		want := pictureOf(t, buildOf(t, parties, ties, cfg), plainIDs(), at)
		s := buildOf(t, rapid.Permutation(parties).Draw(t, "parties"), rapid.Permutation(ties).Draw(t, "ties"), cfg)
		if diff := cmp.Diff(want, pictureOf(t, s, plainIDs(), at)); diff != "" {
			t.Fatalf("in another order (-want +got):\n%s", diff)
		}
	})
}

func TestABuiltSnapshotShowsItsRecords(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		n := drawNet(t)
		for i := range n.ties { // some that need 64 bits
			n.ties[i].weight = rapid.OneOf(rapid.Float64Range(0, 9), rapid.SampledFrom([]float64{0, 1, 5e-324, 1e290})).Draw(t, "weight")
		}
		mustShow(t, mustBuild(t, n), n, boundaries()...)
	})
}

func TestPartiesThatOnlyTiesNameAreThere(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		n := drawNet(t)
		parties, ties, cfg := n.records()
		listed := parties[rapid.IntRange(0, len(parties)).Draw(t, "not listed"):]
		there := map[relationship.PartyID]bool{}
		for _, p := range listed {
			there[p.ID] = true
		}
		for _, tie := range ties {
			there[tie.From], there[tie.To] = true, true
		}
		n.parties = slices.Collect(maps.Keys(there))
		mustShow(t, buildOf(t, listed, ties, cfg), n)
	})
}

func TestATieIDThatIsThereTwiceIsRefusedInAnyOrder(t *testing.T) {
	t.Parallel()
	ids := func(ids ...relationship.TieID) []relationship.TieID { return ids }
	long := make([]relationship.TieID, 3000)
	for i := range long {
		long[i] = relationship.TieID(fmt.Sprintf("t%05d", i))
	}
	for name, order := range map[string][]relationship.TieID{
		"in order":         ids("a", "b", "b", "c"),
		"first of all":     ids("a", "a", "b"),
		"last of all":      ids("a", "b", "b"),
		"apart":            ids("b", "a", "b"),
		"backwards":        ids("c", "b", "b", "a"),
		"only those":       ids("b", "b"),
		"many, in order":   append(slices.Clone(long), long[2999]),
		"many, first last": append(slices.Clone(long), long[0]),
	} {
		var ties []relationship.Tie
		for i, id := range order {
			ties = append(ties, plainOf(id, "serves", relationship.PartyID(fmt.Sprint(i%7)), "x").Tie)
		}
		_, err := network.Build(each2[relationship.Party](nil), each2(ties), network.Config{})
		told, ok := errors.AsType[*relationship.OpError](err)
		if !ok || !errors.Is(err, relationship.ErrInvalid) || told.Field != "ID" || !slices.Contains(order, relationship.TieID(told.ID)) {
			t.Errorf("%s: got %v, want an error of an ID", name, err)
		}
	}
}

func TestRecordsThatBreakARuleAreNamed(t *testing.T) {
	t.Parallel()
	weighing := func(w float64) network.Config {
		return network.Config{Weight: func(t *relationship.Tie) float64 {
			if t.ID == "t2" {
				return w
			}
			return 1
		}}
	}
	tests := []struct {
		name, field string
		cfg         network.Config
		spoil       func(*relationship.Tie)
	}{
		{"an unknown kind", "Kind", network.Config{}, func(t *relationship.Tie) { t.Kind = "likes" }},
		{"an empty kind", "Kind", network.Config{}, func(t *relationship.Tie) { t.Kind = "" }},
		{"no stints", "Stints", network.Config{}, func(t *relationship.Tie) { t.Stints = nil }},
		{"a weight that is no number", "Weight", weighing(math.NaN()), func(*relationship.Tie) {}},
		{"a weight below 0", "Weight", weighing(-1), func(*relationship.Tie) {}},
		{"a weight without bounds", "Weight", weighing(math.Inf(1)), func(*relationship.Tie) {}},
		{"a weight without bounds below", "Weight", weighing(math.Inf(-1)), func(*relationship.Tie) {}},
	}
	for _, test := range tests {
		ties := []relationship.Tie{plainOf("t1", "serves", "a", "b").Tie, plainOf("t2", "knows", "b", "a").Tie}
		test.spoil(&ties[1])
		s, err := network.Build(each2[relationship.Party](nil), each2(ties), test.cfg)
		told, ok := errors.AsType[*relationship.OpError](err)
		if s != nil || !ok || !errors.Is(err, relationship.ErrInvalid) || told.ID != "t2" || told.Field != test.field {
			t.Errorf("%s: got %v, want an error of %s of t2", test.name, err, test.field)
		}
	}
}

var errTorn = errors.New("the paper is torn")

// torn yields some records, and then an error.
func torn[T any](records ...T) iter.Seq2[T, error] {
	return func(yield func(T, error) bool) {
		for r := range each2(records) {
			if !yield(r, nil) {
				return
			}
		}
		var none T
		yield(none, errTorn)
	}
}

func TestErrorsOfSequencesAreReturnedAsTheyAre(t *testing.T) {
	t.Parallel()
	parties, ties := each2[relationship.Party](nil), each2[relationship.Tie](nil)
	for name, seqs := range map[string]struct {
		parties iter.Seq2[relationship.Party, error]
		ties    iter.Seq2[relationship.Tie, error]
	}{
		"parties, at once":   {torn[relationship.Party](), ties},
		"parties, later":     {torn(relationship.Party{ID: "a"}), ties},
		"ties, at once":      {parties, torn[relationship.Tie]()},
		"ties, later":        {parties, torn(plainOf("t", "serves", "a", "b").Tie)},
		"ties, broken twice": {parties, torn(plainOf("t", "serves", "a", "b").Tie, plainOf("t", "serves", "a", "b").Tie)},
	} {
		if s, err := network.Build(seqs.parties, seqs.ties, network.Config{}); s != nil || err != errTorn {
			t.Errorf("%s: got %v, %v, want %v", name, s, err, errTorn)
		}
	}
}

func TestProgressTellsHowManyRecordsHaveBeenRead(t *testing.T) {
	t.Parallel()
	parties := make([]relationship.Party, 10_000)
	for i := range parties {
		parties[i].ID = relationship.PartyID(fmt.Sprint(i))
	}
	ties := make([]relationship.Tie, 10_000)
	for i := range ties {
		ties[i] = plainOf(relationship.TieID(fmt.Sprint(i)), "serves", parties[i].ID, "0").Tie
	}
	var told []int
	buildOf(t, parties, ties, network.Config{Progress: func(n int) { told = append(told, n) }})
	if len(told) < 2 || !slices.IsSorted(told) || told[0] < 1 || told[len(told)-1] < 15_000 || told[len(told)-1] > 20_000 {
		t.Errorf("got progress %v, want several numbers up to 20,000", told)
	}
}

// written writes parties into a store around the book, and ties between them.
func written(t bench, store relationship.Store, parties []relationship.Party, ties []plainTie) *relationship.Book {
	t.Helper()
	b := relationship.Batch{At: dayOf(1), Parties: parties}
	for _, tie := range ties {
		b.Ties = append(b.Ties, tie.Tie)
	}
	if _, err := store.Write(t.Context(), b); err != nil {
		t.Fatal(err)
	}
	return relationship.NewBook(store, relationship.Config{})
}

// drawMerges draws parties merged into one another in chains, in circles and into nobody, some of
// which only ties name.
func drawMerges(t *rapid.T) (parties []relationship.Party, ties []plainTie) {
	anyone := rapid.SampledFrom(plainIDs())
	for _, id := range rapid.SliceOfNDistinct(anyone, 1, 12, rapid.ID).Draw(t, "parties") {
		p := relationship.Party{ID: id, Kind: relationship.Person}
		if rapid.Bool().Draw(t, "merged") {
			p.MergedInto = anyone.Filter(func(into relationship.PartyID) bool { return into != id }).Draw(t, "into")
		}
		parties = append(parties, p)
	}
	for i := range rapid.IntRange(0, 8).Draw(t, "ties") {
		kind := rapid.SampledFrom(plainKinds()).Draw(t, "kind")
		ties = append(ties, plainOf(relationship.TieID(fmt.Sprint("t", i)), kind, anyone.Draw(t, "from"), anyone.Draw(t, "to")))
	}
	return parties, ties
}

// resolved returns what should come of records, by what the book says of merges.
func resolved(t bench, r *relationship.Reader, parties []relationship.Party, ties []plainTie) plainNet {
	t.Helper()
	root, err := r.Resolver(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	there := map[relationship.PartyID]bool{}
	for _, p := range parties {
		there[root(p.ID)] = true
	}
	n := plainNet{ties: slices.Clone(ties)}
	for i := range n.ties {
		t := &n.ties[i]
		t.From, t.To = root(t.From), root(t.To)
		there[t.From], there[t.To] = true, true
	}
	n.parties = slices.Collect(maps.Keys(there))
	return n
}

func TestMergedPartiesAreWhoABookSaysTheyAre(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		parties, ties := drawMerges(t)
		book := written(t, new(relationship.Memory), parties, ties)
		s, err := network.Read(t.Context(), book, network.Config{})
		if err != nil {
			t.Fatal(err)
		}
		mustShow(t, s, resolved(t, &book.Reader, parties, ties))
	})
}

func TestMergesAreFollowedInChainsCirclesAndIntoNobody(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct{ merges, want []relationship.PartyID }{
		"one":                  {ids("x", "a"), ids("a")},
		"a chain":              {ids("x", "c", "c", "b", "b", "a"), ids("a")},
		"a circle":             {ids("x", "b", "b", "c", "c", "x"), ids("b")},
		"a chain to a circle":  {ids("x", "d", "d", "b", "b", "c", "c", "b"), ids("b")},
		"into nobody":          {ids("x", "nobody"), ids("x")},
		"a chain into nobody":  {ids("x", "b", "b", "nobody"), ids("b")},
		"into one named twice": {ids("x", "a", "y", "a"), ids("a")},
	} {
		var parties []relationship.Party
		for pair := range slices.Chunk(test.merges, 2) {
			parties = append(parties, relationship.Party{ID: pair[0], MergedInto: pair[1]})
		}
		if slices.Contains(test.want, "a") {
			parties = append(parties, relationship.Party{ID: "a"})
		}
		s := buildOf(t, parties, []relationship.Tie{plainOf("t", "serves", "x", "z").Tie}, network.Config{})
		var got []relationship.PartyID
		for n := range s.Parties() {
			got = append(got, s.ID(uint32(n)))
		}
		if want := append(test.want, "z"); !slices.Equal(got, want) {
			t.Errorf("%s: got parties %q, want %q", name, got, want)
		}
	}
}

func ids(list ...relationship.PartyID) []relationship.PartyID { return list }

// A storeOnly store keeps no history: it has the methods of a Store and no more.
type storeOnly struct{ relationship.Store }

func TestAStoreWithoutHistoryIsReadButNotRefreshed(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		parties, ties := drawMerges(t)
		book := written(t, storeOnly{new(relationship.Memory)}, parties, ties)
		s, err := network.Read(t.Context(), book, network.Config{})
		if err != nil {
			t.Fatal(err)
		}
		mustShow(t, s, resolved(t, &book.Reader, parties, ties))
		if s.Seq() != 0 {
			t.Fatalf("got batch %d as the last one", s.Seq())
		}
		mustBeStale(t, s, book)
	})
}

// mustBeStale fails unless a snapshot cannot be refreshed.
func mustBeStale(t bench, s *network.Snapshot, book *relationship.Book) {
	t.Helper()
	fresh, err := s.Refresh(t.Context(), book)
	told, ok := errors.AsType[*relationship.OpError](err)
	if fresh != nil || !ok || !errors.Is(err, relationship.ErrInvalid) || told.Field != "Snapshot" {
		t.Fatalf("got %v, %v of a snapshot that cannot be refreshed", fresh, err)
	}
}

func TestReadingAsOfAnInstantShowsWhatHeld(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		n := drawNet(t)
		parties, _, cfg := n.records()
		for i := range n.ties {
			n.ties[i].Stints = drawStints(t)
		}
		book := written(t, new(relationship.Memory), parties, n.ties)
		at := rapid.SampledFrom(boundaries()).Draw(t, "at")
		r, err := book.AsOf(t.Context(), relationship.When{Valid: at})
		if err != nil {
			t.Fatal(err)
		}
		s, err := network.ReadAsOf(t.Context(), r, cfg)
		if err != nil {
			t.Fatal(err)
		}
		if !at.IsZero() {
			n.ties = slices.DeleteFunc(n.ties, func(t plainTie) bool { return !t.Holds(at) })
		}
		mustShow(t, s, n)
		mustBeStale(t, s, book)
	})
}

func TestReadingAsOfWhatWasKnownShowsTheBookThen(t *testing.T) {
	t.Parallel()
	ctx := t.Context()
	book := relationship.NewBook(new(relationship.Memory), relationship.Config{})
	batch := relationship.Batch{At: dayOf(1), Parties: []relationship.Party{{ID: "a", Kind: "person"}, {ID: "b", Kind: "person"}}}
	tie := plainOf("t", "knows", "a", "b")
	for day, b := range []relationship.Batch{batch, {At: dayOf(2), Ties: []relationship.Tie{tie.Tie}}} {
		if _, err := book.Put(ctx, b); err != nil {
			t.Fatal(day, err)
		}
	}
	for day, want := range []plainNet{{}, {parties: ids("a", "b")}, {parties: ids("a", "b"), ties: []plainTie{tie}}} {
		r, err := book.AsOf(ctx, relationship.When{Known: dayOf(day)})
		if err != nil {
			t.Fatal(err)
		}
		s, err := network.ReadAsOf(ctx, r, network.Config{})
		if err != nil {
			t.Fatal(err)
		}
		mustShow(t, s, want)
	}
}

func TestReadingStopsWhereItsContextEnds(t *testing.T) {
	t.Parallel()
	book := written(t, new(relationship.Memory), nil, []plainTie{plainOf("t", "serves", "a", "b")})
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if s, err := network.Read(ctx, book, network.Config{}); s != nil || !errors.Is(err, context.Canceled) {
		t.Errorf("got %v, %v, want %v", s, err, context.Canceled)
	}
}

func TestKindsAreThoseOfTheBookThatIsRead(t *testing.T) {
	t.Parallel()
	end := relationship.KindEnd{Phrase: "p", Role: "r"}
	own, err := relationship.Kinds{}.With(relationship.Kind{Name: "own", From: end, To: end})
	if err != nil {
		t.Fatal(err)
	}
	store := new(relationship.Memory)
	written(t, store, nil, []plainTie{plainOf("t", "own", "a", "b")})
	s, err := network.Read(t.Context(), relationship.NewBook(store, relationship.Config{Kinds: own}), network.Config{Kinds: relationship.ReadyKinds()})
	if err != nil {
		t.Fatal(err)
	}
	steps, err := s.Around("b", time.Time{})
	want := []network.Step{{Tie: "t", Kind: "own", From: "b", To: "a", Side: relationship.ToSide, Weight: 1}}
	if diff := cmp.Diff(want, steps); err != nil || diff != "" {
		t.Errorf("got %v (-want +got):\n%s", err, diff)
	}
	if _, known := s.Kinds().Kind("serves"); known {
		t.Error("got a kind that the book does not have")
	}
}
