package feedbacktest

import (
	"github.com/kithcrm/kith/feedback"
	"github.com/kithcrm/kith/internal/suite"
	"github.com/kithcrm/kith/relationship"
	"github.com/kithcrm/kith/relationship/relationshiptest"
	"pgregory.net/rapid"
)

// A source draws the values of the fields of one record.
type source struct{ suite.Source }

func (s source) ref(label string) relationship.Ref {
	noun := rapid.SampledFrom([]string{
		relationship.NounParty, feedback.NounItem, feedback.NounItem, feedback.NounTheme, feedback.NounChange, feedback.NounEntry, "product", "Item", "größe",
	})
	return relationship.Ref{Noun: noun.Draw(s.T, label+" noun"), ID: s.ID(label)}
}

// record makes a generator of what draw returns.
func record[T any](draw func(source) T) *rapid.Generator[T] {
	return suite.Drawn(func(s suite.Source) T { return draw(source{s}) })
}

// Item generates items that are to be created: valid, with or without an author and points, anywhere in
// their loop.
func Item() *rapid.Generator[feedback.Item] {
	kind := rapid.SampledFrom(feedback.Kinds())
	return record(func(s source) feedback.Item {
		it := feedback.Item{
			ID: feedback.ItemID(s.ID("id")), Kind: kind.Draw(s.T, "kind"), Author: feedback.PartyID(s.Maybe("author")), Employee: s.Yes("employee"),
			Text: s.Words("text"), At: s.At("at"), AddedBy: feedback.PartyID(s.Maybe("added by")), Source: s.Text("source"),
			Shown: suite.OneOf(s.Source, "shown", append(shown(), feedback.Private)...), Loop: s.loop(),
		}
		for range rapid.IntRange(0, 2).Draw(s.T, "points") {
			it.Points = append(it.Points, feedback.Point{Kind: kind.Draw(s.T, "kind of a point"), Text: s.Words("point")})
			it.Attachments = append(it.Attachments, s.Text("attachment"))
		}
		for range rapid.IntRange(0, 2).Draw(s.T, "guesses") {
			it.Guesses = append(it.Guesses, s.guess(len(it.Points), kind.Draw(s.T, "kind of a guess")))
		}
		return it
	})
}

// guess draws a guess of an item with so many points.
func (s source) guess(points int, kind feedback.Kind) feedback.Guess {
	g := feedback.Guess{Point: rapid.IntRange(0, points).Draw(s.T, "point"), Kind: kind, Score: s.score(), Why: s.Text("why"), Maker: s.Text("maker")}
	if g.Point == 0 {
		g.Text = s.Text("part")
	}
	return g
}

func (s source) score() relationship.Estimate {
	return rapid.OneOf(relationshiptest.Estimate(), rapid.Just(relationship.Estimate{})).Draw(s.T, "score")
}

func (s source) standing() feedback.Standing {
	return suite.OneOf(s.Source, "standing", feedback.Stands, feedback.Suggested, feedback.Dismissed, feedback.Expired)
}

func (s source) loop() feedback.Loop {
	return feedback.Loop{
		State: suite.OneOf(s.Source, "state", states()...), Since: s.At("since"), Answer: suite.OneOf(s.Source, "answer", append(answers(), "")...), Answered: s.MaybeAt("answered"),
		Word: s.MaybeAt("word"), Expected: s.MaybeAt("expected"), Percent: rapid.IntRange(0, 100).Draw(s.T, "percent"), Final: s.MaybeAt("final"),
		Again: s.MaybeAt("again"),
	}
}

// Theme generates themes that are to be created: valid, merged or not, of any standing.
func Theme() *rapid.Generator[feedback.Theme] {
	return record(func(s source) feedback.Theme {
		t := feedback.Theme{
			ID: feedback.ThemeID(s.ID("id")), Name: s.Words("name"), Text: s.Text("text"), Shown: suite.OneOf(s.Source, "shown", append(shown(), feedback.Private)...),
			Why: s.Text("why"), Maker: s.Text("maker"), Score: s.score(), At: s.MaybeAt("at"), By: feedback.PartyID(s.Maybe("by")),
		}
		if into := feedback.ThemeID(s.Maybe("merged into")); into != t.ID {
			t.MergedInto = into
		}
		if t.Shown != feedback.Shared { // as one must be that does not stand
			t.Standing = s.standing()
		}
		return t
	})
}

// Link generates links that are to be created: valid, between records of any nouns.
func Link() *rapid.Generator[feedback.Link] {
	return record(func(s source) feedback.Link {
		l := feedback.Link{
			ID: feedback.LinkID(s.ID("id")), From: s.ref("from"), Point: s.Count("point"), To: s.ref("to"), By: feedback.PartyID(s.Maybe("by")),
			At: s.At("at"), Why: s.Text("why"), Maker: s.Text("maker"), Score: s.score(), Standing: s.standing(),
		}
		if l.From == l.To {
			l.To.ID, l.From.ID = "a", "b"
		}
		return l
	})
}

// Entry generates entries that are to be created: valid, of all kinds.
func Entry() *rapid.Generator[feedback.Entry] {
	return record(func(s source) feedback.Entry {
		return feedback.Entry{
			ID: feedback.EntryID(s.ID("id")), About: s.ref("about"), By: feedback.PartyID(s.Maybe("by")), Kind: suite.OneOf(s.Source, "kind", entryKinds()...), At: s.At("at"),
			Seen: suite.OneOf(s.Source, "seen", feedback.ByAuthor, feedback.ByAll, feedback.ByStaff), Text: s.Text("text"),
			State: suite.OneOf(s.Source, "state", append(states(), "", feedback.Considered)...), Answer: suite.OneOf(s.Source, "answer", append(answers(), "")...),
			Expected: s.MaybeAt("expected"), Percent: rapid.IntRange(0, 100).Draw(s.T, "percent"), Step: s.Text("step"),
			Told: s.Count("told"), Withheld: s.Count("withheld"), Count: s.Count("count"),
		}
	})
}

// Vote generates votes that are to be created: valid, on records of any noun, under any ID.
func Vote() *rapid.Generator[feedback.Vote] {
	return record(func(s source) feedback.Vote {
		return feedback.Vote{
			ID: feedback.VoteID(s.ID("id")), On: s.ref("on"), Voter: feedback.PartyID(s.Maybe("voter")), At: s.At("at"), Spent: s.Count("spent"),
			Choice:  suite.OneOf(s.Source, "choice", feedback.Agree, feedback.Disagree, feedback.Pass),
			AddedBy: feedback.PartyID(s.Maybe("added by")), Source: s.Text("source"),
		}
	})
}

// Change generates changes that are to be created: valid, with or without options and outcomes.
func Change() *rapid.Generator[feedback.Change] {
	estimate := relationshiptest.Estimate()
	return record(func(s source) feedback.Change {
		c := feedback.Change{
			ID: feedback.ChangeID(s.ID("id")), Text: s.Words("text"), State: suite.OneOf(s.Source, "state", changeStates()...), Since: s.At("since"),
			Answer: suite.OneOf(s.Source, "answer", append(answers(), "")...), Reason: s.Text("reason"), Expected: s.MaybeAt("expected"), Made: s.Text("made"),
			Shown: suite.OneOf(s.Source, "shown", append(shown(), feedback.Private)...),
		}
		for range rapid.IntRange(0, 2).Draw(s.T, "lists") {
			c.Options = append(c.Options, s.Words("option"))
			c.Outcomes = append(c.Outcomes, feedback.Outcome{
				Score: s.Words("score"), Before: estimate.Draw(s.T, "before"), After: estimate.Draw(s.T, "after"), At: s.At("measured"),
			})
		}
		c.Chosen = rapid.IntRange(0, len(c.Options)).Draw(s.T, "chosen")
		return c
	})
}

// Notice generates notices that are to be created: valid, under any ID, with one or more reasons.
func Notice() *rapid.Generator[feedback.Notice] {
	return record(func(s source) feedback.Notice {
		n := feedback.Notice{
			ID: feedback.NoticeID(s.ID("id")), Entry: feedback.EntryID(s.ID("entry")), To: feedback.PartyID(s.ID("to")), Item: feedback.ItemID(s.Maybe("item")),
			State: suite.OneOf(s.Source, "state", feedback.Waiting, feedback.Claimed, feedback.Sent, feedback.Withheld), At: s.At("at"), Until: s.MaybeAt("until"), Tries: s.Count("tries"),
		}
		for range rapid.IntRange(1, 2).Draw(s.T, "reasons") {
			because := suite.OneOf(s.Source, "because", feedback.IsAuthor, feedback.IsVoter, feedback.IsFollower, feedback.IsOwner, feedback.IsPraised)
			n.Why = append(n.Why, feedback.Reason{Because: because, Of: s.ref("of")})
		}
		return n
	})
}
