package feedbacktest

import (
	"time"

	"github.com/kithcrm/kith/feedback"
	"github.com/kithcrm/kith/relationship"
	"github.com/kithcrm/kith/relationship/relationshiptest"
	"pgregory.net/rapid"
)

// A source draws the values of the fields of one record.
type source struct{ *rapid.T }

func (s source) id(label string) string { return relationshiptest.ID().Draw(s.T, label) }

func (s source) party(label string) relationship.PartyID { return relationship.PartyID(s.id(label)) }

// maybe draws an identifier, or none.
func (s source) maybe(label string) string {
	if rapid.Bool().Draw(s.T, "with "+label) {
		return s.id(label)
	}
	return ""
}

func (s source) text(label string) string { return relationshiptest.Text().Draw(s.T, label) }

// words draws a text that is not empty.
func (s source) words(label string) string {
	if text := s.text(label); text != "" {
		return text
	}
	return "x"
}

// at draws an instant that is not zero; maybeAt any.
func (s source) at(label string) time.Time {
	if at := s.maybeAt(label); !at.IsZero() {
		return at
	}
	return noon(0)
}

func (s source) maybeAt(label string) time.Time {
	return relationshiptest.Instant().Draw(s.T, label)
}

func (s source) count(label string) int {
	return rapid.SampledFrom([]int{0, 0, 1, 2, 1 << 31, 1<<53 + 1}).Draw(s.T, label)
}

func (s source) ref(label string) relationship.Ref {
	noun := rapid.SampledFrom([]string{
		relationship.NounParty, feedback.NounItem, feedback.NounItem, feedback.NounTheme, feedback.NounChange, feedback.NounEntry, "product", "Item", "größe",
	})
	return relationship.Ref{Noun: noun.Draw(s.T, label+" noun"), ID: s.id(label)}
}

// of draws one of a few values.
func of[V any](s source, label string, values ...V) V {
	return rapid.SampledFrom(values).Draw(s.T, label)
}

// record makes a generator of what draw returns.
func record[T any](draw func(source) T) *rapid.Generator[T] {
	return rapid.Custom(func(t *rapid.T) T { return draw(source{t}) })
}

// Item generates items that are to be created: valid, with or without an author and points, anywhere in
// their loop.
func Item() *rapid.Generator[feedback.Item] {
	kind := rapid.SampledFrom(feedback.Kinds())
	return record(func(s source) feedback.Item {
		it := feedback.Item{
			ID: feedback.ItemID(s.id("id")), Kind: kind.Draw(s.T, "kind"), Author: feedback.PartyID(s.maybe("author")), Employee: rapid.Bool().Draw(s.T, "employee"),
			Text: s.words("text"), At: s.at("at"), AddedBy: feedback.PartyID(s.maybe("added by")), Source: s.text("source"),
			Shown: of(s, "shown", append(shown(), feedback.Private)...), Loop: s.loop(),
		}
		for range rapid.IntRange(0, 2).Draw(s.T, "points") {
			it.Points = append(it.Points, feedback.Point{Kind: kind.Draw(s.T, "kind of a point"), Text: s.words("point")})
			it.Attachments = append(it.Attachments, s.text("attachment"))
		}
		for range rapid.IntRange(0, 2).Draw(s.T, "guesses") {
			it.Guesses = append(it.Guesses, s.guess(len(it.Points), kind.Draw(s.T, "kind of a guess")))
		}
		return it
	})
}

// guess draws a guess of an item with so many points.
func (s source) guess(points int, kind feedback.Kind) feedback.Guess {
	g := feedback.Guess{Point: rapid.IntRange(0, points).Draw(s.T, "point"), Kind: kind, Score: s.score(), Why: s.text("why"), Maker: s.text("maker")}
	if g.Point == 0 {
		g.Text = s.text("part")
	}
	return g
}

func (s source) score() relationship.Estimate {
	return rapid.OneOf(relationshiptest.Estimate(), rapid.Just(relationship.Estimate{})).Draw(s.T, "score")
}

func (s source) standing() feedback.Standing {
	return of(s, "standing", feedback.Stands, feedback.Suggested, feedback.Dismissed, feedback.Expired)
}

func (s source) loop() feedback.Loop {
	return feedback.Loop{
		State: of(s, "state", states()...), Since: s.at("since"), Answer: of(s, "answer", append(answers(), "")...), Answered: s.maybeAt("answered"),
		Word: s.maybeAt("word"), Expected: s.maybeAt("expected"), Percent: rapid.IntRange(0, 100).Draw(s.T, "percent"), Final: s.maybeAt("final"),
		Again: s.maybeAt("again"),
	}
}

// Theme generates themes that are to be created: valid, merged or not, of any standing.
func Theme() *rapid.Generator[feedback.Theme] {
	return record(func(s source) feedback.Theme {
		t := feedback.Theme{
			ID: feedback.ThemeID(s.id("id")), Name: s.words("name"), Text: s.text("text"), Shown: of(s, "shown", append(shown(), feedback.Private)...),
			Why: s.text("why"), Maker: s.text("maker"), Score: s.score(), At: s.maybeAt("at"), By: feedback.PartyID(s.maybe("by")),
		}
		if into := feedback.ThemeID(s.maybe("merged into")); into != t.ID {
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
			ID: feedback.LinkID(s.id("id")), From: s.ref("from"), Point: s.count("point"), To: s.ref("to"), By: feedback.PartyID(s.maybe("by")),
			At: s.at("at"), Why: s.text("why"), Maker: s.text("maker"), Score: s.score(), Standing: s.standing(),
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
			ID: feedback.EntryID(s.id("id")), About: s.ref("about"), By: feedback.PartyID(s.maybe("by")), Kind: of(s, "kind", entryKinds()...), At: s.at("at"),
			Seen: of(s, "seen", feedback.ByAuthor, feedback.ByAll, feedback.ByStaff), Text: s.text("text"),
			State: of(s, "state", append(states(), "", feedback.Considered)...), Answer: of(s, "answer", append(answers(), "")...),
			Expected: s.maybeAt("expected"), Percent: rapid.IntRange(0, 100).Draw(s.T, "percent"), Step: s.text("step"),
			Told: s.count("told"), Withheld: s.count("withheld"), Count: s.count("count"),
		}
	})
}

// Vote generates votes that are to be created: valid, on records of any noun, under any ID.
func Vote() *rapid.Generator[feedback.Vote] {
	return record(func(s source) feedback.Vote {
		return feedback.Vote{
			ID: feedback.VoteID(s.id("id")), On: s.ref("on"), Voter: feedback.PartyID(s.maybe("voter")), At: s.at("at"), Spent: s.count("spent"),
			Choice:  of(s, "choice", feedback.Agree, feedback.Disagree, feedback.Pass),
			AddedBy: feedback.PartyID(s.maybe("added by")), Source: s.text("source"),
		}
	})
}

// Change generates changes that are to be created: valid, with or without options and outcomes.
func Change() *rapid.Generator[feedback.Change] {
	estimate := relationshiptest.Estimate()
	return record(func(s source) feedback.Change {
		c := feedback.Change{
			ID: feedback.ChangeID(s.id("id")), Text: s.words("text"), State: of(s, "state", changeStates()...), Since: s.at("since"),
			Answer: of(s, "answer", append(answers(), "")...), Reason: s.text("reason"), Expected: s.maybeAt("expected"), Made: s.text("made"),
			Shown: of(s, "shown", append(shown(), feedback.Private)...),
		}
		for range rapid.IntRange(0, 2).Draw(s.T, "lists") {
			c.Options = append(c.Options, s.words("option"))
			c.Outcomes = append(c.Outcomes, feedback.Outcome{
				Score: s.words("score"), Before: estimate.Draw(s.T, "before"), After: estimate.Draw(s.T, "after"), At: s.at("measured"),
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
			ID: feedback.NoticeID(s.id("id")), Entry: feedback.EntryID(s.id("entry")), To: s.party("to"), Item: feedback.ItemID(s.maybe("item")),
			State: of(s, "state", feedback.Waiting, feedback.Claimed, feedback.Sent, feedback.Withheld), At: s.at("at"), Until: s.maybeAt("until"), Tries: s.count("tries"),
		}
		for range rapid.IntRange(1, 2).Draw(s.T, "reasons") {
			because := of(s, "because", feedback.IsAuthor, feedback.IsVoter, feedback.IsFollower, feedback.IsOwner, feedback.IsPraised)
			n.Why = append(n.Why, feedback.Reason{Because: because, Of: s.ref("of")})
		}
		return n
	})
}
