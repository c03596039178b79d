package feedback

import (
	"cmp"
	"encoding/binary"
	"slices"
	"strings"
	"time"

	"github.com/kithcrm/kith/internal/rules"
)

// A BallotBox holds votes so that more can be added: the last word of each voter. Its zero value is
// empty and ready to use. It is not safe for use by several goroutines while one of them adds to it.
//
// Boxes merge: votes cut into parts in any way, counted apart and merged in any order, are the same
// poll as all of them at once. Merges of parties are not looked at before [BallotBox.Poll], so that a
// box stays right when parties are merged or un-merged. A vote that was taken away stays in a box:
// count anew.
type BallotBox struct {
	places map[string]int32 // of each voter in words, or of the vote of one who was erased
	words  []lastWord
}

// A lastWord is what is kept of a vote.
type lastWord struct {
	voter  PartyID
	vote   VoteID
	choice Choice
	rev    Seq
	at     time.Time
}

// newBallotBox returns an empty box with space for so many.
func newBallotBox(n int) BallotBox {
	return BallotBox{make(map[string]int32, n), make([]lastWord, 0, n)}
}

// Add adds a vote. It returns an error matching [ErrInvalid] for a choice that there is not, and for a
// vote with neither voter nor ID. It takes O(1) time.
func (b *BallotBox) Add(v Vote) error { return opError("add vote", string(v.ID), b.add(&v)) }

func (b *BallotBox) add(v *Vote) error {
	switch v.Choice {
	case Agree, Disagree, Pass:
	default:
		return rules.Break("Choice", rules.OneOf(v.Choice, Agree, Disagree, Pass))
	}
	if v.Voter == "" && v.ID == "" {
		return rules.Break("ID", "must not be empty where there is no voter")
	}
	b.put(lastWord{v.Voter, v.ID, v.Choice, v.Rev, rules.UTC(v.At)})
	return nil
}

// Merge adds the votes of another box, which stays as it is. It takes O(n) time in the number of voters
// in it.
func (b *BallotBox) Merge(other *BallotBox) {
	for _, w := range other.words {
		b.put(w)
	}
}

// put keeps a word, unless there is a later one of the same voter.
func (b *BallotBox) put(w lastWord) {
	key := string(w.voter)
	if key == "" {
		key = "\x00" + string(w.vote) // which no party is called
	}
	if place, found := b.places[key]; found {
		if w.compare(&b.words[place]) > 0 {
			b.words[place] = w
		}
		return
	}
	if b.places == nil {
		*b = newBallotBox(0)
	}
	b.places[key] = int32(len(b.words))
	b.words = append(b.words, w)
}

// compare orders words of one person: the last counts.
func (w *lastWord) compare(v *lastWord) int {
	return cmp.Or(
		w.at.Compare(v.at),
		cmp.Compare(w.rev, v.rev),
		cmp.Compare(w.choice.doubt(), v.choice.doubt()),
		cmp.Compare(w.vote, v.vote),
	)
}

func (c Choice) doubt() int { return slices.Index([]Choice{Agree, Pass, Disagree}, c) }

// Poll counts the votes in the box: see [CountVotes]. It returns an error matching [ErrInvalid] for
// worths that are not finite or do not add up to finite numbers. It takes O(n log n) time in the
// number of voters.
func (b *BallotBox) Poll(cfg PollConfig) (Poll, error) {
	p := Poll{Ballots: b.ballots(&cfg)}
	if err := cfg.describe(p.Ballots); err != nil {
		return Poll{}, err
	}
	if err := p.sum(); err != nil {
		return Poll{}, err
	}
	return p, nil
}

// ballots returns the last word of each person, in the order of a poll.
func (b *BallotBox) ballots(cfg *PollConfig) []Ballot {
	words := b.words
	if cfg.Resolve != nil {
		resolved := newBallotBox(len(words))
		for _, w := range words {
			w.voter = cfg.resolved(w.voter)
			resolved.put(w)
		}
		words = resolved.words
	}
	ballots := make([]Ballot, 0, len(words))
	for _, i := range voterOrder(words) {
		w := &words[i]
		ballots = append(ballots, Ballot{Voter: w.voter, Vote: w.vote, Choice: w.choice, At: w.at})
	}
	return ballots
}

// voterOrder returns the places of words in the order of their voters, then of their votes. It compares
// eight bytes of each voter, from where they begin to differ, and rarely needs more: to compare the
// words where they are costs a visit to main memory each time.
func voterOrder(words []lastWord) []int32 {
	type started struct {
		start uint64
		place int32
	}
	same := sameStart(words)
	list := make([]started, len(words))
	for i := range words {
		var eight [8]byte
		copy(eight[:], strings.TrimPrefix(string(words[i].voter), same))
		list[i] = started{binary.BigEndian.Uint64(eight[:]), int32(i)}
	}
	slices.SortFunc(list, func(a, b started) int {
		if a.start != b.start {
			return cmp.Compare(a.start, b.start)
		}
		v, w := &words[a.place], &words[b.place]
		return cmp.Or(cmp.Compare(v.voter, w.voter), cmp.Compare(v.vote, w.vote))
	})
	places := make([]int32, len(list))
	for i, x := range list {
		places[i] = x.place
	}
	return places
}

// sameStart returns what the voters of all words begin with, but for those who were erased.
func sameStart(words []lastWord) (same string) {
	named := false
	for i := range words {
		voter := string(words[i].voter)
		switch {
		case voter == "":
			continue
		case !named:
			same, named = voter, true
		}
		for !strings.HasPrefix(voter, same) {
			same = same[:len(same)-1]
		}
	}
	return same
}
