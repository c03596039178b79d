package feedback_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/kithcrm/kith/feedback"
)

// merged returns a Config for parties of which some were merged into others.
func merged(into map[feedback.PartyID]feedback.PartyID) feedback.Config {
	root := func(id feedback.PartyID) feedback.PartyID {
		for into[id] != "" {
			id = into[id]
		}
		return id
	}
	return feedback.Config{
		Resolver: func(context.Context) (func(feedback.PartyID) feedback.PartyID, error) { return root, nil },
		Family: func(_ context.Context, id feedback.PartyID) ([]feedback.PartyID, error) {
			ids := []feedback.PartyID{root(id)}
			for p := range into {
				if root(p) == ids[0] {
					ids = append(ids, p)
				}
			}
			slices.Sort(ids[1:])
			return ids, nil
		},
	}
}

// voted votes as a party.
func (h house) voted(t failing, by feedback.PartyID, on feedback.Ref, what feedback.Choice) feedback.Vote {
	t.Helper()
	v, err := h.as(by).Vote(t.Context(), feedback.Vote{On: on, Choice: what})
	if err != nil {
		t.Fatalf("vote: got error %v", err)
	}
	return v
}

// polled returns a poll as a viewer sees it.
func polled(t failing, v *feedback.Visit, on ...feedback.Ref) feedback.PollView {
	t.Helper()
	p, err := v.Poll(t.Context(), on...)
	if err != nil {
		t.Fatalf("poll: got error %v", err)
	}
	return p
}

// votes returns the votes that the store has.
func (h house) votes(t failing) []feedback.Vote {
	t.Helper()
	page, err := h.store.Votes(t.Context(), feedback.VoteQuery{Limit: 10_000})
	if err != nil {
		t.Fatalf("read votes: got error %v", err)
	}
	return page.Records
}

func TestTheLastWordCountsInOneRecord(t *testing.T) {
	t.Parallel()
	h := newHouse(feedback.Config{})
	on := h.shared(t, "ann", feedback.Idea, "faster").ID.Ref()
	first := h.voted(t, "bob", on, feedback.Agree)
	h.advance(time.Hour)
	if same := h.voted(t, "bob", on, feedback.Agree); same != first {
		t.Errorf("the same again: got %+v, want %+v", same, first)
	}
	last := h.voted(t, "bob", on, feedback.Disagree)
	if last.ID != first.ID || last.ID != feedback.VoteIDFor(on, "bob") || last.Rev == first.Rev {
		t.Errorf("got %+v, want %s written again", last, first.ID)
	}
	got := polled(t, h.as("bob"), on)
	if want := (feedback.Tally{Disagree: 1}); got.Tally != want || got.Own != feedback.Disagree {
		t.Errorf("got %+v and own %q, want %+v", got.Tally, got.Own, want)
	}
	early, err := h.as("bob").Vote(t.Context(), feedback.Vote{On: on, Choice: feedback.Agree, At: h.Now().Add(-time.Minute)})
	if err != nil || early != last {
		t.Errorf("an earlier word: got %+v, %v, want %+v to stand", early, err, last)
	}
}

func TestVoteRefuses(t *testing.T) {
	t.Parallel()
	h := newHouse(feedback.Config{})
	idea := h.shared(t, "ann", feedback.Idea, "faster").ID.Ref()
	complaint := h.shared(t, "ann", feedback.Complaint, "slow").ID.Ref()
	private := h.left(t, "ann", feedback.Idea, "cheaper").ID.Ref()
	for _, c := range []struct {
		sentence string
		by       *feedback.Visit
		vote     feedback.Vote
		field    string // empty: not found
	}{
		{"a passer-by", h.as(""), feedback.Vote{On: idea, Choice: feedback.Agree}, "Voter"},
		{"a vote for somebody else", h.as("bob"), feedback.Vote{On: idea, Choice: feedback.Agree, Voter: "cai"}, "Voter"},
		{"a choice that there is not", h.as("bob"), feedback.Vote{On: idea, Choice: "perhaps"}, "Choice"},
		{"a complaint", h.as("bob"), feedback.Vote{On: complaint, Choice: feedback.Agree}, "On"},
		{"a theme", h.as("bob"), feedback.Vote{On: feedback.ThemeID("a").Ref(), Choice: feedback.Agree}, "On"},
		{"a time to come", h.as("bob"), feedback.Vote{On: idea, Choice: feedback.Agree, At: h.Now().Add(1)}, "At"},
		{"spending where there is no budget", h.as("bob"), feedback.Vote{On: idea, Choice: feedback.Agree, Spent: 1}, "Spent"},
		{"what the viewer does not see", h.as("bob"), feedback.Vote{On: private, Choice: feedback.Agree}, ""},
		{"what is not there", h.as("bob"), feedback.Vote{On: feedback.ItemID("z").Ref(), Choice: feedback.Agree}, ""},
		{"a change that is not there", h.as("bob"), feedback.Vote{On: feedback.ChangeID("z").Ref(), Choice: feedback.Agree}, ""},
	} {
		t.Run(c.sentence, func(t *testing.T) {
			_, err := c.by.Vote(t.Context(), c.vote)
			if c.field != "" {
				mustBreak(t, err, c.field)
			} else if !errors.Is(err, feedback.ErrNotFound) {
				t.Errorf("got error %v, want not found", err)
			}
		})
	}
	if got := h.votes(t); len(got) != 0 {
		t.Errorf("something was written: %v", got)
	}
}

func TestWhatIsClosedTakesNoVotesAndSaysWhy(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		state string
		want  string // empty: open
	}{
		{"understood", ""}, {"decided yes", ""}, {"decided not now", ""}, {"planned", ""}, {"under way", ""}, {"reopened", ""},
		{"decided no", "On must be open for votes, not decided (no)"},
		{"done", "On must be open for votes, not done"},
		{"accepted", "On must be open for votes, not accepted"},
	} {
		t.Run(c.state, func(t *testing.T) {
			t.Parallel()
			h := newHouse(feedback.Config{})
			it := h.shared(t, "ann", feedback.Idea, "faster")
			all := map[string]feedback.Move{
				"understood": {To: feedback.Understood}, "decided yes": {To: feedback.Decided, Answer: feedback.Yes},
				"decided no":      {To: feedback.Decided, Answer: feedback.No, Text: "no"},
				"decided not now": {To: feedback.Decided, Answer: feedback.NotNow, Text: "later"},
				"planned":         {To: feedback.Planned}, "under way": {To: feedback.UnderWay}, "done": {To: feedback.Done},
				"accepted": {To: feedback.Accepted}, "reopened": {To: feedback.Reopened, Text: "still"},
			}
			way := map[string][]string{
				"planned": {"decided yes"}, "under way": {"decided yes"}, "done": {"decided yes"},
				"accepted": {"decided no"}, "reopened": {"decided no"},
			}
			for _, state := range append(way[c.state], c.state) {
				v := h.staff()
				if state == "accepted" || state == "reopened" {
					v = h.as("ann")
				}
				if _, err := v.Move(t.Context(), it.ID, all[state]); err != nil {
					t.Fatal(err)
				}
			}
			_, err := h.as("bob").Vote(t.Context(), feedback.Vote{On: it.ID.Ref(), Choice: feedback.Agree})
			if c.want == "" {
				if err != nil {
					t.Errorf("got error %v, want none", err)
				}
				return
			}
			mustBreak(t, err, "On")
			if got, want := err.Error(), "feedback: vote: "+c.want; got != want {
				t.Errorf("got %q, want %q", got, want)
			}
		})
	}
}

func TestStaffVotesForSomebodyAndItSaysSo(t *testing.T) {
	t.Parallel()
	h := newHouse(feedback.Config{})
	on := h.shared(t, "ann", feedback.Idea, "faster").ID.Ref()
	got, err := h.staff().Vote(t.Context(), feedback.Vote{On: on, Choice: feedback.Agree, Voter: "bob", Source: "call centre"})
	if err != nil {
		t.Fatal(err)
	}
	want := feedback.Vote{
		ID: feedback.VoteIDFor(on, "bob"), Rev: got.Rev, On: on, Voter: "bob", Choice: feedback.Agree, At: h.Now(),
		AddedBy: "staff", Source: "call centre",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if err := h.as("cai").TakeBack(t.Context(), on, "bob"); err == nil {
		t.Error("a customer took back somebody else's vote")
	}
	if err := h.staff().TakeBack(t.Context(), on, "bob"); err != nil {
		t.Errorf("got error %v", err)
	}
	if err := h.as("bob").TakeBack(t.Context(), on, ""); !errors.Is(err, feedback.ErrNotFound) {
		t.Errorf("taken back twice: got error %v, want not found", err)
	}
}

func TestOneWhoWasMergedHasOneVote(t *testing.T) {
	t.Parallel()
	into := map[feedback.PartyID]feedback.PartyID{}
	cfg := merged(into)
	cfg.Budget = &feedback.Budget{Votes: 2}
	h := newHouse(cfg)
	on := h.shared(t, "ann", feedback.Idea, "faster").ID.Ref()
	other := h.shared(t, "ann", feedback.Idea, "cheaper").ID.Ref()
	h.voted(t, "bob", on, feedback.Agree)
	h.advance(time.Hour)
	h.voted(t, "rob", on, feedback.Disagree)
	h.voted(t, "rob", other, feedback.Agree)
	into["rob"] = "bob"
	if got, want := polled(t, h.as(""), on).Tally, (feedback.Tally{Disagree: 1}); got != want {
		t.Errorf("merged: got %+v, want the last word: %+v", got, want)
	}
	h.advance(time.Hour)
	h.voted(t, "bob", on, feedback.Agree)
	h.voted(t, "bob", other, feedback.Disagree)
	if got, want := polled(t, h.as(""), on).Tally, (feedback.Tally{Agree: 1}); got != want {
		t.Errorf("voted again: got %+v, want %+v", got, want)
	}
	if got := h.votes(t); len(got) != 3 {
		t.Errorf("got %d votes, want the 3 that there were", len(got))
	}
	if p, err := h.as("rob").Purse(t.Context(), ""); err != nil || p.Spent != 1 || p.Left != 1 {
		t.Errorf("got %+v, %v, want 1 spent and 1 left", p, err)
	}
	if err := h.as("rob").TakeBack(t.Context(), on, ""); err != nil {
		t.Fatal(err)
	}
	if got := polled(t, h.as(""), on).Total(); got != 0 {
		t.Errorf("taken back: got %d votes, want none", got)
	}
}

func TestAPseudonymThatJoinedHasOneVoteWithTheParty(t *testing.T) {
	t.Parallel()
	h := newHouse(feedback.Config{})
	on := h.shared(t, "ann", feedback.Idea, "faster").ID.Ref()
	_, code, err := h.as("").LeaveUnnamed(t.Context(), feedback.Item{Kind: feedback.Complaint, Text: "slow"})
	if err != nil {
		t.Fatal(err)
	}
	secret := feedback.Pseudonym(code)
	if err := h.as("bob").Join(t.Context(), "here", code); err != nil {
		t.Fatal(err)
	}
	h.voted(t, "bob", on, feedback.Agree)
	h.advance(time.Hour)
	got := h.voted(t, secret, on, feedback.Disagree)
	if got.Voter != "" {
		t.Errorf("who has the code learns who joined it: %s", got.Voter)
	}
	if got, want := polled(t, h.as(secret), on), (feedback.Tally{Disagree: 1}); got.Tally != want || len(h.votes(t)) != 1 {
		t.Errorf("got %+v in %d votes, want %+v in one", got.Tally, len(h.votes(t)), want)
	}
}

func TestABudgetIsSpentReturnedAndNeverOverdrawn(t *testing.T) {
	t.Parallel()
	h := newHouse(feedback.Config{Budget: &feedback.Budget{Votes: 3, Each: 2}})
	a := h.shared(t, "ann", feedback.Idea, "faster")
	b := h.shared(t, "ann", feedback.Idea, "cheaper").ID.Ref()
	vote := func(on feedback.Ref, what feedback.Choice, spent int) error {
		_, err := h.as("bob").Vote(t.Context(), feedback.Vote{On: on, Choice: what, Spent: spent})
		return err
	}
	purse := func(spent, left int) {
		t.Helper()
		p, err := h.as("bob").Purse(t.Context(), "")
		if err != nil || p.Spent != spent || p.Left != left {
			t.Errorf("got %+v, %v, want %d spent and %d left", p, err, spent, left)
		}
	}
	move := func(v *feedback.Visit, m feedback.Move) {
		t.Helper()
		if _, err := v.Move(t.Context(), a.ID, m); err != nil {
			t.Fatal(err)
		}
	}
	mustBreak(t, vote(a.ID.Ref(), feedback.Agree, 3), "Spent")
	mustBreak(t, vote(a.ID.Ref(), feedback.Disagree, 1), "Spent")
	mustBreak(t, vote(a.ID.Ref(), feedback.Agree, -1), "Spent")
	if err := errors.Join(vote(a.ID.Ref(), feedback.Agree, 2), vote(b, feedback.Agree, 0)); err != nil {
		t.Fatal(err)
	}
	purse(3, 0)
	mustBreak(t, vote(b, feedback.Agree, 2), "Spent")
	move(h.staff(), feedback.Move{To: feedback.Decided, Answer: feedback.No, Text: "no"})
	purse(1, 2)
	if err := vote(b, feedback.Agree, 2); err != nil {
		t.Fatal(err)
	}
	move(h.as("ann"), feedback.Move{To: feedback.Reopened, Text: "yes"})
	purse(2, 1)
	if got := polled(t, h.as("bob"), a.ID.Ref()); got.Own != feedback.Agree {
		t.Errorf("a vote is gone with what was spent on it")
	}
	mustBreak(t, vote(a.ID.Ref(), feedback.Agree, 2-0+1), "Spent")
	p, err := h.staff().Purse(t.Context(), "bob")
	if err != nil || len(p.Lines) != 2 || p.Lines[0].Spent != 2 || p.Lines[1].Spent != 2 {
		t.Errorf("got %+v, %v, want what was spent on both", p, err)
	}
	if _, err := h.as("cai").Purse(t.Context(), "bob"); !errors.Is(err, feedback.ErrNotFound) {
		t.Errorf("a customer reads somebody else's: got error %v, want not found", err)
	}
}

// described returns what stands beside a poll: voters of company c1 are c1-..., and so on; the last
// letter is the segment.
func described(context.Context) (feedback.PollConfig, error) {
	return feedback.PollConfig{
		Worth:   func(feedback.PartyID) float64 { return 10 },
		Segment: func(id feedback.PartyID) string { return string(id[len(id)-1:]) },
		Company: func(id feedback.PartyID) feedback.PartyID { return id[:2] },
	}, nil
}

func TestAPollShowsEachViewerWhatTheViewerMayKnow(t *testing.T) {
	t.Parallel()
	h := newHouse(feedback.Config{Polls: described})
	on := h.shared(t, "ann", feedback.Idea, "faster").ID.Ref()
	for i := range 14 {
		segment := "x"
		if i >= 6 {
			segment = "y"
		}
		if i >= 11 {
			segment = "z"
		}
		h.voted(t, feedback.PartyID(fmt.Sprintf("c%d-%02d%s", i%2, i, segment)), on, feedback.Agree)
	}
	nameless := h.For(feedback.Viewer{Party: "boss", MayOpen: func(r feedback.Ref) bool { return r.Noun != "party" || len(r.ID) == 2 }})
	summary := func(p feedback.PollView) string {
		names := []string{}
		for _, s := range p.Segments {
			names = append(names, fmt.Sprint(s.Name, s.Total()))
		}
		return fmt.Sprint(p.Total(), names, p.Worth.Agree, p.Companies.Total(), len(p.ByCompany), len(p.Ballots), p.Withheld)
	}
	for _, c := range []struct {
		sentence string
		viewer   *feedback.Visit
		want     string
	}{
		{"a passer-by counts heads", h.as(""), "14 [] 0 0 0 0 {0 0 0 false}"},
		{"a voter sees one vote, the own", h.as("c1-01x"), "14 [] 0 0 0 1 {0 0 0 false}"},
		{"who may open all sees all", h.staff(), "14 [x6 y5 z3] 140 2 2 14 {0 0 0 false}"},
		{"a small segment goes, with another that would tell it", nameless, "14 [x6] 140 2 2 0 {0 2 0 false}"},
	} {
		t.Run(c.sentence, func(t *testing.T) {
			if got := summary(polled(t, c.viewer, on)); got != c.want {
				t.Errorf("got %s, want %s", got, c.want)
			}
		})
	}
	h.voted(t, "c0-zzx", on, feedback.Disagree)
	if got := polled(t, nameless, on); !got.Withheld.Worth || got.Worth != (feedback.Worths{}) {
		t.Errorf("got %+v, want what one person is worth withheld", got.Worth)
	}
}

func TestFewVotesOnWhatAnEmployeeSaidAreNotShown(t *testing.T) {
	t.Parallel()
	h := newHouse(feedback.Config{})
	it, err := h.as("ann").Leave(t.Context(), feedback.Item{Kind: feedback.Idea, Text: "shorter shifts", Employee: true})
	if err == nil {
		_, err = h.staff().Approve(t.Context(), it.ID)
	}
	if err != nil {
		t.Fatal(err)
	}
	on := it.ID.Ref()
	ideas := func(v *feedback.Visit) int {
		t.Helper()
		ranked, err := v.Ideas(t.Context(), feedback.ItemQuery{})
		if err != nil || len(ranked) != 1 {
			t.Fatalf("got %v, %v, want one idea", ranked, err)
		}
		return ranked[0].Total()
	}
	for i := range 5 {
		if p := polled(t, h.as("zoe"), on); p.Total() != 0 || (i > 0) != (p.Withheld.Things == 1) || ideas(h.as("zoe")) != 0 {
			t.Errorf("%d votes: got %+v", i, p)
		}
		h.voted(t, feedback.PartyID(fmt.Sprint("e", i)), on, feedback.Agree)
	}
	if p := polled(t, h.as("zoe"), on); p.Total() != 5 || p.Withheld.Things != 0 || ideas(h.as("zoe")) != 5 {
		t.Errorf("five votes: got %+v", p)
	}
	h.voted(t, "zoe", on, feedback.Pass)
	if p := polled(t, h.as("e0"), on); p.Total() != 6 {
		t.Errorf("six votes: got %+v", p)
	}
}

func TestAPollOfAThemeLeavesOutWhatTheViewerDoesNotSee(t *testing.T) {
	t.Parallel()
	h := newHouse(feedback.Config{})
	theme := h.theme(t, "a").ID.Ref()
	open, own := h.shared(t, "ann", feedback.Idea, "faster"), h.left(t, "bob", feedback.Idea, "cheaper")
	h.linked(t, open.ID.Ref(), theme)
	h.linked(t, own.ID.Ref(), theme)
	h.voted(t, "bob", own.ID.Ref(), feedback.Agree)
	h.voted(t, "cai", open.ID.Ref(), feedback.Agree)
	for who, want := range map[feedback.PartyID]int{"": 1, "cai": 1, "bob": 2} {
		if got := polled(t, h.as(who), theme).Total(); got != want {
			t.Errorf("viewer %q: got %d votes, want %d", who, got, want)
		}
	}
	if got := polled(t, h.as(""), theme, open.ID.Ref()).Total(); got != 1 {
		t.Errorf("a theme and an item under it: got %d votes, want 1", got)
	}
	if _, err := h.as("").Poll(t.Context(), own.ID.Ref()); !errors.Is(err, feedback.ErrNotFound) {
		t.Errorf("got error %v, want not found", err)
	}
	_, err := h.as("").Poll(t.Context())
	mustBreak(t, err, "On")
	_, err = h.as("").Poll(t.Context(), feedback.PartyID("ann").Ref())
	mustBreak(t, err, "On[0].Noun")
}

func TestIdeasStandInBothOrders(t *testing.T) {
	t.Parallel()
	h := newHouse(feedback.Config{})
	old := h.shared(t, "ann", feedback.Idea, "old")
	h.advance(30 * 24 * time.Hour)
	fresh := h.shared(t, "ann", feedback.Idea, "new")
	h.shared(t, "ann", feedback.Complaint, "slow")
	for i := range 9 {
		h.voted(t, feedback.PartyID(fmt.Sprint("p", i)), old.ID.Ref(), feedback.Agree)
	}
	h.voted(t, "p1", fresh.ID.Ref(), feedback.Agree)
	ideas, err := h.as("").Ideas(t.Context(), feedback.ItemQuery{})
	if err != nil || len(ideas) != 2 {
		t.Fatalf("got %v, %v, want two ideas", ideas, err)
	}
	best, second := ideas[0], ideas[1]
	if best.Item.ID != old.ID || best.Best != 1 || best.Trend != 2 || best.Agree != 9 {
		t.Errorf("got %+v first, want the old one, second by trend", best)
	}
	if second.Item.ID != fresh.ID || second.Best != 2 || second.Trend != 1 {
		t.Errorf("got %+v second, want the new one, first by trend", second)
	}
	if one, err := h.as("").Ideas(t.Context(), feedback.ItemQuery{Limit: 1}); err != nil || len(one) != 1 || one[0].Item.ID != old.ID {
		t.Errorf("got %v, %v, want the best one", one, err)
	}
}
