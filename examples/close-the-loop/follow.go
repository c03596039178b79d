package main

import (
	"context"
	"slices"
	"time"

	"github.com/kithcrm/kith/feedback"
	"github.com/kithcrm/kith/relationship"
)

// follow takes one theme around the loop: a change is made because of it, and everybody who spoke of it
// is told.
func (s *story) follow(ctx context.Context, d *day, theme feedback.ThemeID) error {
	items, err := relationship.Collect(d.staff().ItemsUnder(ctx, theme))
	if err != nil {
		return err
	}
	if err := s.join(ctx, d, theme, items); err != nil {
		return err
	}
	change, err := s.decide(ctx, d, theme, items)
	if err != nil {
		return err
	}
	if err := s.finish(ctx, d, change, items); err != nil {
		return err
	}
	if err := s.announce(ctx, d, change, items); err != nil {
		return err
	}
	return s.closed(ctx, d, change, items)
}

// join makes up two customers who said nothing of the theme: one agrees with its first idea, and one
// follows it.
func (s *story) join(ctx context.Context, d *day, theme feedback.ThemeID, items []feedback.Item) error {
	for t, err := range d.staff().Themes(ctx, feedback.ThemeQuery{IDs: []feedback.ThemeID{theme}}) {
		if err != nil {
			return err
		}
		t.Shown = feedback.Shared // or nobody could follow it
		if _, err := d.staff().PutTheme(ctx, t); err != nil {
			return err
		}
	}
	s.Voter, s.Follower = "a voter", "a follower"
	for _, it := range items {
		if it.Kind != feedback.Idea {
			continue
		}
		voter := d.For(feedback.Viewer{Party: feedback.PartyID(s.Voter)})
		if _, err := voter.Vote(ctx, feedback.Vote{On: it.ID.Ref(), Choice: feedback.Agree}); err != nil {
			return err
		}
		break
	}
	return d.For(feedback.Viewer{Party: feedback.PartyID(s.Follower)}).Follow(ctx, theme.Ref())
}

// decide has a change considered because of a theme, and decided and planned with its items.
func (s *story) decide(ctx context.Context, d *day, theme feedback.ThemeID, items []feedback.Item) (feedback.ChangeID, error) {
	staff := d.staff()
	change, err := staff.PutChange(ctx, feedback.Change{Text: "Do something about " + s.Followed, Shown: feedback.Shared})
	if err != nil {
		return "", err
	}
	if _, err := staff.PutLink(ctx, feedback.Link{From: theme.Ref(), To: change.ID.Ref()}); err != nil {
		return "", err
	}
	if err := d.move(ctx, items, feedback.Move{To: feedback.Understood}); err != nil {
		return "", err
	}
	d.now = d.now.AddDate(0, 0, 3)
	by := d.now.AddDate(0, 1, 0)
	yes := feedback.Move{To: feedback.Decided, Answer: feedback.Yes, Text: "you say so"}
	if err := d.move(ctx, items, yes); err != nil {
		return "", err
	}
	if err := d.move(ctx, items, feedback.Move{To: feedback.Planned, Expected: by}); err != nil {
		return "", err
	}
	if _, err := staff.Decide(ctx, change.ID, feedback.Decision{Answer: feedback.Yes, Reason: "customers say so"}); err != nil {
		return "", err
	}
	_, err = staff.Plan(ctx, change.ID, by, "")
	return change.ID, err
}

// move moves items.
func (d *day) move(ctx context.Context, items []feedback.Item, m feedback.Move) error {
	for _, it := range items {
		if _, err := d.staff().Move(ctx, it.ID, m); err != nil {
			return err
		}
	}
	return nil
}

// finish says that the change is made, and what it did to a score of those concerned, which comes from
// somewhere else.
func (s *story) finish(ctx context.Context, d *day, change feedback.ChangeID, items []feedback.Item) error {
	staff := d.staff()
	d.now = d.now.AddDate(0, 0, 20)
	s.Did = "It is done."
	if _, err := staff.Begin(ctx, change, ""); err != nil {
		return err
	}
	if _, err := staff.Finish(ctx, change, s.Did); err != nil {
		return err
	}
	if err := d.move(ctx, items, feedback.Move{To: feedback.Done}); err != nil {
		return err
	}
	measured := func(value, low, high float64) relationship.Estimate {
		return relationship.Estimate{Value: value, Low: low, High: high, N: 40, Basis: relationship.Stated}
	}
	_, err := staff.RecordOutcome(ctx, change, feedback.Outcome{
		Score: "satisfaction, 0 to 10", Before: measured(5.9, 5.2, 6.6), After: measured(7.4, 6.8, 8.0), At: d.now,
	})
	return err
}

// announce tells everybody behind the change, and delivers the notices as a worker would: first those of
// the steps on the way, which authors got.
func (s *story) announce(ctx context.Context, d *day, change feedback.ChangeID, items []feedback.Item) (err error) {
	staff := d.staff()
	if s.Steps, err = d.deliver(ctx); err != nil {
		return err
	}
	if _, err := staff.Announce(ctx, feedback.Announcement{About: change.Ref(), Step: "done", Text: s.Did}); err != nil {
		return err
	}
	texts := map[feedback.ItemID]string{}
	for _, it := range items {
		texts[it.ID] = it.Text
	}
	audience, err := staff.Audience(ctx, change.Ref())
	if err != nil {
		return err
	}
	for _, p := range audience.People {
		line := told{Party: p.Party, Item: p.Item, text: texts[p.Item]}
		for _, why := range p.Why {
			if !slices.Contains(line.Why, why.Because) {
				line.Why = append(line.Why, why.Because)
			}
		}
		s.Audience = append(s.Audience, line)
	}
	if s.Delivered, err = d.deliver(ctx); err != nil {
		return err
	}
	s.Again, err = d.deliver(ctx)
	return err
}

// deliver claims notices, sends them nowhere, and confirms them. It returns how many there were.
func (d *day) deliver(ctx context.Context) (int, error) {
	sent := 0
	for {
		notices, err := d.Claim(ctx, 100, time.Minute)
		if err != nil || len(notices) == 0 {
			return sent, err
		}
		if err := d.Confirm(ctx, notices...); err != nil {
			return sent, err
		}
		sent += len(notices)
	}
}

// closed has the first author accept the answer, and tells the way of that item; and what came of the
// change.
func (s *story) closed(ctx context.Context, d *day, change feedback.ChangeID, items []feedback.Item) error {
	d.now = d.now.AddDate(0, 0, 1)
	for _, it := range items {
		if it.Author == "" {
			continue
		}
		author := d.For(feedback.Viewer{Party: it.Author})
		if _, err := author.Move(ctx, it.ID, feedback.Move{To: feedback.Accepted, Text: "Thank you."}); err != nil {
			return err
		}
		thread, err := author.Thread(ctx, it.ID)
		if err != nil {
			return err
		}
		s.Loop = append(s.Loop, step{At: it.At, State: feedback.Heard})
		for _, e := range thread.Entries {
			if e.Kind == feedback.Moved {
				s.Loop = append(s.Loop, step{e.At, e.State, e.Answer, e.Expected, e.Text})
			}
		}
		break
	}
	came, err := d.staff().Story(ctx, change)
	if err != nil {
		return err
	}
	s.Said = saidLine{len(came.Items), came.People}
	for _, o := range came.Change.Outcomes {
		s.Helped = &helped{o.Score, o.Before, o.After}
	}
	return nil
}
