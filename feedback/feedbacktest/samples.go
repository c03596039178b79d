package feedbacktest

import (
	"time"

	"github.com/kithcrm/kith/feedback"
	"github.com/kithcrm/kith/relationship"
)

// The samples of each noun: first a record with nearly nothing in it, then one with something in every
// field, so that a field that is not kept shows, then one for every value of fields that have a few. A
// test sees to it that none is forgotten.

// noon returns an ordinary instant, n seconds after noon of an ordinary day.
func noon(n int) time.Time { return time.Date(2026, time.March, 4, 12, 0, n, 0, time.UTC) }

// each returns a copy of a record for each value, with the value set.
func each[T, V any](record T, set func(*T, V), values ...V) []T {
	var out []T
	for _, v := range values {
		r := record
		set(&r, v)
		out = append(out, r)
	}
	return out
}

func states() []feedback.State {
	return []feedback.State{
		feedback.Heard, feedback.Understood, feedback.Decided, feedback.Planned, feedback.UnderWay, feedback.Done,
		feedback.Accepted, feedback.Reopened,
	}
}

func answers() []feedback.Answer {
	return []feedback.Answer{feedback.Yes, feedback.No, feedback.NotNow}
}

func shown() []feedback.Shown { return []feedback.Shown{feedback.Shared, feedback.Hidden} }

func itemSamples() []feedback.Item {
	bare := feedback.Item{ID: "bare", Kind: feedback.Idea, Text: "x", At: noon(0), Loop: feedback.Loop{State: feedback.Heard, Since: noon(0)}}
	full := feedback.Item{
		ID: "full", Kind: feedback.Complaint, Author: "full-author", Employee: true, Text: "Ünïcode & Söhne <GmbH>",
		Points:      []feedback.Point{{Kind: feedback.Idea, Text: "second"}, {Kind: feedback.Compliment, Text: "first"}, {Kind: feedback.Idea, Text: "second"}, {Kind: feedback.Idea, Text: "third"}},
		Attachments: []string{"b.jpg", "a.jpg", "b.jpg", "c.jpg"}, At: noon(-1), AddedBy: "full-clerk", Source: "call centre", Shown: feedback.Shared,
		Guesses: []feedback.Guess{
			{Kind: feedback.Idea, Score: relationship.Estimate{Value: .5, Low: .25, High: .75, N: 12, Basis: relationship.Guessed, Guesses: .125}, Why: "please", Maker: "themes/1"},
			{Kind: feedback.Complaint, Text: "& Söhne"}, {Kind: feedback.Complaint, Point: 4}, {Kind: feedback.Complaint, Text: "& Söhne"},
		},
		Loop: feedback.Loop{
			State: feedback.Planned, Since: noon(1), Answer: feedback.Yes, Answered: noon(2), Word: noon(3), Expected: noon(4), Percent: 50, Final: noon(5), Again: noon(6),
		},
	}
	out := []feedback.Item{bare, full}
	out = append(out, each(bare, func(it *feedback.Item, k feedback.Kind) { it.Kind = k }, feedback.Kinds()...)...)
	out = append(out, each(bare, func(it *feedback.Item, s feedback.State) { it.Loop.State = s }, states()...)...)
	out = append(out, each(bare, func(it *feedback.Item, a feedback.Answer) { it.Loop.Answer = a }, answers()...)...)
	return append(out, each(bare, func(it *feedback.Item, s feedback.Shown) { it.Shown = s }, shown()...)...)
}

func themeSamples() []feedback.Theme {
	bare := feedback.Theme{ID: "bare", Name: "x"}
	full := feedback.Theme{
		ID: "full", Name: "Wärme", Text: "it is cold", MergedInto: "full-theme", Shown: feedback.Hidden, Standing: feedback.Expired,
		Why: "said by 3: cold", Maker: "themes/1",
		Score: relationship.Estimate{Value: .5, Low: .25, High: .75, N: 12, Basis: relationship.Guessed, Guesses: .125}, At: noon(1), By: "full-clerk",
	}
	out := append([]feedback.Theme{bare, full}, each(bare, func(t *feedback.Theme, s feedback.Shown) { t.Shown = s }, shown()...)...)
	return append(out, each(bare, func(t *feedback.Theme, s feedback.Standing) { t.Standing = s },
		feedback.Suggested, feedback.Dismissed, feedback.Expired)...)
}

func linkSamples() []feedback.Link {
	bare := feedback.Link{ID: "bare", From: feedback.ItemID("bare-item").Ref(), To: feedback.ThemeID("bare-theme").Ref(), At: noon(0)}
	full := feedback.Link{
		ID: "full", From: feedback.ThemeID("full-theme").Ref(), Point: 3, To: feedback.ChangeID("full-change").Ref(), By: "full-clerk", At: noon(1),
		Why: "both speak of the cold", Maker: "themes/1", Standing: feedback.Suggested,
		Score: relationship.Estimate{Value: .5, Low: .25, High: .75, N: 12, Basis: relationship.Guessed, Guesses: .125},
	}
	return append([]feedback.Link{bare, full}, each(bare, func(l *feedback.Link, s feedback.Standing) { l.Standing = s },
		feedback.Suggested, feedback.Dismissed, feedback.Expired)...)
}

func entryKinds() []feedback.EntryKind {
	return []feedback.EntryKind{
		feedback.Reply, feedback.Thanks, feedback.PassedOn, feedback.Moved, feedback.Promised, feedback.Step, feedback.Edited,
		feedback.Approved, feedback.Hid, feedback.Restored, feedback.Announced, feedback.Acted, feedback.Follows, feedback.Guard,
	}
}

func entrySamples() []feedback.Entry {
	bare := feedback.Entry{ID: "bare", About: feedback.ItemID("bare-item").Ref(), Kind: feedback.Reply, At: noon(0)}
	full := feedback.Entry{
		ID: "full", About: feedback.ThemeID("full-theme").Ref(), By: "full-clerk", Kind: feedback.Moved, At: noon(1), Seen: feedback.ByAll,
		Text: "because", State: feedback.Considered, Answer: feedback.NotNow, Expected: noon(2), Percent: 75, Step: "begun", Told: 3, Withheld: 4, Count: 5,
	}
	out := []feedback.Entry{bare, full}
	out = append(out, each(bare, func(e *feedback.Entry, k feedback.EntryKind) { e.Kind = k }, entryKinds()...)...)
	out = append(out, each(bare, func(e *feedback.Entry, s feedback.Seen) { e.Seen = s }, feedback.ByAll, feedback.ByStaff)...)
	out = append(out, each(bare, func(e *feedback.Entry, s feedback.State) { e.State = s }, states()...)...)
	return append(out, each(bare, func(e *feedback.Entry, a feedback.Answer) { e.Answer = a }, answers()...)...)
}

func voteSamples() []feedback.Vote {
	bare := feedback.Vote{ID: "bare", On: feedback.ItemID("bare-item").Ref(), Choice: feedback.Pass, At: noon(0)}
	full := feedback.Vote{
		ID: "full", On: feedback.ChangeID("full-change").Ref(), Voter: "full-voter", Choice: feedback.Agree, At: noon(1), Spent: 7,
		AddedBy: "full-clerk", Source: "meeting",
	}
	return append([]feedback.Vote{bare, full}, each(bare, func(v *feedback.Vote, c feedback.Choice) { v.Choice = c },
		feedback.Agree, feedback.Disagree)...)
}

func changeStates() []feedback.State {
	return []feedback.State{feedback.Considered, feedback.Decided, feedback.Planned, feedback.UnderWay, feedback.Done}
}

func changeSamples() []feedback.Change {
	bare := feedback.Change{ID: "bare", Text: "x", State: feedback.Considered, Since: noon(0)}
	before := relationship.Estimate{Value: -12.5, Low: -20, High: 1e6, N: 12, Basis: relationship.Guessed, Guesses: .125}
	after := relationship.Estimate{Value: .1, Low: .1, High: .1, N: 1, Basis: relationship.Guessed, Guesses: 1}
	full := feedback.Change{
		ID: "full", Text: "a second door", Options: []string{"left", "behind", "left", "right"}, State: feedback.Done, Since: noon(1), Answer: feedback.Yes,
		Chosen: 2, Reason: "it is cold", Expected: noon(2), Made: "the door behind", Shown: feedback.Shared,
		Outcomes: []feedback.Outcome{{Score: "nps", Before: before, After: after, At: noon(3)}, {Score: "csat", Before: after, After: before, At: noon(2)}},
	}
	out := []feedback.Change{bare, full}
	out = append(out, each(bare, func(c *feedback.Change, s feedback.State) { c.State = s }, changeStates()...)...)
	out = append(out, each(bare, func(c *feedback.Change, a feedback.Answer) { c.Answer = a }, answers()...)...)
	return append(out, each(bare, func(c *feedback.Change, s feedback.Shown) { c.Shown = s }, shown()...)...)
}

func noticeSamples() []feedback.Notice {
	why := []feedback.Reason{{Because: feedback.IsAuthor, Of: feedback.ItemID("bare-item").Ref()}}
	bare := feedback.Notice{ID: "bare", Entry: "bare-entry", To: "bare-party", Why: why, State: feedback.Waiting, At: noon(0)}
	full := feedback.Notice{
		ID: "full", Entry: "full-entry", To: "full-party", Item: "full-item", State: feedback.Claimed, At: noon(1), Until: noon(2), Tries: 3,
		Why: []feedback.Reason{
			{Because: feedback.IsVoter, Of: feedback.ItemID("b").Ref()}, {Because: feedback.IsFollower, Of: feedback.ThemeID("a").Ref()},
			{Because: feedback.IsOwner, Of: relationship.TieID("t").Ref()}, {Because: feedback.IsPraised, Of: feedback.ItemID("b").Ref()},
		},
	}
	return append([]feedback.Notice{bare, full}, each(bare, func(n *feedback.Notice, s feedback.NoticeState) { n.State = s },
		feedback.Claimed, feedback.Sent, feedback.Withheld)...)
}
