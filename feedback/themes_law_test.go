package feedback_test

import (
	"fmt"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/kithcrm/kith/feedback"
	"pgregory.net/rapid"
)

// A board of themes and ideas on which a random case plays.
type playedThemes struct {
	house
	themes []feedback.ThemeID
	items  []feedback.ItemID
	voters []feedback.PartyID
}

// playThemes draws themes with items under them, also several, and votes on those.
func playThemes(t *rapid.T, cfg feedback.Config) *playedThemes {
	p := &playedThemes{house: newHouse(cfg), voters: []feedback.PartyID{"9", "10", "a", "A", "ä", "ß"}}
	for i := range rapid.IntRange(1, 5).Draw(t, "themes") {
		p.themes = append(p.themes, p.theme(t, feedback.ThemeID(fmt.Sprint("t", i))).ID)
	}
	for i := range rapid.IntRange(1, 6).Draw(t, "items") {
		id := feedback.ItemID(fmt.Sprint("i", i))
		by := rapid.SampledFrom(p.voters).Draw(t, "by")
		_, err := p.as(by).Leave(t.Context(), feedback.Item{ID: id, Kind: feedback.Idea, Text: "faster"})
		if err == nil && rapid.Bool().Draw(t, "shared") {
			_, err = p.staff().Approve(t.Context(), id)
		}
		if err != nil {
			t.Fatal(err)
		}
		p.items = append(p.items, id)
		for _, theme := range p.themes {
			if rapid.IntRange(0, 2).Draw(t, "linked") == 0 {
				p.linked(t, id.Ref(), theme.Ref())
			}
		}
	}
	for range rapid.IntRange(0, 12).Draw(t, "votes") {
		p.advance(1)
		_, err := p.staff().Vote(t.Context(), feedback.Vote{
			On: rapid.SampledFrom(p.items).Draw(t, "on").Ref(), Voter: rapid.SampledFrom(p.voters).Draw(t, "voter"),
			Choice: rapid.SampledFrom([]feedback.Choice{feedback.Agree, feedback.Disagree, feedback.Pass}).Draw(t, "choice"),
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	return p
}

// shows returns what each of some viewers reads under each theme.
func (p *playedThemes) shows(t *rapid.T) map[string]string {
	read := map[string]string{}
	for name, v := range map[string]*feedback.Visit{"staff": p.staff(), "nobody": p.as(""), "10": p.as("10")} {
		for _, id := range p.themes {
			read[name+" "+string(id)] = fmt.Sprint(family(t, v, id), under(t, v, id), polled(t, v, id.Ref()).Tally)
		}
	}
	return read
}

// try merges or un-merges at random.
func (p *playedThemes) try(t *rapid.T, standing map[feedback.ThemeID]feedback.ThemeID) {
	theme := rapid.SampledFrom(p.themes).Draw(t, "theme")
	if rapid.Bool().Draw(t, "merge") {
		into := rapid.SampledFrom(p.themes).Draw(t, "into")
		if p.staff().MergeThemes(t.Context(), into, theme) == nil {
			standing[theme] = into
		}
		return
	}
	if err := p.staff().UnmergeThemes(t.Context(), theme); err != nil {
		t.Fatal(err)
	}
	delete(standing, theme)
}

// familiesAre compares the families of all themes with the merges that stand.
func (p *playedThemes) familiesAre(t *rapid.T, standing map[feedback.ThemeID]feedback.ThemeID) {
	root := func(id feedback.ThemeID) feedback.ThemeID {
		for standing[id] != "" {
			id = standing[id]
		}
		return id
	}
	for _, id := range p.themes {
		want := []feedback.ThemeID{root(id)}
		for _, other := range p.themes {
			if other != want[0] && root(other) == want[0] {
				want = append(want, other)
			}
		}
		if got := family(t, p.staff(), id); !slices.Equal(got, want) {
			t.Fatalf("family of %s: got %v, want %v", id, got, want)
		}
	}
}

func TestMergeThenUnmergeIsWhereYouWere(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		p := playThemes(t, feedback.Config{})
		before := p.shows(t)
		for range rapid.IntRange(1, 12).Draw(t, "tries") {
			p.try(t, map[feedback.ThemeID]feedback.ThemeID{})
		}
		for _, id := range rapid.Permutation(p.themes).Draw(t, "order") {
			if err := p.staff().UnmergeThemes(t.Context(), id); err != nil {
				t.Fatal(err)
			}
		}
		if diff := cmp.Diff(before, p.shows(t)); diff != "" {
			t.Fatalf("(-before +after):\n%s", diff)
		}
	})
}

func TestAnyOrderOfMergesEndsAsThoseStillStanding(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		p := playThemes(t, feedback.Config{})
		standing := map[feedback.ThemeID]feedback.ThemeID{}
		for range rapid.IntRange(1, 12).Draw(t, "tries") {
			p.try(t, standing)
		}
		got := p.shows(t)
		p.familiesAre(t, standing)
		if err := p.staff().UnmergeThemes(t.Context(), p.themes...); err != nil {
			t.Fatal(err)
		}
		for _, id := range rapid.Permutation(p.themes).Draw(t, "order") {
			if into, merged := standing[id]; merged {
				if err := p.staff().MergeThemes(t.Context(), into, id); err != nil {
					t.Fatal(err)
				}
			}
		}
		if diff := cmp.Diff(p.shows(t), got); diff != "" {
			t.Fatalf("(-standing alone +in any order):\n%s", diff)
		}
	})
}

// TestCountsThroughLinksCountAPersonOnce compares a poll of a theme with a count by hand.
func TestCountsThroughLinksCountAPersonOnce(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		into := map[feedback.PartyID]feedback.PartyID{}
		p := playThemes(t, merged(into))
		for i, id := range p.voters[1:] {
			if rapid.Bool().Draw(t, "merged") {
				into[id] = rapid.SampledFrom(p.voters[:i+1]).Draw(t, "into")
			}
		}
		for range 4 {
			p.try(t, map[feedback.ThemeID]feedback.ThemeID{})
		}
		root, _ := merged(into).Resolver(t.Context())
		for _, id := range p.themes {
			items := under(t, p.staff(), id)
			people := map[feedback.PartyID]bool{}
			for _, v := range p.votes(t) {
				if slices.Contains(items, feedback.ItemID(v.On.ID)) {
					people[root(v.Voter)] = true
				}
			}
			poll := polled(t, p.staff(), id.Ref())
			if poll.Total() != len(people) || len(poll.Ballots) != len(people) {
				t.Fatalf("under %s: got %d votes and %d names, want %d", id, poll.Total(), len(poll.Ballots), len(people))
			}
		}
		tellsPeopleOnce(t, p, root)
	})
}

// tellsPeopleOnce compares a story because of all themes with a count by hand.
func tellsPeopleOnce(t *rapid.T, p *playedThemes, root func(feedback.PartyID) feedback.PartyID) {
	change := p.considered(t, "c")
	items, people := map[feedback.ItemID]bool{}, map[feedback.PartyID]bool{}
	for _, id := range p.themes {
		p.linked(t, id.Ref(), change.ID.Ref())
		for it, err := range p.staff().ItemsUnder(t.Context(), id) {
			if err != nil {
				t.Fatal(err)
			}
			items[it.ID], people[root(it.Author)] = true, true
		}
	}
	s, err := p.staff().Story(t.Context(), change.ID)
	if err != nil {
		t.Fatal(err)
	}
	if len(s.Items) != len(items) || s.People != len(people) || len(s.Known) != len(people) {
		t.Fatalf("got %d items and %d people with %d names, want %d and %d", len(s.Items), s.People, len(s.Known), len(items), len(people))
	}
}
