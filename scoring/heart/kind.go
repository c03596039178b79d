package heart

import (
	"maps"
	"slices"

	"github.com/kithcrm/kith/internal/rules"
)

// A Kind says what a [Moment] was like for the customer. Hosts add their own by [Config.Kinds].
type Kind string

// The ready kinds, good and bad. [ReadyKinds] says what each speaks to, and how much it weighs.
const (
	Thanked         Kind = "thanked"
	Remembered      Kind = "remembered"
	ListenedTo      Kind = "listened-to"
	TreatedAsPerson Kind = "treated-as-person"
	PromiseKept     Kind = "promise-kept"
	ProblemOwned    Kind = "problem-owned"    // said to be ours, without excuses
	ProblemRepaired Kind = "problem-repaired" // put right, with respect

	Ignored         Kind = "ignored"
	Forgotten       Kind = "forgotten"
	TalkedDown      Kind = "talked-down"
	TreatedAsNumber Kind = "treated-as-number"
	PromiseBroken   Kind = "promise-broken"
	ProblemMet      Kind = "problem-met" // something did not work
	ProblemDenied   Kind = "problem-denied"
)

// A Meaning is what moments of a kind say about each dimension: above 0 it speaks for it, below 0 against
// it, each from -100 to 100. A plain moment that speaks to one dimension weighs 1.
type Meaning struct {
	// Acknowledgement, Respect and Trust are the weights.
	Acknowledgement float64 `json:"acknowledgement,omitempty"`
	Respect         float64 `json:"respect,omitempty"`
	Trust           float64 `json:"trust,omitempty"`

	// Mends is how much of what a failure speaks against anything is taken back by a repair of this kind,
	// from 0, for kinds that repair nothing, to 1. A moment with a Weight below 1 mends so much less, one
	// with more no more. Kinds that mend speak against nothing.
	Mends float64 `json:"mends,omitempty"`
}

// ReadyKinds returns what the ready kinds mean. The weights are assumptions, not measurements: a host that
// knows better changes its copy.
//
//	                     acknowledgement   respect   trust   mends
//	thanked                         1
//	remembered                      1        0.5
//	listened-to                     0.5      1
//	treated-as-person               0.5      1
//	promise-kept                                      1
//	problem-owned                            1        0.5
//	problem-repaired                         1        1       1
//	ignored                        -1       -0.5
//	forgotten                      -1
//	talked-down                             -1.5
//	treated-as-number              -0.5     -1
//	promise-broken                                   -2
//	problem-met                                      -1
//	problem-denied                          -1       -1
//
// Bad outweighs good where both are alike (Baumeister and others 2001), so a broken promise weighs two kept
// ones. That a repair mends all, and is itself a good moment, so that heart may be higher than before the
// failure, is the paradox of service recovery: found for satisfaction, not for buying again (de Matos,
// Henrique and Rossi 2007), and not for a second failure of the same sort (Maxham and Netemeyer 2002),
// for which [Tally.Read] takes it back.
func ReadyKinds() map[Kind]Meaning {
	return map[Kind]Meaning{
		Thanked:         {Acknowledgement: 1},
		Remembered:      {Acknowledgement: 1, Respect: .5},
		ListenedTo:      {Acknowledgement: .5, Respect: 1},
		TreatedAsPerson: {Acknowledgement: .5, Respect: 1},
		PromiseKept:     {Trust: 1},
		ProblemOwned:    {Respect: 1, Trust: .5},
		ProblemRepaired: {Respect: 1, Trust: 1, Mends: 1},

		Ignored:         {Acknowledgement: -1, Respect: -.5},
		Forgotten:       {Acknowledgement: -1},
		TalkedDown:      {Respect: -1.5},
		TreatedAsNumber: {Acknowledgement: -.5, Respect: -1},
		PromiseBroken:   {Trust: -2},
		ProblemMet:      {Trust: -1},
		ProblemDenied:   {Respect: -1, Trust: -1},
	}
}

// fails reports whether a moment of this kind can be repaired.
func (m Meaning) fails() bool { return m.Acknowledgement < 0 || m.Respect < 0 || m.Trust < 0 }

func (m Meaning) check() error {
	const most = 100
	return rules.First(
		rules.Break("Acknowledgement", inside(m.Acknowledgement, -most, most)),
		rules.Break("Respect", inside(m.Respect, -most, most)),
		rules.Break("Trust", inside(m.Trust, -most, most)),
		rules.Break("Mends", inside(m.Mends, 0, 1)),
		rules.Break("Mends", when(m.Mends > 0 && m.fails(), "must be 0 for a kind that speaks against something")),
	)
}

// checkKinds returns the rule that one of the kinds breaks, the first by name.
func checkKinds(kinds map[Kind]Meaning) error {
	for _, k := range slices.Sorted(maps.Keys(kinds)) {
		if err := rules.First(rules.Break("Kind", rules.ID(string(k))), kinds[k].check()); err != nil {
			return rules.Within("Kinds", err)
		}
	}
	return nil
}
