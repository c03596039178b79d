package sqlstore

import (
	"cmp"
	"slices"
	"testing"
)

func TestRoomsAreInOrderAndShareNoNoun(t *testing.T) {
	t.Parallel()
	all := rooms()
	if !slices.IsSortedFunc(all, func(a, b room) int { return cmp.Compare(a.name, b.name) }) {
		t.Error("the rooms are not in order of their names")
	}
	room := map[string]string{}
	for _, r := range all {
		for _, noun := range r.nouns {
			if other, taken := room[noun]; taken {
				t.Errorf("%s and %s share the noun %s", other, r.name, noun)
			}
			room[noun] = r.name
		}
	}
}
