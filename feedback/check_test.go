package feedback_test

import (
	"errors"
	"math"
	"strings"
	"testing"
	"time"

	"github.com/kithcrm/kith/feedback"
	"github.com/kithcrm/kith/relationship"
)

// A badCase is a batch with one thing wrong, and what Check must say of it.
type badCase struct {
	field, rule string
	batch       feedback.Batch
}

func ruleNoon() time.Time { return time.Date(2026, time.March, 4, 12, 0, 0, 0, time.UTC) }

func tooLate() time.Time { return time.Date(10000, time.January, 2, 0, 0, 0, 0, time.UTC) }

const secretName = "Secret Person" // in every text of a record that is refused

// Each of these breaks one field of a valid record.

func badItem(field, rule string, change func(*feedback.Item)) badCase {
	it := feedback.Item{ID: "i", Kind: feedback.Idea, Author: secretName, Text: secretName, At: ruleNoon(), Source: secretName, Loop: feedback.Loop{State: feedback.Heard, Since: ruleNoon()}}
	change(&it)
	return badCase{"Items[0]." + field, rule, feedback.Batch{At: ruleNoon(), Items: []feedback.Item{it}}}
}

func badTheme(field, rule string, change func(*feedback.Theme)) badCase {
	t := feedback.Theme{ID: "t", Name: secretName, Text: secretName}
	change(&t)
	return badCase{"Themes[0]." + field, rule, feedback.Batch{At: ruleNoon(), Themes: []feedback.Theme{t}}}
}

func badLink(field, rule string, change func(*feedback.Link)) badCase {
	l := feedback.Link{ID: "l", From: feedback.ItemID(secretName).Ref(), To: feedback.ThemeID("t").Ref(), At: ruleNoon(), Why: secretName}
	change(&l)
	return badCase{"Links[0]." + field, rule, feedback.Batch{At: ruleNoon(), Links: []feedback.Link{l}}}
}

func badEntry(field, rule string, change func(*feedback.Entry)) badCase {
	e := feedback.Entry{ID: "e", About: feedback.ItemID(secretName).Ref(), By: secretName, Kind: feedback.Reply, At: ruleNoon(), Text: secretName}
	change(&e)
	return badCase{"Entries[0]." + field, rule, feedback.Batch{At: ruleNoon(), Entries: []feedback.Entry{e}}}
}

func badVote(field, rule string, change func(*feedback.Vote)) badCase {
	v := feedback.Vote{ID: "v", On: feedback.ItemID("i").Ref(), Voter: secretName, Choice: feedback.Agree, At: ruleNoon(), Source: secretName}
	change(&v)
	return badCase{"Votes[0]." + field, rule, feedback.Batch{At: ruleNoon(), Votes: []feedback.Vote{v}}}
}

func badChange(field, rule string, change func(*feedback.Change)) badCase {
	c := feedback.Change{ID: "c", Text: secretName, Options: []string{secretName}, State: feedback.Considered, Since: ruleNoon(), Reason: secretName}
	change(&c)
	return badCase{"Changes[0]." + field, rule, feedback.Batch{At: ruleNoon(), Changes: []feedback.Change{c}}}
}

func badOutcome(field, rule string, do func(*feedback.Outcome)) badCase {
	return badChange("Outcomes[0]."+field, rule, func(c *feedback.Change) {
		c.Outcomes = []feedback.Outcome{{Score: "nps", At: ruleNoon()}}
		do(&c.Outcomes[0])
	})
}

func badNotice(field, rule string, change func(*feedback.Notice)) badCase {
	n := feedback.Notice{
		ID: "n", Entry: "e", To: secretName, Why: []feedback.Reason{{Because: feedback.IsAuthor, Of: feedback.ItemID(secretName).Ref()}}, State: feedback.Waiting, At: ruleNoon(),
	}
	change(&n)
	return badCase{"Notices[0]." + field, rule, feedback.Batch{At: ruleNoon(), Notices: []feedback.Notice{n}}}
}

func badBatch(field, rule string, change func(*feedback.Batch)) badCase {
	b := feedback.Batch{At: ruleNoon(), Why: secretName, Themes: []feedback.Theme{{ID: "t", Name: secretName}}}
	change(&b)
	return badCase{field, rule, b}
}

const (
	ruleEmpty  = "must not be empty"
	ruleLong   = "must be at most"
	ruleUTF8   = "must be valid UTF-8"
	ruleNUL    = "must not hold a NUL byte"
	ruleZero   = "must not be zero"
	ruleYears  = "must be in the years 1 to 9999"
	ruleBelow  = "must not be below 0"
	ruleChoice = "must be one of: "
	ruleTwice  = "must not be in the batch twice"
)

func brokenItems() []badCase {
	words, labels, ids := strings.Repeat("x", feedback.MaxText+1), strings.Repeat("x", 2049), strings.Repeat("x", 256)
	return []badCase{
		badItem("ID", ruleEmpty, func(it *feedback.Item) { it.ID = "" }),
		badItem("ID", ruleLong, func(it *feedback.Item) { it.ID = feedback.ItemID(ids) }),
		badItem("ID", ruleUTF8, func(it *feedback.Item) { it.ID = "\xff" }),
		badItem("ID", ruleNUL, func(it *feedback.Item) { it.ID = "a\x00" }),
		badItem("Rev", ruleBelow, func(it *feedback.Item) { it.Rev = -1 }),
		badItem("Kind", ruleChoice, func(it *feedback.Item) { it.Kind = "" }),
		badItem("Kind", ruleChoice, func(it *feedback.Item) { it.Kind = secretName }),
		badItem("Author", ruleLong, func(it *feedback.Item) { it.Author = feedback.PartyID(ids) }),
		badItem("Text", ruleEmpty, func(it *feedback.Item) { it.Text = "" }),
		badItem("Text", ruleLong, func(it *feedback.Item) { it.Text = words }),
		badItem("Text", ruleUTF8, func(it *feedback.Item) { it.Text = secretName + "\xff" }),
		badItem("Text", ruleNUL, func(it *feedback.Item) { it.Text = secretName + "\x00" }),
		badItem("Points[1].Kind", ruleChoice, func(it *feedback.Item) {
			it.Points = []feedback.Point{{Kind: feedback.Idea, Text: secretName}, {Kind: secretName, Text: secretName}}
		}),
		badItem("Points[0].Text", ruleEmpty, func(it *feedback.Item) { it.Points = []feedback.Point{{Kind: feedback.Idea}} }),
		badItem("Attachments[1]", ruleLong, func(it *feedback.Item) { it.Attachments = []string{secretName, labels} }),
		badItem("Attachments[0]", ruleNUL, func(it *feedback.Item) { it.Attachments = []string{secretName + "\x00"} }),
		badItem("At", ruleZero, func(it *feedback.Item) { it.At = time.Time{} }),
		badItem("At", ruleYears, func(it *feedback.Item) { it.At = tooLate() }),
		badItem("AddedBy", ruleNUL, func(it *feedback.Item) { it.AddedBy = "\x00" }),
		badItem("Source", ruleLong, func(it *feedback.Item) { it.Source = labels }),
		badItem("Shown", ruleChoice, func(it *feedback.Item) { it.Shown = secretName }),
		badItem("Loop.State", ruleChoice, func(it *feedback.Item) { it.Loop.State = "" }),
		badItem("Loop.State", ruleChoice, func(it *feedback.Item) { it.Loop.State = feedback.Considered }),
		badItem("Loop.Since", ruleZero, func(it *feedback.Item) { it.Loop.Since = time.Time{} }),
		badItem("Loop.Answer", ruleChoice, func(it *feedback.Item) { it.Loop.Answer = secretName }),
		badItem("Loop.Answered", ruleYears, func(it *feedback.Item) { it.Loop.Answered = tooLate() }),
		badItem("Loop.Word", ruleYears, func(it *feedback.Item) { it.Loop.Word = tooLate() }),
		badItem("Loop.Expected", ruleYears, func(it *feedback.Item) { it.Loop.Expected = tooLate() }),
		badItem("Loop.Percent", "must be from 0 to 100", func(it *feedback.Item) { it.Loop.Percent = 101 }),
		badItem("Loop.Percent", "must be from 0 to 100", func(it *feedback.Item) { it.Loop.Percent = -1 }),
		badItem("Loop.Final", ruleYears, func(it *feedback.Item) { it.Loop.Final = tooLate() }),
		badItem("Loop.Again", ruleYears, func(it *feedback.Item) { it.Loop.Again = tooLate() }),
	}
}

func brokenThemesAndLinks() []badCase {
	return []badCase{
		badTheme("ID", ruleEmpty, func(t *feedback.Theme) { t.ID = "" }),
		badTheme("Rev", ruleBelow, func(t *feedback.Theme) { t.Rev = -1 }),
		badTheme("Name", ruleEmpty, func(t *feedback.Theme) { t.Name = "" }),
		badTheme("Text", ruleNUL, func(t *feedback.Theme) { t.Text = secretName + "\x00" }),
		badTheme("MergedInto", "must not be the theme itself", func(t *feedback.Theme) { t.MergedInto = "t" }),
		badTheme("MergedInto", ruleUTF8, func(t *feedback.Theme) { t.MergedInto = "\xff" }),
		badTheme("Shown", ruleChoice, func(t *feedback.Theme) { t.Shown = secretName }),
		badLink("ID", ruleEmpty, func(l *feedback.Link) { l.ID = "" }),
		badLink("From.Noun", ruleEmpty, func(l *feedback.Link) { l.From.Noun = "" }),
		badLink("From.Noun", "must not hold a colon", func(l *feedback.Link) { l.From.Noun = "a:b" }),
		badLink("From.ID", ruleEmpty, func(l *feedback.Link) { l.From.ID = "" }),
		badLink("Point", ruleBelow, func(l *feedback.Link) { l.Point = -1 }),
		badLink("To.Noun", ruleNUL, func(l *feedback.Link) { l.To.Noun = "\x00" }),
		badLink("To", "must not be the same as From", func(l *feedback.Link) { l.To = l.From }),
		badLink("By", ruleUTF8, func(l *feedback.Link) { l.By = "\xff" }),
		badLink("At", ruleZero, func(l *feedback.Link) { l.At = time.Time{} }),
		badLink("Why", ruleNUL, func(l *feedback.Link) { l.Why = secretName + "\x00" }),
		badLink("Maker", ruleLong, func(l *feedback.Link) { l.Maker = strings.Repeat("x", 2049) }),
		badLink("Score.High", "", func(l *feedback.Link) {
			l.Score = relationship.Estimate{Value: 1, Low: 1, High: 2, Basis: relationship.Observed}
		}),
		badLink("Score.Value", "", func(l *feedback.Link) {
			l.Score = relationship.Estimate{Value: math.NaN(), Basis: relationship.Observed}
		}),
		badLink("Standing", ruleChoice, func(l *feedback.Link) { l.Standing = secretName }),
	}
}

func brokenEntriesAndVotes() []badCase {
	return []badCase{
		badEntry("ID", ruleEmpty, func(e *feedback.Entry) { e.ID = "" }),
		badEntry("About.ID", ruleEmpty, func(e *feedback.Entry) { e.About.ID = "" }),
		badEntry("By", ruleNUL, func(e *feedback.Entry) { e.By = secretName + "\x00" }),
		badEntry("Kind", ruleChoice, func(e *feedback.Entry) { e.Kind = secretName }),
		badEntry("At", ruleZero, func(e *feedback.Entry) { e.At = time.Time{} }),
		badEntry("Seen", ruleChoice, func(e *feedback.Entry) { e.Seen = secretName }),
		badEntry("Text", ruleLong, func(e *feedback.Entry) { e.Text = strings.Repeat(secretName, feedback.MaxText/4) }),
		badEntry("State", ruleChoice, func(e *feedback.Entry) { e.State = secretName }),
		badEntry("Answer", ruleChoice, func(e *feedback.Entry) { e.Answer = secretName }),
		badEntry("Expected", ruleYears, func(e *feedback.Entry) { e.Expected = tooLate() }),
		badEntry("Percent", "must be from 0 to 100", func(e *feedback.Entry) { e.Percent = 101 }),
		badEntry("Step", ruleLong, func(e *feedback.Entry) { e.Step = strings.Repeat("x", 2049) }),
		badEntry("Told", ruleBelow, func(e *feedback.Entry) { e.Told = -1 }),
		badEntry("Withheld", ruleBelow, func(e *feedback.Entry) { e.Withheld = -1 }),
		badEntry("Count", ruleBelow, func(e *feedback.Entry) { e.Count = -1 }),
		badVote("ID", ruleEmpty, func(v *feedback.Vote) { v.ID = "" }),
		badVote("On.Noun", ruleEmpty, func(v *feedback.Vote) { v.On.Noun = "" }),
		badVote("Voter", ruleUTF8, func(v *feedback.Vote) { v.Voter = secretName + "\xff" }),
		badVote("Choice", ruleChoice, func(v *feedback.Vote) { v.Choice = "" }),
		badVote("At", ruleYears, func(v *feedback.Vote) { v.At = tooLate() }),
		badVote("Spent", ruleBelow, func(v *feedback.Vote) { v.Spent = -1 }),
		badVote("AddedBy", ruleNUL, func(v *feedback.Vote) { v.AddedBy = secretName + "\x00" }),
		badVote("Source", ruleNUL, func(v *feedback.Vote) { v.Source = secretName + "\x00" }),
	}
}

func brokenChangesAndNotices() []badCase {
	const option = "must be 0 or the place of an option"
	return []badCase{
		badChange("ID", ruleEmpty, func(c *feedback.Change) { c.ID = "" }),
		badChange("Text", ruleEmpty, func(c *feedback.Change) { c.Text = "" }),
		badChange("Options[1]", ruleEmpty, func(c *feedback.Change) { c.Options = []string{secretName, ""} }),
		badChange("State", ruleChoice, func(c *feedback.Change) { c.State = feedback.Heard }),
		badChange("Since", ruleZero, func(c *feedback.Change) { c.Since = time.Time{} }),
		badChange("Answer", ruleChoice, func(c *feedback.Change) { c.Answer = secretName }),
		badChange("Chosen", option, func(c *feedback.Change) { c.Chosen = 2 }),
		badChange("Chosen", option, func(c *feedback.Change) { c.Chosen = -1 }),
		badChange("Reason", ruleNUL, func(c *feedback.Change) { c.Reason = secretName + "\x00" }),
		badChange("Expected", ruleYears, func(c *feedback.Change) { c.Expected = tooLate() }),
		badChange("Made", ruleNUL, func(c *feedback.Change) { c.Made = secretName + "\x00" }),
		badChange("Shown", ruleChoice, func(c *feedback.Change) { c.Shown = secretName }),
		badOutcome("Score", ruleEmpty, func(o *feedback.Outcome) { o.Score = "" }),
		badOutcome("Score", ruleNUL, func(o *feedback.Outcome) { o.Score = "\x00" }),
		badOutcome("Before.Value", "", func(o *feedback.Outcome) {
			o.Before = relationship.Estimate{Value: math.Inf(1), Basis: relationship.Observed}
		}),
		badOutcome("After.Low", "", func(o *feedback.Outcome) {
			o.After = relationship.Estimate{Value: 1, Low: math.NaN(), High: 1, Basis: relationship.Observed}
		}),
		badOutcome("At", ruleZero, func(o *feedback.Outcome) { o.At = time.Time{} }),
		badNotice("ID", ruleEmpty, func(n *feedback.Notice) { n.ID = "" }),
		badNotice("Entry", ruleEmpty, func(n *feedback.Notice) { n.Entry = "" }),
		badNotice("To", ruleEmpty, func(n *feedback.Notice) { n.To = "" }),
		badNotice("Item", ruleUTF8, func(n *feedback.Notice) { n.Item = "\xff" }),
		badNotice("Why", ruleEmpty, func(n *feedback.Notice) { n.Why = nil }),
		badNotice("Why[0].Because", ruleChoice, func(n *feedback.Notice) { n.Why[0].Because = secretName }),
		badNotice("Why[0].Of.ID", ruleEmpty, func(n *feedback.Notice) { n.Why[0].Of.ID = "" }),
		badNotice("State", ruleChoice, func(n *feedback.Notice) { n.State = "" }),
		badNotice("At", ruleZero, func(n *feedback.Notice) { n.At = time.Time{} }),
		badNotice("Until", ruleYears, func(n *feedback.Notice) { n.Until = tooLate() }),
		badNotice("Tries", ruleBelow, func(n *feedback.Notice) { n.Tries = -1 }),
	}
}

func brokenBatches() []badCase {
	erase := func(b *feedback.Batch) { b.Erase = []feedback.PartyID{"x", secretName} }
	naming := func(change func(*feedback.Batch)) func(*feedback.Batch) {
		return func(b *feedback.Batch) {
			erase(b)
			change(b)
		}
	}
	const names = "must not name who is erased"
	anns := feedback.PartyID(secretName).Ref()
	void := feedback.Voided{Ref: feedback.ThemeID("v").Ref(), Rev: 1}
	return []badCase{
		badBatch("Batch", ruleEmpty, func(b *feedback.Batch) { *b = feedback.Batch{At: ruleNoon()} }),
		badBatch("Seq", "must be 0", func(b *feedback.Batch) { b.Seq = 1 }),
		badBatch("At", ruleZero, func(b *feedback.Batch) { b.At = time.Time{} }),
		badBatch("At", ruleYears, func(b *feedback.Batch) { b.At = tooLate() }),
		badBatch("By", ruleNUL, func(b *feedback.Batch) { b.By = secretName + "\x00" }),
		badBatch("Why", ruleUTF8, func(b *feedback.Batch) { b.Why = secretName + "\xff" }),
		badBatch("Themes[1].ID", ruleTwice, func(b *feedback.Batch) { b.Themes = append(b.Themes, b.Themes[0]) }),
		badBatch("Void", ruleTwice, func(b *feedback.Batch) { b.Void = []feedback.Voided{{Ref: feedback.ThemeID("t").Ref(), Rev: 1}} }),
		badBatch("Void", ruleTwice, func(b *feedback.Batch) { b.Void = []feedback.Voided{void, void} }),
		badBatch("Void[0].Ref.Noun", ruleChoice, func(b *feedback.Batch) { b.Void = []feedback.Voided{{Ref: anns, Rev: 1}} }),
		badBatch("Void[0].Ref.ID", ruleEmpty, func(b *feedback.Batch) { b.Void = []feedback.Voided{{Ref: feedback.ThemeID("").Ref(), Rev: 1}} }),
		badBatch("Void[1].Rev", "must be above 0", func(b *feedback.Batch) { b.Void = []feedback.Voided{void, {Ref: feedback.ThemeID("w").Ref()}} }),
		badBatch("Void", "must be empty beside an erasure", naming(func(b *feedback.Batch) { b.Void = []feedback.Voided{void} })),
		badBatch("Erase[0]", ruleEmpty, func(b *feedback.Batch) { b.Erase = []feedback.PartyID{""} }),
		badBatch("Erase[1]", ruleTwice, func(b *feedback.Batch) { b.Erase = []feedback.PartyID{secretName, secretName} }),
		badBatch("Themes[0].Rev", "must be 0 beside an erasure", naming(func(b *feedback.Batch) { b.Themes[0].Rev = 1 })),
		badBatch("Items[0]", names, naming(func(b *feedback.Batch) { b.Items = badItem("", "", func(*feedback.Item) {}).batch.Items })),
		badBatch("Links[0]", names, naming(func(b *feedback.Batch) {
			b.Links = badLink("", "", func(l *feedback.Link) { l.From = anns }).batch.Links
		})),
		badBatch("Links[0]", names, naming(func(b *feedback.Batch) { b.Links = badLink("", "", func(l *feedback.Link) { l.To = anns }).batch.Links })),
		badBatch("Entries[0]", names, naming(func(b *feedback.Batch) { b.Entries = badEntry("", "", func(*feedback.Entry) {}).batch.Entries })),
		badBatch("Entries[0]", names, naming(func(b *feedback.Batch) {
			b.Entries = badEntry("", "", func(e *feedback.Entry) { e.By, e.About = "", anns }).batch.Entries
		})),
		badBatch("Votes[0]", names, naming(func(b *feedback.Batch) { b.Votes = badVote("", "", func(*feedback.Vote) {}).batch.Votes })),
		badBatch("Votes[0]", names, naming(func(b *feedback.Batch) {
			b.Votes = badVote("", "", func(v *feedback.Vote) { v.Voter, v.On = "", anns }).batch.Votes
		})),
		badBatch("Notices[0]", names, naming(func(b *feedback.Batch) { b.Notices = badNotice("", "", func(*feedback.Notice) {}).batch.Notices })),
	}
}

func allBad() []badCase {
	var all []badCase
	for _, some := range [][]badCase{brokenItems(), brokenThemesAndLinks(), brokenEntriesAndVotes(), brokenChangesAndNotices(), brokenBatches()} {
		all = append(all, some...)
	}
	return all
}

func TestCheckTellsTheFieldAndTheRule(t *testing.T) {
	t.Parallel()
	for _, c := range allBad() {
		err := c.batch.Check()
		got, ok := errors.AsType[*relationship.OpError](err)
		if !ok || !errors.Is(err, feedback.ErrInvalid) {
			t.Errorf("%s, which %s: got error %v, want an OpError that matches ErrInvalid", c.field, c.rule, err)
			continue
		}
		if got.Room != "feedback" || got.Field != c.field || !strings.Contains(got.Rule, c.rule) || got.Rule == "" {
			t.Errorf("got %s, which %s, of %s; want %s, which %s", got.Field, got.Rule, got.Room, c.field, c.rule)
		}
	}
}

func TestNoErrorTellsWhatARecordSays(t *testing.T) {
	t.Parallel()
	for _, c := range allBad() {
		if said := c.batch.Check().Error(); strings.Contains(said, "Secret") {
			t.Errorf("%s: the error tells a value: %q", c.field, said)
		}
		_, err := new(feedback.Memory).Write(t.Context(), c.batch)
		if err == nil || strings.Contains(err.Error(), "Secret") {
			t.Errorf("%s: a store says %v", c.field, err)
		}
	}
}

// A rule that refuses too much would pass the tests above.
func TestWhatIsAtTheEdgeOfARuleIsFine(t *testing.T) {
	t.Parallel()
	none := func(*feedback.Item) {}
	for _, c := range []badCase{
		badItem("", "", none),
		badItem("", "", func(it *feedback.Item) { it.Author, it.Source = "", strings.Repeat("x", 2048) }),
		badItem("", "", func(it *feedback.Item) { it.Text, it.Loop.Percent = strings.Repeat("x", feedback.MaxText), 100 }),
		badItem("", "", func(it *feedback.Item) { it.ID = feedback.ItemID(strings.Repeat("x", 255)) }),
		badTheme("", "", func(t *feedback.Theme) { t.Text, t.MergedInto = "", "other" }),
		badLink("", "", func(l *feedback.Link) { l.To = feedback.ItemID("i").Ref() }),
		badEntry("", "", func(e *feedback.Entry) { e.Text, e.By = "", "" }),
		badVote("", "", func(v *feedback.Vote) { v.Voter = "" }),
		badChange("", "", func(c *feedback.Change) { c.Chosen = 1 }),
		badNotice("", "", func(n *feedback.Notice) { n.Item = "i" }),
		badBatch("", "", func(b *feedback.Batch) { b.Erase = []feedback.PartyID{"x"} }),
		badBatch("", "", func(b *feedback.Batch) { b.Void = []feedback.Voided{{Ref: feedback.ItemID("t").Ref(), Rev: 1}} }),
		badBatch("", "", func(b *feedback.Batch) { b.At = b.At.In(time.FixedZone("", -12*3600)) }),
	} {
		if err := c.batch.Check(); err != nil {
			t.Errorf("got error %v, want none", err)
		}
	}
}
