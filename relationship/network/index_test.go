package network

import (
	"errors"
	"fmt"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"github.com/kithcrm/kith/relationship"
)

// likeIDs are IDs that look alike to who is careless.
func likeIDs() []relationship.PartyID {
	return []relationship.PartyID{
		"a", "A", "ä", "a\u0308", "a ", " a", "aa", "aaa", "9", "10", "010", "ss", "ß", "ſ", "~", "\n", "party-1", "party-10", "party-100",
	}
}

// mustPlace asks an index for IDs in both ways and compares with a map.
func mustPlace(t rapid.TB, listed, asked []relationship.PartyID) {
	t.Helper()
	x, err := NewIndex(listed)
	if err != nil {
		t.Fatal(err)
	}
	want := map[relationship.PartyID]int{}
	for i, id := range listed {
		want[id] = i
	}
	places, absent := make([]uint32, len(asked)), 0
	missing := x.Places(asked, places)
	for i, id := range asked {
		place, there := want[id]
		if got, ok := x.Place(id); got != place || ok != there {
			t.Fatalf("Place(%q): got %d, %t, want %d, %t", id, got, ok, place, there)
		}
		if !there {
			absent++
			place = int(None)
		}
		if places[i] != uint32(place) {
			t.Fatalf("Places: got %d for %q, want %d", places[i], id, uint32(place))
		}
	}
	if missing != absent {
		t.Fatalf("Places: got %d missing, want %d", missing, absent)
	}
}

func TestPlacesArePlaceAndWhatAMapSays(t *testing.T) {
	t.Parallel()
	id := rapid.OneOf(
		rapid.SampledFrom(likeIDs()),
		rapid.Map(rapid.IntRange(0, 300), func(n int) relationship.PartyID { return relationship.PartyID(fmt.Sprint(n)) }),
		rapid.Map(rapid.String(), func(s string) relationship.PartyID { return relationship.PartyID(s) }),
	)
	rapid.Check(t, func(t *rapid.T) {
		listed := rapid.SliceOfNDistinct(id, 0, 100, rapid.ID).Draw(t, "listed")
		asked := rapid.SliceOfN(id, 0, 200).Draw(t, "asked")
		mustPlace(t, listed, append(asked, listed...))
	})
}

func TestIndexesOfAllSizesFindAllAndNothingElse(t *testing.T) {
	t.Parallel()
	for _, n := range []int{0, 1, 2, 10, 11, 15, 16, 63, 64, 65, 128, 1000, 4096, 5461, 5462, 20000} {
		listed, asked := make([]relationship.PartyID, n), []relationship.PartyID{"", "none"}
		for i := range listed {
			listed[i] = relationship.PartyID(fmt.Sprint("party-", i))
			asked = append(asked, relationship.PartyID(fmt.Sprint("party-0", i)), listed[i])
		}
		slices.Reverse(listed)
		mustPlace(t, listed, asked)
	}
}

func TestAnIDThatIsThereTwiceIsRefusedByItsSecondPlace(t *testing.T) {
	t.Parallel()
	many := func(n int) []relationship.PartyID {
		ids := make([]relationship.PartyID, n)
		for i := range ids {
			ids[i] = relationship.PartyID(fmt.Sprint(i))
		}
		return ids
	}
	tests := []struct {
		name string
		ids  []relationship.PartyID
		want string
	}{
		{"beside one another", []relationship.PartyID{"a", "b", "b", "c"}, "Parties[2]"},
		{"first and last", append(many(1000), "0"), "Parties[1000]"},
		{"two pairs", []relationship.PartyID{"a", "b", "b", "a"}, "Parties[2]"},
		{"empty ones", []relationship.PartyID{"", ""}, "Parties[1]"},
		{"many of one", slices.Repeat([]relationship.PartyID{"a"}, 100), "Parties[1]"},
	}
	for _, test := range tests {
		x, err := NewIndex(test.ids)
		told, ok := errors.AsType[*relationship.OpError](err)
		if x != nil || !ok || !errors.Is(err, relationship.ErrInvalid) || told.Room != "network" || told.Field != test.want {
			t.Errorf("%s: got %v, %v, want an error of %s", test.name, x, err, test.want)
		}
	}
}

// Hashes are drawn afresh for each index, so that no list of IDs would make them collide for sure.
func TestIDsOfOneHashAreToldApart(t *testing.T) {
	t.Parallel()
	ids := likeIDs()
	top := ^uint64(0) // whose first slot is the last one
	for _, hash := range []uint64{0, 1, 1 << 32, top, top << 32, top >> 32} {
		x := &Index{ids: ids, slots: make([]uint64, 32), shift: 64 - 5}
		for i := range ids {
			if !x.add(hash, i) {
				t.Fatalf("%q is taken for another", ids[i])
			}
		}
		if x.add(hash, 3) {
			t.Errorf("%q is there twice", ids[3])
		}
		for i, id := range ids {
			first := x.slots[hash>>x.shift]
			if got := x.find(hash, id); got != uint32(i) {
				t.Errorf("find(%q): got %d, want %d", id, got, i)
			}
			if got := x.settle(hash, first, id); got != uint32(i) {
				t.Errorf("settle(%q): got %d, want %d", id, got, i)
			}
		}
		if got := x.find(hash, "none"); got != None {
			t.Errorf("got %d for an ID that is not there, want None", got)
		}
	}
}
