package feedback

import (
	"time"

	"github.com/kithcrm/kith/internal/rules"
)

// A State says how far the answer to an item, or a change, has come.
type State string

// The states of an item, in order. A change goes from considered to done.
const (
	Heard      State = "heard"      // it has come in
	Understood State = "understood" // somebody read it and knows what it is about
	Considered State = "considered" // of a change: it may be made
	Decided    State = "decided"    // yes, no or not now: see [Answer]
	Planned    State = "planned"    // it will be done, by when is expected
	UnderWay   State = "under way"  // it is being done
	Done       State = "done"       // it was done; whether that is enough, the author says
	Accepted   State = "accepted"   // its author is content
	Reopened   State = "reopened"   // its author is not
)

// An Answer is what was decided.
type Answer string

// What can be decided.
const (
	Yes    Answer = "yes"
	No     Answer = "no"
	NotNow Answer = "not now"
)

// A Loop is how far the answer to an item has come: what its entries say, added up.
type Loop struct {
	// State is how far it has come, and Since when it came there.
	State State     `json:"state"`
	Since time.Time `json:"since"`

	// Answer is what was decided; empty before, and after the item was reopened.
	Answer Answer `json:"answer,omitempty"`

	// Answered is when a person first answered: with a word, or by moving the item on. The zero time
	// means not yet.
	Answered time.Time `json:"answered,omitzero"`

	// Word is when the author last had a word. The zero time means never.
	Word time.Time `json:"word,omitzero"`

	// Expected is by when it should be done, as the author was last told. The zero time means that
	// no date was named.
	Expected time.Time `json:"expected,omitzero"`

	// Percent is how much of it was done, from 0 to 100, as the author was last told.
	Percent int `json:"percent,omitempty"`

	// Final is when the author had the final answer, that it is done or why it will not be. The
	// zero time means not yet, or no more since the item was reopened.
	Final time.Time `json:"final,omitzero"`

	// Again is when the author last opened it again. The zero time means never.
	Again time.Time `json:"again,omitzero"`
}

func (l *Loop) check() error {
	return rules.First(
		rules.Break("State", rules.OneOf(l.State, Heard, Understood, Decided, Planned, UnderWay, Done, Accepted, Reopened)),
		rules.Break("Since", rules.Moment(l.Since)),
		rules.Break("Answer", rules.OneOf(l.Answer, "", Yes, No, NotNow)),
		rules.Break("Answered", rules.Instant(l.Answered)),
		rules.Break("Word", rules.Instant(l.Word)),
		rules.Break("Expected", rules.Instant(l.Expected)),
		rules.Break("Percent", percentRule(l.Percent)),
		rules.Break("Final", rules.Instant(l.Final)),
		rules.Break("Again", rules.Instant(l.Again)),
	)
}

func percentRule(p int) string {
	if p < 0 || p > 100 {
		return "must be from 0 to 100"
	}
	return ""
}

func (l *Loop) inUTC() {
	for _, t := range []*time.Time{&l.Since, &l.Answered, &l.Word, &l.Expected, &l.Final, &l.Again} {
		*t = rules.UTC(*t)
	}
}
