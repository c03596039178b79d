package feedback

import "slices"

// A markAuthor is somebody with items, or who such a one turned out to be.
type markAuthor struct {
	items uint32 // how many are by this one
	root  uint32 // who this one turned out to be, where there are items
}

// A voice is what one person said under one ref: the last row of each kind and, where there are
// several rows, the run that holds all of them in order of time.
type voice struct {
	last lasts
	run  uint32
}

// Resolve asks anew who parties turned out to be: to be called when these were merged, or the merging
// was undone, and for a pseudonym that was joined to a party. Without a party, it asks about all.
// It takes time in the number of refs, for each party that turned out to be another, and of its marks.
func (c *Counts) Resolve(parties ...PartyID) {
	if len(parties) == 0 {
		for n := range c.author {
			c.resolveAgain(uint32(n))
		}
		return
	}
	for _, id := range parties {
		if n, known := c.people.find(id); known {
			c.resolveAgain(n)
		}
	}
}

func (c *Counts) resolveAgain(by uint32) {
	if by == 0 || c.author[by].items == 0 {
		return
	}
	old := c.author[by].root
	id := c.rootOf(c.people.keys[by])
	if c.people.keys[old] == id {
		return
	}
	root := c.newPerson(id)
	c.author[by].root = root
	for under := range c.refs.all() {
		for _, n := range c.rowsOf(c.voices[voiceKey(under, old)]) {
			if c.said[c.rows[n].item].by == by {
				c.leave(n)
				c.rows[n].person = root
				c.join(n)
			}
		}
	}
	c.people.drop(old)
}

func (c *Counts) rootOf(id PartyID) PartyID {
	if c.resolve == nil || id == "" {
		return id
	}
	if root := c.resolve(id); root != "" {
		return root
	}
	return id
}

// newPerson returns the number of a party, for one more use.
func (c *Counts) newPerson(id PartyID) uint32 {
	n, fresh := c.people.take(id)
	if fresh {
		c.author = setAt(c.author, n, markAuthor{})
	}
	return n
}

// takeAuthor returns the number of the author of one more item.
func (c *Counts) takeAuthor(id PartyID) uint32 {
	by := c.newPerson(id)
	if c.author[by].items == 0 {
		root := c.newPerson(c.rootOf(id))
		c.author[by].root = root
	}
	c.author[by].items++
	return by
}

func (c *Counts) dropAuthor(by uint32) {
	a := &c.author[by]
	if a.items--; a.items == 0 {
		c.people.drop(a.root)
	}
	c.people.drop(by)
}

func voiceKey(under, person uint32) uint64 { return uint64(under)<<32 | uint64(person) }

// join lets a row count for its person.
func (c *Counts) join(n uint32) {
	r := &c.rows[n]
	if r.person == 0 {
		return
	}
	key := voiceKey(r.under, r.person)
	v, there := c.voices[key]
	before := v.last
	if there {
		if v.run == 0 {
			v.run = c.newRun(v.only())
		}
		run, at := c.runs[v.run], c.stamp(n)
		i := len(run)
		if at.before(c.stamp(run[i-1])) { // most come in order
			i, _ = slices.BinarySearchFunc(run, at, c.compareRow)
		}
		c.runs[v.run] = slices.Insert(run, i, n)
	}
	v.last[r.kind] = c.later(v.last[r.kind], n)
	c.voices[key] = v
	c.crown(ofPerson, before, v.last)
}

// leave takes a row away from its person.
func (c *Counts) leave(n uint32) {
	r := &c.rows[n]
	if r.person == 0 {
		return
	}
	key := voiceKey(r.under, r.person)
	v := c.voices[key]
	before := v.last
	if v.run == 0 {
		delete(c.voices, key)
		c.crown(ofPerson, before, lasts{})
		return
	}
	run := c.runs[v.run]
	i, _ := slices.BinarySearchFunc(run, c.stamp(n), c.compareRow)
	run = slices.Delete(run, i, i+1)
	c.runs[v.run] = run
	if v.last[r.kind] == n {
		v.last[r.kind] = c.lastIn(run, 1<<r.kind)
	}
	if len(run) == 1 {
		c.runs[v.run] = nil
		c.unused = append(c.unused, v.run)
		v.run = 0
	}
	c.voices[key] = v
	c.crown(ofPerson, before, v.last)
}

func (c *Counts) newRun(first uint32) uint32 {
	run := append(make([]uint32, 0, 2), first)
	if last := len(c.unused) - 1; last >= 0 {
		i := c.unused[last]
		c.unused = c.unused[:last]
		c.runs[i] = run
		return i
	}
	c.runs = append(c.runs, run)
	return uint32(len(c.runs) - 1)
}

// only returns the row of a voice that has one.
func (v voice) only() uint32 { return max(v.last[0], v.last[1], v.last[2]) }

// rowsOf returns the rows of a voice in order of time, as a copy.
func (c *Counts) rowsOf(v voice) []uint32 {
	switch {
	case v.run != 0:
		return slices.Clone(c.runs[v.run])
	case v.last != lasts{}:
		return []uint32{v.only()}
	}
	return nil
}

func (c *Counts) compareRow(n uint32, at stamp) int { return c.stamp(n).compare(at) }

// lastIn returns the last of rows in order of time that is of a set of kinds, or 0.
func (c *Counts) lastIn(run []uint32, kinds uint8) uint32 {
	for _, n := range slices.Backward(run) {
		if kinds>>c.rows[n].kind&1 == 1 {
			return n
		}
	}
	return 0
}

// lastBefore returns the last row of a voice before an instant that is of a set of kinds, or 0.
func (c *Counts) lastBefore(v voice, to stamp, kinds uint8) uint32 {
	run := []uint32{v.only()}
	if v.run != 0 {
		run = c.runs[v.run]
	}
	i, _ := slices.BinarySearchFunc(run, to, c.compareRow)
	return c.lastIn(run[:i], kinds)
}
