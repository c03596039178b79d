package network

import (
	"hash/maphash"
	"math/bits"

	"github.com/kithcrm/kith/relationship"
)

// An Index finds the place of a party in a list by its ID. It never changes and is safe for use by
// several goroutines.
type Index struct {
	ids   []relationship.PartyID
	seed  maphash.Seed
	slots []uint64 // the upper half is part of the hash, the lower the place and 1 more; 0 is empty
	shift int
}

// NewIndex returns the index of a list of distinct IDs, of which it keeps the memory. It returns an
// error matching [relationship.ErrInvalid] for an ID that is there twice. It takes O(n) time, and
// 8 to 16 bytes an ID.
func NewIndex(ids []relationship.PartyID) (*Index, error) {
	x, twice := makeIndex(ids)
	if twice >= 0 {
		return nil, broken("index parties", element("Parties", twice), "must not be there twice")
	}
	return x, nil
}

// newIndex returns the index of IDs that are known to be distinct.
func newIndex(ids []relationship.PartyID) *Index {
	x, _ := makeIndex(ids)
	return x
}

// makeIndex returns an index, and the place of an ID that was there before, or -1.
func makeIndex(ids []relationship.PartyID) (*Index, int) {
	size := max(16, 1<<bits.Len(uint(len(ids)+len(ids)/2)))
	x := &Index{
		ids: ids, seed: maphash.MakeSeed(),
		slots: make([]uint64, size), shift: 64 - bits.TrailingZeros(uint(size)),
	}
	var batch [inFlight]uint64
	for low := 0; low < len(ids); low += inFlight {
		high := min(low+inFlight, len(ids))
		for i := low; i < high; i++ {
			batch[i-low] = maphash.String(x.seed, string(ids[i]))
		}
		for i := low; i < high; i++ {
			if !x.add(batch[i-low], i) {
				return nil, i
			}
		}
	}
	return x, -1
}

// add puts the ID at a place into the table, unless it is there.
func (x *Index) add(hash uint64, place int) bool {
	mask := len(x.slots) - 1
	for at := int(hash >> x.shift); ; at = (at + 1) & mask {
		s := x.slots[at]
		if s == 0 {
			x.slots[at] = tag(hash) | uint64(place+1)
			return true
		}
		if (s^hash<<32)>>32 == 0 && x.ids[uint32(s)-1] == x.ids[place] {
			return false
		}
	}
}

// tag is the part of a hash that is kept: not the one that chooses the slot.
func tag(hash uint64) uint64 { return hash << 32 }

// Place returns the place of an ID in the list, and whether it is there.
func (x *Index) Place(id relationship.PartyID) (int, bool) {
	hash := maphash.String(x.seed, string(id))
	if p := x.find(hash, id); p != None {
		return int(p), true
	}
	return 0, false
}

func (x *Index) find(hash uint64, id relationship.PartyID) uint32 {
	mask := len(x.slots) - 1
	for at := int(hash >> x.shift); ; at = (at + 1) & mask {
		s := x.slots[at]
		if s == 0 {
			return None
		}
		if (s^hash<<32)>>32 == 0 && x.ids[uint32(s)-1] == id {
			return uint32(s) - 1
		}
	}
}

// None is the place of an ID that is not there.
const None = ^uint32(0)

// inFlight is how many IDs are looked up side by side. A look-up waits for memory three times, and the
// processor waits for many at once if none depends on another.
const inFlight = 64

// Places sets places[i] to the place of ids[i] in the list, or to [None], and returns how many are
// not there. The two must be of one length. For millions it is the quicker way, by a sixth or so.
func (x *Index) Places(ids []relationship.PartyID, places []uint32) (missing int) {
	var hashes, found [inFlight]uint64
	for low := 0; low < len(ids); low += inFlight {
		some := ids[low:min(low+inFlight, len(ids))]
		out := places[low : low+len(some)]
		for i, id := range some {
			hashes[i] = maphash.String(x.seed, string(id))
		}
		for i := range some {
			found[i] = x.slots[hashes[i]>>x.shift]
		}
		for i, id := range some {
			out[i] = x.settle(hashes[i], found[i], id)
			if out[i] == None {
				missing++
			}
		}
	}
	return missing
}

// settle looks whether the first slot seen holds the ID, and looks on where it does not.
func (x *Index) settle(hash, slot uint64, id relationship.PartyID) uint32 {
	if (slot^hash<<32)>>32 == 0 && slot != 0 && x.ids[uint32(slot)-1] == id {
		return uint32(slot) - 1
	}
	return x.find(hash, id)
}
