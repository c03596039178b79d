package feedback

import (
	"cmp"
	"iter"
	"maps"
	"math"
	"slices"
	"time"

	"github.com/kithcrm/kith/internal/rules"
)

// A PollConfig adjusts how votes are counted. Its zero value is ready to use. The functions are asked
// once for each voter.
type PollConfig struct {
	// Resolve returns who a party is after merges, and a [Pseudonym] that joined a party. nil, and the
	// answer "", mean the party itself.
	Resolve func(PartyID) PartyID

	// Worth is what a voter is worth, a finite number in the currency of the host. nil means 0.
	Worth func(PartyID) float64

	// Segment names the segment of a voter, "" where there is none. nil means none for all.
	Segment func(PartyID) string

	// Company returns the company that a voter speaks for, "" for none: then the voter is not in that
	// column. For one who should count there nevertheless it returns the voter. nil means none for
	// all.
	Company func(PartyID) PartyID
}

// A Poll is what votes come to. The head count leads; worth, segments and companies stand beside it
// and are never part of it. All of it opens to Ballots: every number is the sum over those that it is
// about.
type Poll struct {
	// Tally counts people, each once, by the last word. One who was erased counts, too.
	Tally

	// Worth is what those who chose each are worth together: the sum over Ballots, in their order.
	Worth Worths

	// Segments are the same by segment, in the order of their names. Those in none are the segment
	// "", if there are any. To withhold small ones is the business of who shows them.
	Segments []PollSegment

	// Companies counts each company once, as ByCompany says, which lists them in the order of their
	// IDs.
	Companies Tally
	ByCompany []PollCompany

	// Ballots are the votes that count, in the order of their voters; first, in the order of the
	// votes, those of people who were erased.
	Ballots []Ballot
}

// A Tally is how many chose what.
type Tally struct {
	Agree    int // how many agree
	Disagree int // how many disagree
	Pass     int // how many looked and have no opinion
}

// Worths is what those are worth who chose, in the currency of the host.
type Worths struct {
	Agree    float64 // of those who agree
	Disagree float64 // of those who disagree
	Pass     float64 // of those who pass
}

// A PollSegment is how a segment votes. It opens to the ballots with its name.
type PollSegment struct {
	// Name is the segment, as PollConfig.Segment named it.
	Name string

	// Tally counts its people, and Worth is what they are worth.
	Tally
	Worth Worths
}

// A PollCompany is how a company votes. It opens to the ballots with that company.
type PollCompany struct {
	// Company is who it is, after merges.
	Company PartyID

	// Choice is what it counts as, once, however many of its people vote: what the majority of those
	// with an opinion chose, and Pass where there is none or both are equally many.
	Choice Choice

	// Tally counts its people.
	Tally
}

// A Ballot is the last word of a person, as it counts.
type Ballot struct {
	// Voter is who it is, after merges, and Vote the vote that counts. Voter is empty for one who was
	// erased: then Segment and Company are empty as well, and Worth is 0.
	Voter PartyID
	Vote  VoteID

	// Choice is what was chosen, and At when.
	Choice Choice
	At     time.Time

	// Worth, Segment and Company are what PollConfig says of the voter.
	Worth   float64
	Segment string
	Company PartyID
}

// CountVotes counts votes on one thing, or on several that count as one, such as the items of a theme.
// Of each person the last word counts, once: that of the latest At; of equal ones, that with the
// greater Rev; of equal ones, to disagree before to pass before to agree, so that doubt never raises a
// rank; and of equal ones the vote with the greater ID. People whom Resolve makes one are one person.
// Votes without a voter count one each, by their ID. The order of votes does not matter, nor whether
// one is there twice.
//
// It returns an error matching [ErrInvalid] for a choice that there is not, for a vote with neither
// voter nor ID, and for worths that are not finite or do not add up to finite numbers.
//
// It takes O(n log n) time in the number of votes. To add more later, or to count parts and merge them,
// take a [BallotBox].
func CountVotes(votes []Vote, cfg PollConfig) (Poll, error) {
	box := newBallotBox(len(votes))
	for i := range votes {
		if err := box.add(&votes[i]); err != nil {
			return Poll{}, opError("count votes", "", rules.Within(rules.Index("Votes", i), err))
		}
	}
	return box.Poll(cfg)
}

// Total returns how many there are, those who pass included.
func (t Tally) Total() int { return t.Agree + t.Disagree + t.Pass }

// Wilson returns [Wilson] of those who agree and disagree.
func (t Tally) Wilson() float64 { return Wilson(t.Agree, t.Disagree) }

// Behind returns the ballots of those who chose one thing, in the order of Ballots: as many as the
// tally says.
func (p *Poll) Behind(choice Choice) iter.Seq[Ballot] {
	return func(yield func(Ballot) bool) {
		for i := range p.Ballots {
			if p.Ballots[i].Choice == choice && !yield(p.Ballots[i]) {
				return
			}
		}
	}
}

// one counts one more.
func (t *Tally) one(choice Choice) {
	switch choice {
	case Agree:
		t.Agree++
	case Disagree:
		t.Disagree++
	case Pass:
		t.Pass++
	}
}

// majority returns what a company of people counts as.
func (t *Tally) majority() Choice {
	switch {
	case t.Agree > t.Disagree:
		return Agree
	case t.Disagree > t.Agree:
		return Disagree
	}
	return Pass
}

func (w *Worths) add(choice Choice, worth float64) {
	switch choice {
	case Agree:
		w.Agree += worth
	case Disagree:
		w.Disagree += worth
	case Pass:
		w.Pass += worth
	}
}

func (w *Worths) finite() bool { return finite(w.Agree) && finite(w.Disagree) && finite(w.Pass) }

func finite(x float64) bool { return !math.IsNaN(x) && !math.IsInf(x, 0) }

// describe says of each ballot what the host says of its voter.
func (c *PollConfig) describe(ballots []Ballot) error {
	for i := range ballots {
		b := &ballots[i]
		if b.Voter == "" {
			continue
		}
		if c.Worth != nil {
			if b.Worth = c.Worth(b.Voter); !finite(b.Worth) {
				return opError("count votes", string(b.Voter), rules.Break("Worth", "must return a finite number"))
			}
		}
		if c.Segment != nil {
			b.Segment = c.Segment(b.Voter)
		}
		if c.Company != nil {
			b.Company = c.resolved(c.Company(b.Voter))
		}
	}
	return nil
}

// resolved returns who a party is.
func (c *PollConfig) resolved(id PartyID) PartyID {
	if c.Resolve == nil || id == "" {
		return id
	}
	return cmp.Or(c.Resolve(id), id)
}

// sum counts the ballots of a poll.
func (p *Poll) sum() error {
	segments, companies := map[string]*PollSegment{}, map[PartyID]*PollCompany{}
	var s *PollSegment // of the ballot before: often the same
	for i := range p.Ballots {
		b := &p.Ballots[i]
		p.one(b.Choice)
		p.Worth.add(b.Choice, b.Worth)
		if s == nil || b.Segment != p.Ballots[i-1].Segment {
			s = slot(segments, b.Segment)
		}
		s.one(b.Choice)
		s.Worth.add(b.Choice, b.Worth)
		if b.Company != "" {
			slot(companies, b.Company).one(b.Choice)
		}
	}
	for _, name := range slices.Sorted(maps.Keys(segments)) {
		s := segments[name]
		s.Name = name
		p.Segments = append(p.Segments, *s)
		if !s.Worth.finite() {
			return opError("count votes", "", rules.Break("Worth", "must add up to finite numbers"))
		}
	}
	for _, id := range slices.Sorted(maps.Keys(companies)) {
		c := companies[id]
		c.Company, c.Choice = id, c.majority()
		p.ByCompany = append(p.ByCompany, *c)
		p.Companies.one(c.Choice)
	}
	if !p.Worth.finite() {
		return opError("count votes", "", rules.Break("Worth", "must add up to finite numbers"))
	}
	return nil
}

// slot returns the value of a key, and makes it first where there is none.
func slot[K comparable, V any](m map[K]*V, key K) *V {
	v := m[key]
	if v == nil {
		v = new(V)
		m[key] = v
	}
	return v
}
