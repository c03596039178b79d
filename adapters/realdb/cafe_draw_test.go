package realdb_test

import (
	"time"

	"github.com/kithcrm/kith/feedback"
	"github.com/kithcrm/kith/relationship"
	"github.com/kithcrm/kith/relationship/relationshiptest"
	"pgregory.net/rapid"
)

var noon = time.Date(2026, time.March, 4, 12, 0, 0, 123456789, time.UTC)

// fewIDs are those of all nouns, few so that records meet, and hard to tell apart or to put in order.
func fewIDs() []string { return []string{"a", "A", "ä", "a ", "9", "10"} }

func drawID[K ~string](t *rapid.T, label string) K {
	return K(rapid.SampledFrom(fewIDs()).Draw(t, label))
}

// drawAny draws an ID or none.
func drawAny[K ~string](t *rapid.T, label string) K {
	return K(rapid.SampledFrom(append(fewIDs(), "")).Draw(t, label))
}

// drawUsual draws what a record with an ID usually has in a field that never changes: most often the
// same.
func drawUsual[T any](t *rapid.T, label, id string, from []T) T {
	if rapid.IntRange(0, 5).Draw(t, label+" is unusual") == 0 {
		return rapid.SampledFrom(from).Draw(t, label)
	}
	sum := 0
	for _, b := range []byte(id) {
		sum += int(b)
	}
	return from[sum%len(from)]
}

func drawAt(t *rapid.T, label string) time.Time {
	return relationshiptest.Instant().Filter(func(at time.Time) bool { return !at.IsZero() }).Draw(t, label)
}

func drawText(t *rapid.T, label string) string {
	return relationshiptest.Text().Filter(func(s string) bool { return s != "" }).Draw(t, label)
}

// drawMaybe draws an estimate or the unknown one.
func drawMaybe(t *rapid.T, label string) relationship.Estimate {
	if rapid.Bool().Draw(t, label+" is known") {
		return relationshiptest.Estimate().Draw(t, label)
	}
	return relationship.Estimate{}
}

func partyIDs() []feedback.PartyID { return []feedback.PartyID{"a", "A", "ä", "9", ""} }

// someRefs are what records can be about, or between.
func someRefs() []feedback.Ref {
	return []feedback.Ref{
		feedback.ItemID("a").Ref(), feedback.ItemID("A").Ref(), feedback.ItemID("ä").Ref(), feedback.ItemID("10").Ref(),
		feedback.ThemeID("a").Ref(), feedback.ChangeID("a").Ref(),
		relationship.PartyID("a").Ref(), relationship.PartyID("ä").Ref(), relationship.TieID("a").Ref(),
		{Noun: "product", ID: "a:b"}, {Noun: "product:a", ID: "b"}, // the last of which no record can have
	}
}

func drawRecordRef(t *rapid.T, label, id string) feedback.Ref {
	all := someRefs()
	return drawUsual(t, label, id, all[:len(all)-1])
}

func drawItem(t *rapid.T) feedback.Item {
	id := drawID[feedback.ItemID](t, "item")
	return feedback.Item{
		ID: id, Kind: drawUsual(t, "kind", string(id), feedback.Kinds()), Author: drawUsual(t, "author", string(id), partyIDs()),
		Employee: rapid.Bool().Draw(t, "employee"), Text: drawText(t, "text"),
		Points:      []feedback.Point{{Kind: feedback.Idea, Text: drawText(t, "point")}},
		Attachments: rapid.SliceOfN(relationshiptest.Text(), 0, 2).Draw(t, "attachments"),
		At:          drawAt(t, "at"), AddedBy: drawAny[feedback.PartyID](t, "added by"), Source: relationshiptest.Text().Draw(t, "source"),
		Shown: rapid.SampledFrom([]feedback.Shown{feedback.Private, feedback.Shared, feedback.Hidden}).Draw(t, "shown"),
		Loop: feedback.Loop{
			State: rapid.SampledFrom([]feedback.State{feedback.Heard, feedback.Decided, feedback.Done}).Draw(t, "state"), Since: drawAt(t, "since"),
			Answer:   rapid.SampledFrom([]feedback.Answer{"", feedback.Yes, feedback.NotNow}).Draw(t, "answer"),
			Answered: relationshiptest.Instant().Draw(t, "answered"), Word: relationshiptest.Instant().Draw(t, "word"),
			Expected: relationshiptest.Instant().Draw(t, "expected"), Percent: rapid.IntRange(0, 100).Draw(t, "percent"),
			Final: relationshiptest.Instant().Draw(t, "final"), Again: relationshiptest.Instant().Draw(t, "again"),
		},
	}
}

func drawTheme(t *rapid.T) feedback.Theme {
	r := feedback.Theme{ID: drawID[feedback.ThemeID](t, "theme"), Name: drawText(t, "name"), Text: relationshiptest.Text().Draw(t, "text")}
	if into := drawAny[feedback.ThemeID](t, "merged into"); into != r.ID {
		r.MergedInto = into
	}
	return r
}

func drawLink(t *rapid.T) feedback.Link {
	id := drawID[feedback.LinkID](t, "link")
	r := feedback.Link{
		ID: id, From: drawRecordRef(t, "from", string(id)), Point: drawUsual(t, "point", string(id), []int{0, 1, 2, 11}),
		To: drawRecordRef(t, "to", string(id)+"to"), By: drawAny[feedback.PartyID](t, "by"), At: drawAt(t, "at"),
		Why: relationshiptest.Text().Draw(t, "why"), Maker: relationshiptest.Text().Draw(t, "maker"), Score: drawMaybe(t, "score"),
		Standing: rapid.SampledFrom([]feedback.Standing{feedback.Stands, feedback.Suggested, feedback.Expired}).Draw(t, "standing"),
	}
	if r.From == r.To {
		r.To = feedback.Ref{Noun: "product", ID: "b"}
	}
	return r
}

func drawEntry(t *rapid.T) feedback.Entry {
	id := drawID[feedback.EntryID](t, "entry")
	return feedback.Entry{
		ID: id, About: drawRecordRef(t, "about", string(id)), By: drawUsual(t, "by", string(id), partyIDs()),
		Kind: drawUsual(t, "kind", string(id), []feedback.EntryKind{feedback.Reply, feedback.Moved, feedback.Guard}), At: drawAt(t, "at"),
		Seen: rapid.SampledFrom([]feedback.Seen{feedback.ByAuthor, feedback.ByAll}).Draw(t, "seen"), Text: relationshiptest.Text().Draw(t, "text"),
		Expected: relationshiptest.Instant().Draw(t, "expected"), Step: relationshiptest.Text().Draw(t, "step"),
		Told: rapid.IntRange(0, 1<<40).Draw(t, "told"), Count: rapid.IntRange(0, 3).Draw(t, "count"),
	}
}

func drawVote(t *rapid.T) feedback.Vote {
	id := drawID[feedback.VoteID](t, "vote")
	return feedback.Vote{
		ID: id, On: drawRecordRef(t, "on", string(id)), Voter: drawUsual(t, "voter", string(id), partyIDs()),
		Choice: rapid.SampledFrom([]feedback.Choice{feedback.Agree, feedback.Pass}).Draw(t, "choice"), At: drawAt(t, "at"),
		Spent: rapid.IntRange(0, 3).Draw(t, "spent"), AddedBy: drawAny[feedback.PartyID](t, "added by"),
	}
}

func drawChange(t *rapid.T) feedback.Change {
	return feedback.Change{
		ID: drawID[feedback.ChangeID](t, "change"), Text: drawText(t, "text"), Options: []string{drawText(t, "option")}, Chosen: 1,
		State: rapid.SampledFrom([]feedback.State{feedback.Considered, feedback.Planned, feedback.Done}).Draw(t, "state"), Since: drawAt(t, "since"),
		Expected: relationshiptest.Instant().Draw(t, "expected"), Made: relationshiptest.Text().Draw(t, "made"),
		Outcomes: []feedback.Outcome{{Score: "nps", Before: drawMaybe(t, "before"), After: drawMaybe(t, "after"), At: drawAt(t, "measured at")}},
	}
}

func drawNotice(t *rapid.T) feedback.Notice {
	id := drawID[feedback.NoticeID](t, "notice")
	return feedback.Notice{
		ID: id, Entry: drawUsual(t, "entry", string(id), []feedback.EntryID{"a", "A", "10"}), To: drawUsual(t, "to", string(id), partyIDs()[:4]),
		Item: drawAny[feedback.ItemID](t, "item"), Why: []feedback.Reason{{Because: feedback.IsVoter, Of: drawRecordRef(t, "of", string(id))}},
		State: rapid.SampledFrom([]feedback.NoticeState{feedback.Waiting, feedback.Claimed, feedback.Sent, feedback.Withheld}).Draw(t, "state"),
		At:    drawAt(t, "at"), Until: relationshiptest.Instant().Draw(t, "until"), Tries: rapid.IntRange(0, 9).Draw(t, "tries"),
	}
}

// drawRecords fills a batch with records of random nouns.
func drawRecords(t *rapid.T, b *feedback.Batch) {
	nouns := rapid.SliceOfNDistinct(rapid.IntRange(0, 6), 1, 3, rapid.ID[int]).Draw(t, "nouns")
	for _, noun := range nouns {
		switch noun {
		case 0:
			b.Items = append(b.Items, drawItem(t))
		case 1:
			b.Themes = append(b.Themes, drawTheme(t))
		case 2:
			b.Links = append(b.Links, drawLink(t))
		case 3:
			b.Entries = append(b.Entries, drawEntry(t))
		case 4:
			b.Votes = append(b.Votes, drawVote(t))
		case 5:
			b.Changes = append(b.Changes, drawChange(t))
		default:
			b.Notices = append(b.Notices, drawNotice(t))
		}
	}
}
