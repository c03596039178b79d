package feedback

import (
	"iter"
	"slices"
	"strconv"

	"github.com/kithcrm/kith/internal/rules"
)

// tooFew reports whether a count of the votes on an item of an employee would give somebody away.
func (e eye) tooFew(c votesCast, r Ref, employee bool) (bool, error) {
	if !employee {
		return false, nil
	}
	p, err := CountVotes(c.votes[r], PollConfig{Resolve: c.resolve})
	return e.facing(c.joined).tells(&p), err
}

// tells reports whether a poll of employees would give somebody away.
func (e eye) tells(p *Poll) bool {
	n := 0
	for range e.unknown(p.Ballots) {
		n++
	}
	return e.few(n)
}

// few reports whether so many people are some, and too few to be shown together.
func (e eye) few(n int) bool { return n > 0 && n < e.cfg.LeastGroup }

// unknown yields the ballots of those whom the viewer may not know.
func (e eye) unknown(ballots []Ballot) iter.Seq[*Ballot] {
	return func(yield func(*Ballot) bool) {
		for i := range ballots {
			if b := &ballots[i]; !e.opensTo(b) && !yield(b) {
				return
			}
		}
	}
}

func (e eye) opensTo(b *Ballot) bool { return b.Voter != "" && e.knowsAll(b.Voter) }

// narrow leaves of a poll what the viewer may see.
func (e eye) narrow(p *PollView, staff bool, resolve func(PartyID) PartyID) error {
	if me := e.viewer.Party; me != "" {
		for _, b := range p.Ballots {
			if b.Voter == resolve(me) || b.Voter == me {
				p.Own = b.Choice
			}
		}
	}
	if !staff {
		p.Segments, p.ByCompany = nil, nil
	} else if err := rules.First(e.narrowSegments(p), e.narrowCompanies(p)); err != nil {
		return err
	}
	if staff && e.worthTells(p) {
		p.Withheld.Worth = true
		p.Worth = Worths{}
		for i := range p.Segments {
			p.Segments[i].Worth = Worths{}
		}
	}
	p.Ballots = slices.DeleteFunc(p.Ballots, func(b Ballot) bool { return !e.opensTo(&b) })
	return nil
}

// narrowSegments leaves out the segments that are too small, and those that would give them away.
func (e eye) narrowSegments(p *PollView) error {
	place := make(map[string]int, len(p.Segments))
	for i := range p.Segments {
		place[p.Segments[i].Name] = i
	}
	sizes := make([]int, len(p.Segments))
	for b := range e.unknown(p.Ballots) {
		sizes[place[b.Segment]]++
	}
	out, err := e.without(sizes)
	p.Segments = pick(p.Segments, out)
	p.Withheld.Segments = len(out) - len(p.Segments)
	return err
}

// narrowCompanies leaves out the companies that are too small, those that would give them away, and
// those that the viewer may not know.
func (e eye) narrowCompanies(p *PollView) error {
	place := make(map[PartyID]int, len(p.ByCompany))
	for i := range p.ByCompany {
		place[p.ByCompany[i].Company] = i
	}
	sizes := make([]int, len(p.ByCompany))
	all := 0
	for b := range e.unknown(p.Ballots) {
		if i, found := place[b.Company]; found {
			sizes[i]++
			all++
		}
	}
	out, err := e.without(sizes)
	for i := range out {
		out[i] = out[i] || !e.knows(p.ByCompany[i].Company)
	}
	p.ByCompany = pick(p.ByCompany, out)
	p.Withheld.Companies = len(out) - len(p.ByCompany)
	if e.few(all) {
		p.Companies = Tally{}
	}
	return err
}

// without returns which of several groups, that together are shown as one, must not be: see [Withhold].
// Their sizes count those whom the viewer may not know; there is nobody to give away where there are
// none.
func (e eye) without(sizes []int) ([]bool, error) {
	groups := []Group{{Name: "all"}}
	var places []int
	for i, n := range sizes {
		if n > 0 {
			groups[0].Size += n
			groups = append(groups, Group{Name: strconv.Itoa(i), Within: "all", Size: n})
			places = append(places, i)
		}
	}
	out := make([]bool, len(sizes))
	withheld, err := Withhold(groups, e.cfg.LeastGroup)
	if err != nil {
		return out, err
	}
	for i, place := range places {
		out[place] = withheld[i+1]
	}
	return out, nil
}

// pick returns the records that are not withheld.
func pick[R any](records []R, withheld []bool) []R {
	var out []R
	for i, r := range records {
		if !withheld[i] {
			out = append(out, r)
		}
	}
	return out
}

// worthTells reports whether what those who chose are worth would tell it of too few: of all, of a
// segment that is shown, or of the others.
func (e eye) worthTells(p *PollView) bool {
	shown := map[string]bool{}
	for _, s := range p.Segments {
		shown[s.Name] = true
	}
	type cell struct {
		segment string
		choice  Choice
	}
	all, segments, rest := map[Choice]int{}, map[cell]int{}, map[Choice]int{}
	for b := range e.unknown(p.Ballots) {
		if shown[b.Segment] {
			segments[cell{b.Segment, b.Choice}]++
		} else {
			rest[b.Choice]++
		}
		all[b.Choice]++
	}
	return anyFew(e, all) || anyFew(e, rest) || anyFew(e, segments)
}

func anyFew[K comparable](e eye, cells map[K]int) bool {
	for _, n := range cells {
		if e.few(n) {
			return true
		}
	}
	return false
}
