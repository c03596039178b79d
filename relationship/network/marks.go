package network

// marks is a set of parties.
type marks []uint64

func (m marks) has(party uint32) bool { return m[party>>6]>>(party&63)&1 != 0 }

// add adds a party and reports whether it was not in the set before.
func (m marks) add(party uint32) bool {
	w, bit := &m[party>>6], uint64(1)<<(party&63)
	if *w&bit != 0 {
		return false
	}
	*w |= bit
	return true
}
