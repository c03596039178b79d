package network_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/kithcrm/kith/relationship"
	"github.com/kithcrm/kith/relationship/network"
)

// A desk is a book with people in it, and the store that it writes into.
type desk struct {
	*relationship.Book
	store *relationship.Memory
	now   time.Time
}

func newDesk(t bench, people ...relationship.PartyID) *desk {
	t.Helper()
	d := &desk{store: new(relationship.Memory), now: dayOf(1)}
	d.Book = relationship.NewBook(d.store, relationship.Config{Now: func() time.Time {
		d.now = d.now.Add(time.Second)
		return d.now
	}})
	var b relationship.Batch
	for _, id := range people {
		b.Parties = append(b.Parties, relationship.Party{ID: id, Kind: relationship.Person})
	}
	if len(people) > 0 {
		d.put(t, b)
	}
	return d
}

func (d *desk) put(t bench, b relationship.Batch) {
	t.Helper()
	if _, err := d.Put(t.Context(), b); err != nil {
		t.Fatal(err)
	}
}

func (d *desk) tie(t bench, id relationship.TieID, kind relationship.KindName, from, to relationship.PartyID) {
	t.Helper()
	d.put(t, relationship.Batch{Ties: []relationship.Tie{plainOf(id, kind, from, to).Tie}})
}

func (d *desk) merge(t bench, into relationship.PartyID, parties ...relationship.PartyID) {
	t.Helper()
	if err := d.Merge(t.Context(), into, parties...); err != nil {
		t.Fatal(err)
	}
}

func (d *desk) erase(t bench, id relationship.PartyID) {
	t.Helper()
	if _, err := d.Erase(t.Context(), id); err != nil {
		t.Fatal(err)
	}
}

func (d *desk) void(t bench, refs ...relationship.Ref) {
	t.Helper()
	if err := d.Void(t.Context(), refs...); err != nil {
		t.Fatal(err)
	}
}

func readOf(t bench, book *relationship.Book) *network.Snapshot {
	t.Helper()
	s, err := network.Read(t.Context(), book, network.Config{})
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func refreshed(t bench, s *network.Snapshot, book *relationship.Book) *network.Snapshot {
	t.Helper()
	fresh, err := s.Refresh(t.Context(), book)
	if err != nil {
		t.Fatal(err)
	}
	return fresh
}

// mustBeRead fails unless a snapshot looks as if it had just been read.
func mustBeRead(t bench, s *network.Snapshot, book *relationship.Book, ids []relationship.PartyID) {
	t.Helper()
	want, got := readOf(t, book), s
	if diff := cmp.Diff(pictureOf(t, want, ids, dayOf(1)), pictureOf(t, got, ids, dayOf(1))); diff != "" {
		t.Fatalf("read anew and refreshed differ (-read +refreshed):\n%s", diff)
	}
	if got.Seq() != want.Seq() {
		t.Fatalf("got the state after batch %d, want %d", got.Seq(), want.Seq())
	}
}

// mustHaveForgotten fails if a party can be met in any way.
func mustHaveForgotten(t bench, s *network.Snapshot, id relationship.PartyID, others ...relationship.PartyID) {
	t.Helper()
	if n, ok := s.Number(id); ok {
		t.Errorf("%q has the number %d", id, n)
	}
	if _, err := s.Around(id, time.Time{}); !errors.Is(err, relationship.ErrNotFound) {
		t.Errorf("around %q: got %v, want %v", id, err, relationship.ErrNotFound)
	}
	for n := range uint32(64) {
		if s.ID(n) == id {
			t.Errorf("number %d is %q", n, id)
		}
	}
	g, err := s.Graph(network.GraphConfig{Undirected: true})
	if err != nil {
		t.Fatal(err)
	}
	if n, ok := g.Number(id); ok || g.Parties() != s.Parties() {
		t.Errorf("%q is number %d of %d in the graph, of %d parties", id, n, g.Parties(), s.Parties())
	}
	path := mustParsePath(t, "(serves|^serves|knows|advises|^advises)*")
	if _, err := s.Reach(path, network.Bounds{}, id); !errors.Is(err, relationship.ErrNotFound) {
		t.Errorf("from %q: got %v, want %v", id, err, relationship.ErrNotFound)
	}
	for _, other := range others {
		r, err := s.Reach(path, network.Bounds{}, other)
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range r.Parties {
			if f.Party == id || slices.ContainsFunc(f.Way, func(s network.Step) bool { return s.From == id || s.To == id }) {
				t.Errorf("%q is met on the way from %q", id, other)
			}
		}
	}
}

// office returns a book in which everyone is tied to ann, who is tied to herself too.
func office(t bench) *desk {
	t.Helper()
	d := newDesk(t, "ann", "bob", "cem", "dot")
	d.tie(t, "t1", "serves", "ann", "bob")
	d.tie(t, "t2", "knows", "cem", "ann")
	d.tie(t, "t3", "advises", "dot", "ann")
	d.tie(t, "t4", "self", "ann", "ann")
	d.tie(t, "t5", "serves", "bob", "dot")
	return d
}

func TestARefreshedSnapshotForgetsWhoIsErasedOrVoid(t *testing.T) {
	t.Parallel()
	people := ids("ann", "bob", "cem", "dot", "eve")
	tests := []struct {
		name string
		gone relationship.PartyID
		do   func(*testing.T, *desk)
	}{
		{"erased", "ann", func(t *testing.T, d *desk) { d.erase(t, "ann") }},
		{"merged, and the winner erased", "ann", func(t *testing.T, d *desk) { d.merge(t, "bob", "ann"); d.erase(t, "bob") }},
		{"merged, and erased by its old name", "bob", func(t *testing.T, d *desk) { d.merge(t, "bob", "ann"); d.erase(t, "ann") }},
		{"void with its ties", "ann", func(t *testing.T, d *desk) {
			d.void(t, relationship.TieID("t1").Ref(), relationship.TieID("t2").Ref(), relationship.TieID("t3").Ref(), relationship.TieID("t4").Ref(), relationship.PartyID("ann").Ref())
		}},
		{"tie void, then erased", "ann", func(t *testing.T, d *desk) { d.void(t, relationship.TieID("t1").Ref()); d.erase(t, "ann") }},
		{"new, and erased", "eve", func(t *testing.T, d *desk) {
			d.put(t, relationship.Batch{Parties: []relationship.Party{{ID: "eve", Kind: relationship.Person}}})
			d.tie(t, "t9", "knows", "eve", "bob")
			d.erase(t, "eve")
		}},
		{"erased, and its ties made anew by others", "ann", func(t *testing.T, d *desk) {
			d.erase(t, "ann")
			d.tie(t, "t1", "serves", "cem", "dot")
			d.tie(t, "t2", "knows", "bob", "dot")
		}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			d := office(t)
			old := readOf(t, d.Book)
			before := pictureOf(t, old, people, dayOf(1))
			test.do(t, d)
			s := refreshed(t, old, d.Book)
			others := slices.DeleteFunc(slices.Clone(people), func(id relationship.PartyID) bool { _, ok := s.Number(id); return !ok })
			mustHaveForgotten(t, s, test.gone, others...)
			mustBeRead(t, s, d.Book, people)
			if diff := cmp.Diff(before, pictureOf(t, old, people, dayOf(1))); diff != "" {
				t.Errorf("the old snapshot has changed (-before +after):\n%s", diff)
			}
		})
	}
}

func TestAnIDThatWasMergedAsksAboutWhomItTurnedOutToBe(t *testing.T) {
	t.Parallel()
	d := office(t)
	old := readOf(t, d.Book)
	d.merge(t, "bob", "ann")
	for _, s := range []*network.Snapshot{refreshed(t, old, d.Book), readOf(t, d.Book)} {
		ann, known := s.Number("ann")
		bob, _ := s.Number("bob")
		if !known || ann != bob || s.ID(ann) != "bob" || s.Parties() != 3 {
			t.Errorf("ann has the number %d, bob %d, of %d parties", ann, bob, s.Parties())
		}
		first, err := s.Around("ann", time.Time{})
		second, _ := s.Around("bob", time.Time{})
		if diff := cmp.Diff(second, first); diff != "" || err != nil {
			t.Errorf("around bob and ann differ, %v (-bob +ann):\n%s", err, diff)
		}
	}
	if n, ok := old.Number("ann"); !ok || old.ID(n) != "ann" {
		t.Error("the old snapshot has changed")
	}
}

func TestWhoWasErasedCanComeBack(t *testing.T) {
	t.Parallel()
	for _, between := range []bool{false, true} {
		d := office(t)
		s := readOf(t, d.Book)
		d.erase(t, "ann")
		if between {
			s = refreshed(t, s, d.Book)
		}
		d.put(t, relationship.Batch{Parties: []relationship.Party{{ID: "ann", Kind: relationship.Person}}})
		d.tie(t, "t2", "knows", "ann", "dot")
		s = refreshed(t, s, d.Book)
		mustBeRead(t, s, d.Book, ids("ann", "bob", "cem", "dot"))
	}
}

func TestMergesComeAndGo(t *testing.T) {
	t.Parallel()
	people := ids("ann", "bob", "cem", "dot")
	for _, each := range []bool{false, true} {
		d := office(t)
		s := readOf(t, d.Book)
		for _, do := range []func(){
			func() { d.merge(t, "bob", "ann") },
			func() { d.merge(t, "cem", "bob") },
			func() { d.tie(t, "t6", "serves", "ann", "dot") },
			func() { d.void(t, relationship.TieID("t2").Ref()) },
			func() {
				if err := d.Unmerge(t.Context(), "ann"); err != nil {
					t.Fatal(err)
				}
			},
			func() { d.tie(t, "t7", "knows", "ann", "bob") },
			func() {
				if err := d.Unmerge(t.Context(), "bob"); err != nil {
					t.Fatal(err)
				}
			},
		} {
			if do(); each {
				s = refreshed(t, s, d.Book)
				mustBeRead(t, s, d.Book, people)
			}
		}
		mustBeRead(t, refreshed(t, s, d.Book), d.Book, people)
	}
}

func TestRefreshingAfterNothingReturnsTheSameSnapshot(t *testing.T) {
	t.Parallel()
	for name, d := range map[string]*desk{"of an office": office(t), "of nothing": newDesk(t)} {
		s := readOf(t, d.Book)
		if fresh := refreshed(t, s, d.Book); fresh != s {
			t.Errorf("%s: got another snapshot", name)
		}
	}
	d := office(t)
	d.merge(t, "bob", "ann")
	s := refreshed(t, readOf(t, d.Book), d.Book)
	d.tie(t, "t8", "serves", "cem", "dot")
	s = refreshed(t, s, d.Book)
	if fresh := refreshed(t, s, d.Book); fresh != s {
		t.Error("after a refresh: got another snapshot")
	}
}

func TestASnapshotOfAnEmptyBookIsRefreshed(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	s := readOf(t, d.Book)
	d.put(t, relationship.Batch{Parties: []relationship.Party{{ID: "ann", Kind: relationship.Person}, {ID: "bob", Kind: relationship.Person}}})
	d.tie(t, "t", "knows", "ann", "bob")
	mustBeRead(t, refreshed(t, s, d.Book), d.Book, ids("ann", "bob"))
	if s.Parties() != 0 || s.Ties() != 0 {
		t.Errorf("the old snapshot has %d parties and %d ties", s.Parties(), s.Ties())
	}
}

var errLost = errors.New("the line is dead")

// A breaking store fails the n-th read from 1 on, and all after it; 0 fails none.
type breaking struct {
	*relationship.Memory
	n, calls atomic.Int64
}

func (s *breaking) fail() error {
	if n := s.n.Load(); n > 0 && s.calls.Add(1) >= n {
		return errLost
	}
	return nil
}

func (s *breaking) Parties(ctx context.Context, q relationship.PartyQuery) (relationship.Page[relationship.Party], error) {
	page, err := s.Memory.Parties(ctx, q)
	return page, errors.Join(err, s.fail())
}

func (s *breaking) Ties(ctx context.Context, q relationship.TieQuery) (relationship.Page[relationship.Tie], error) {
	page, err := s.Memory.Ties(ctx, q)
	return page, errors.Join(err, s.fail())
}

func (s *breaking) Log(ctx context.Context, q relationship.LogQuery) (relationship.Page[relationship.Batch], error) {
	page, err := s.Memory.Log(ctx, q)
	return page, errors.Join(err, s.fail())
}

// Every read of a refresh fails in turn.
func TestARefreshThatFailsLeavesTheOldSnapshot(t *testing.T) {
	t.Parallel()
	people := ids("ann", "bob", "cem", "dot")
	d := office(t)
	old := readOf(t, d.Book)
	before := pictureOf(t, old, people, dayOf(1))
	d.merge(t, "bob", "ann")
	d.void(t, relationship.TieID("t5").Ref())
	store := &breaking{Memory: d.store}
	book := relationship.NewBook(store, relationship.Config{})
	for n := int64(1); ; n++ {
		store.n.Store(n)
		store.calls.Store(0)
		s, err := old.Refresh(t.Context(), book)
		if err == nil {
			if n < 4 {
				t.Errorf("got a refresh by %d reads, want more", n-1)
			}
			break
		}
		if s != nil || !errors.Is(err, errLost) {
			t.Fatalf("read %d failed: got %v, %v, want %v", n, s, err, errLost)
		}
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if s, err := old.Refresh(ctx, d.Book); s != nil || !errors.Is(err, context.Canceled) {
		t.Errorf("got %v, %v, want %v", s, err, context.Canceled)
	}
	if diff := cmp.Diff(before, pictureOf(t, old, people, dayOf(1))); diff != "" {
		t.Errorf("the old snapshot has changed (-before +after):\n%s", diff)
	}
	mustBeRead(t, refreshed(t, old, d.Book), d.Book, people)
}

func TestWhatIsNoWeightIsFoundByARefreshToo(t *testing.T) {
	t.Parallel()
	d := office(t)
	weight := 1.0
	s, err := network.Read(t.Context(), d.Book, network.Config{Weight: func(*relationship.Tie) float64 { return weight }})
	if err != nil {
		t.Fatal(err)
	}
	d.tie(t, "t8", "serves", "cem", "dot")
	weight = -1
	_, err = s.Refresh(t.Context(), d.Book)
	if told, ok := errors.AsType[*relationship.OpError](err); !ok || !errors.Is(err, relationship.ErrInvalid) || told.ID != "t8" || told.Field != "Weight" {
		t.Errorf("got %v, want an error of the weight of t8", err)
	}
}

// A hub is tied with thousands of others, so that its lists are long, and change in many places.
func TestManyRefreshesOfAHubAreOne(t *testing.T) {
	t.Parallel()
	const parties, ties = 300, 3000
	people := make([]relationship.PartyID, parties)
	for i := range people {
		people[i] = relationship.PartyID(fmt.Sprintf("p%03d", (i*7919)%parties))
	}
	d := newDesk(t, people...)
	kinds := []relationship.KindName{"serves", "knows", "advises"}
	stints := func(i int) []relationship.Stint {
		return [][]relationship.Stint{{{}}, {{From: hardInstants()[2]}}, {{To: dayOf(3)}, {From: dayOf(4), Ended: true}}}[i%3]
	}
	tie := func(i int) relationship.Tie {
		t := plainOf(relationship.TieID(fmt.Sprintf("t%05d", (i*104729)%100_000)), kinds[i%3], "p007", people[i%parties])
		if t.Stints = stints(i / 3); i%2 == 0 {
			t.From, t.To = t.To, t.From
		}
		if t.From == t.To {
			t.To = "p008"
		}
		return t.Tie
	}
	write := func(low, high int) {
		var b relationship.Batch
		for i := low; i < high; i++ {
			b.Ties = append(b.Ties, tie(i))
		}
		d.put(t, b)
	}
	write(0, ties/2)
	first := readOf(t, d.Book)
	s := first
	for step := range 15 {
		write(ties/2+step*ties/30, ties/2+(step+1)*ties/30)
		d.void(t, tie(step*50).ID.Ref())
		s = refreshed(t, s, d.Book)
	}
	some := []relationship.PartyID{"p007", "p008", "p000", "p299", "p150"}
	mustBeRead(t, s, d.Book, some)
	mustBeRead(t, refreshed(t, first, d.Book), d.Book, some)
}

// Run with the race detector.
func TestASnapshotIsReadWhileItIsRefreshed(t *testing.T) {
	t.Parallel()
	people := ids("ann", "bob", "cem", "dot", "eve")
	d := office(t)
	s := readOf(t, d.Book)
	for step := range 12 {
		d.put(t, relationship.Batch{Ties: []relationship.Tie{plainOf(relationship.TieID(fmt.Sprint("n", step)), "knows", people[step%2], people[2+step%2]).Tie}})
		if step%4 == 3 {
			d.merge(t, "bob", "cem")
		} else if step%4 == 1 && step > 4 {
			if err := d.Unmerge(t.Context(), "cem"); err != nil {
				t.Fatal(err)
			}
		}
		var all sync.WaitGroup
		fresh := make([]*network.Snapshot, 3)
		want := pictureOf(t, s, people, dayOf(1))
		for i := range fresh {
			all.Go(func() {
				var err error
				if fresh[i], err = s.Refresh(t.Context(), d.Book); err != nil {
					t.Error(err)
				}
			})
			all.Go(func() {
				if diff := cmp.Diff(want, pictureOf(t, s, people, dayOf(1))); diff != "" {
					t.Errorf("while it is refreshed (-before +while):\n%s", diff)
				}
			})
		}
		all.Wait()
		if t.Failed() {
			return
		}
		for _, f := range fresh {
			mustBeRead(t, f, d.Book, people)
		}
		s = fresh[0]
	}
}

func TestAWideHubIsRefreshedInManyPlacesAtOnce(t *testing.T) {
	t.Parallel()
	const ties = 9000
	people := ids("hub")
	for i := range ties {
		people = append(people, relationship.PartyID(fmt.Sprintf("p%05d", i)))
	}
	d := newDesk(t, people...)
	var all relationship.Batch
	for i, p := range people[1:] {
		all.Ties = append(all.Ties, plainOf(relationship.TieID(fmt.Sprintf("t%05d", i)), "serves", "hub", p).Tie)
	}
	d.put(t, all)
	s := readOf(t, d.Book)
	for _, apart := range []int{3000, 100, 40, 90} {
		for i := 0; i < ties; i += apart {
			d.void(t, all.Ties[i].ID.Ref())
			all.Ties[i].ID += "x"
			d.put(t, relationship.Batch{Ties: all.Ties[i : i+1]})
		}
		s = refreshed(t, s, d.Book)
		mustBeRead(t, s, d.Book, []relationship.PartyID{"hub", people[1], people[101], people[102]})
	}
}
