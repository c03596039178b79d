package main

import (
	"math"
	"slices"
	"time"

	"github.com/kithcrm/kith/relationship"
	"github.com/kithcrm/kith/scoring/heart"
)

// A story is what the program tells. Numbers have four digits behind the point.
type story struct {
	MadeUp       bool                  `json:"made_up"`
	Begin        relationship.Estimate `json:"before_anything"`
	Bookseller   []step                `json:"bookseller"`
	Rival        []step                `json:"rival"`
	ShareOfHeart relationship.Estimate `json:"share_of_heart"`
	Unrepaired   relationship.Estimate `json:"without_the_repair"`
	Again        []step                `json:"if_it_happened_again"`
	Mind         []heart.Mind          `json:"share_of_mind"`
	Wallet       []wallet              `json:"share_of_wallet"`
}

// A step is a heart after something happened.
type step struct {
	At              time.Time             `json:"at"`
	What            string                `json:"what"`
	Heart           relationship.Estimate `json:"heart"`
	Acknowledgement float64               `json:"acknowledgement"`
	Respect         float64               `json:"respect"`
	Trust           float64               `json:"trust"`
	Reasons         []heart.Reason        `json:"reasons"`
}

// A wallet is how one is shared between the bookseller and the rival.
type wallet struct {
	How        string  `json:"how"`
	Bookseller float64 `json:"bookseller"`
	Rival      float64 `json:"rival"`
}

// tell plays the story through.
func tell() (*story, error) {
	s := &story{MadeUp: true}
	ours, theirs := flat(bookseller()), flat(rival())
	end := ours[len(ours)-1].At
	for _, part := range []func() error{
		func() (err error) { s.Begin, err = heartOf(nil, ours[0].At); return err },
		func() (err error) { s.Bookseller, err = play(nil, bookseller()); return err },
		func() (err error) { s.Rival, err = play(nil, rival()); return err },
		func() (err error) { s.Unrepaired, err = heartOf(without(ours, heart.ProblemRepaired), end); return err },
		func() (err error) { s.Again, err = play(ours, again()); return err },
		func() (err error) { s.ShareOfHeart, err = share(ours, theirs, end); return err },
		s.measureMind,
		s.measureWallets,
	} {
		if err := part(); err != nil {
			return nil, err
		}
	}
	return s, nil
}

func flat(all []happening) []heart.Moment {
	var moments []heart.Moment
	for _, h := range all {
		moments = append(moments, h.moments...)
	}
	return moments
}

func without(moments []heart.Moment, k heart.Kind) []heart.Moment {
	return slices.DeleteFunc(slices.Clone(moments), func(m heart.Moment) bool { return m.Kind == k })
}

func heartOf(moments []heart.Moment, asOf time.Time) (relationship.Estimate, error) {
	h, err := heart.Measure(moments, asOf, heart.Config{})
	return rounded(h.Heart), err
}

// play lets one thing happen after another, after what was before.
func play(before []heart.Moment, happenings []happening) ([]step, error) {
	tally, err := heart.New(heart.Config{})
	if err != nil {
		return nil, err
	}
	var steps []step
	for _, next := range append([]happening{{moments: before}}, happenings...) {
		for _, m := range next.moments {
			if err := tally.Add(m); err != nil {
				return nil, err
			}
		}
		if next.what == "" {
			continue
		}
		h, err := tally.Read(next.at())
		if err != nil {
			return nil, err
		}
		steps = append(steps, newStep(next, h))
	}
	return steps, nil
}

func newStep(happened happening, h heart.Heart) step {
	s := step{
		At: happened.at(), What: happened.what, Heart: rounded(h.Heart), Acknowledgement: round(h.Acknowledgement.Value),
		Respect: round(h.Respect.Value), Trust: round(h.Trust.Value),
	}
	for _, r := range h.Reasons {
		r.Weight, r.Without, r.Gain = round(r.Weight), round(r.Without), round(r.Gain)
		s.Reasons = append(s.Reasons, r)
	}
	return s
}

func share(ours, theirs []heart.Moment, asOf time.Time) (relationship.Estimate, error) {
	own, err := heart.Measure(ours, asOf, heart.Config{})
	if err != nil {
		return relationship.Estimate{}, err
	}
	other, err := heart.Measure(theirs, asOf, heart.Config{})
	if err != nil {
		return relationship.Estimate{}, err
	}
	e, err := heart.Share(own, []heart.Heart{other})
	return rounded(e), err
}

func (s *story) measureMind() error {
	for _, asked := range []heart.Mentions{mindOfBookseller(), mindOfRival()} {
		m, err := asked.Mind()
		if err != nil {
			return err
		}
		s.Mind = append(s.Mind, heart.Mind{First: rounded(m.First), Unaided: rounded(m.Unaided), Aided: rounded(m.Aided)})
	}
	return nil
}

func (s *story) measureWallets() error {
	before, err := heart.WalletBySpend(spentBefore())
	if err != nil {
		return err
	}
	after, err := heart.WalletBySpend(spentAfter())
	if err != nil {
		return err
	}
	byRank, err := heart.WalletByRank(ranks())
	if err != nil {
		return err
	}
	for how, shares := range [][]float64{before, after, byRank} {
		s.Wallet = append(s.Wallet, wallet{[]string{"spent before", "spent after", "by rank"}[how], round(shares[0]), round(shares[1])})
	}
	return nil
}

func round(v float64) float64 { return math.Round(v*1e4)/1e4 + 0 }

func rounded(e relationship.Estimate) relationship.Estimate {
	e.Value, e.Low, e.High, e.N, e.Guesses = round(e.Value), round(e.Low), round(e.High), round(e.N), round(e.Guesses)
	return e
}
