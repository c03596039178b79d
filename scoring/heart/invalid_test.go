package heart_test

import (
	"math"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/kithcrm/kith/relationship"
	"github.com/kithcrm/kith/scoring/heart"
)

func TestMomentsThatBreakARuleAreNamed(t *testing.T) {
	t.Parallel()
	good := heart.Moment{Kind: heart.Thanked, At: start()}
	const weight = "must be 0, or from 0.001 to 1000"
	for _, c := range []struct {
		name        string
		change      func(*heart.Moment)
		field, rule string
	}{
		{"an unknown kind", func(m *heart.Moment) { m.Kind = "hugged" }, "Kind", "must be one of the kinds that are counted"},
		{"no kind", func(m *heart.Moment) { m.Kind = "" }, "Kind", "must be one of the kinds that are counted"},
		{"the zero time", func(m *heart.Moment) { m.At = time.Time{} }, "At", "must not be the zero time"},
		{"the year 10000", func(m *heart.Moment) { m.At = start().AddDate(9000, 0, 0) }, "At", "must be in the years 1 to 9999"},
		{"the future", func(m *heart.Moment) { m.At = start().Add(1) }, "At", "must not be after asOf"},
		{"a weight below 0", func(m *heart.Moment) { m.Weight = -1 }, "Weight", weight},
		{"a weight that is NaN", func(m *heart.Moment) { m.Weight = math.NaN() }, "Weight", weight},
		{"an infinite weight", func(m *heart.Moment) { m.Weight = math.Inf(1) }, "Weight", weight},
		{"a tiny weight", func(m *heart.Moment) { m.Weight = 1e-9 }, "Weight", weight},
		{"an unknown basis", func(m *heart.Moment) { m.Basis = 9 }, "Basis", "must be guessed, stated, observed, or 0"},
		{"a need", func(m *heart.Moment) { m.Of = relationship.NeedID("n").Ref() }, "Of.Noun", "must be party or tie"},
		{"a party without an ID", func(m *heart.Moment) { m.Of = relationship.PartyID("").Ref() }, "Of.ID", "must not be empty"},
		{"a long ID", func(m *heart.Moment) { m.ID = strings.Repeat("x", 256) }, "ID", "must be at most 255 bytes"},
		{"a repair by thanks", func(m *heart.Moment) { m.Repairs = "a" }, "Repairs", "must be empty for a kind that mends nothing"},
		{"a repair of itself", func(m *heart.Moment) { m.Kind, m.ID, m.Repairs = heart.ProblemRepaired, "a", "a" }, "Repairs", "must not be the ID of the repair itself"},
		{"an ID that is no text", func(m *heart.Moment) { m.Kind, m.Repairs = heart.ProblemRepaired, "\xff" }, "Repairs", "must be valid UTF-8"},
	} {
		m := good
		c.change(&m)
		_, err := heart.Measure([]heart.Moment{good, m}, start(), heart.Config{})
		refused(t, c.name, err, "Moments[1]."+c.field, c.rule)
		tally := must[*heart.Tally](t)(heart.New(heart.Config{}))
		if err := tally.Add(m); c.name != "the future" {
			refused(t, c.name+", added", err, c.field, c.rule)
			_, err = heart.Split(slices.Values([]heart.Moment{good, m}), heart.Config{})
			refused(t, c.name+", split", err, "Moments[1]."+c.field, c.rule)
		}
	}
}

func TestMomentsThatDoNotGoTogetherAreNamed(t *testing.T) {
	t.Parallel()
	thanked := heart.Moment{ID: "a", Kind: heart.Thanked, At: days(1)}
	for _, c := range []struct {
		name          string
		first, second heart.Moment
		field, rule   string
	}{
		{"one ID for two", broken("a", 1), broken("a", 2), "ID", "must be that of one moment only"},
		{"one ID for two kinds", broken("a", 1), thanked, "ID", "must be that of one moment only"},
		{"a repair before its failure", broken("a", 3), repaired("a", 2), "Repairs", "must name a failure that is not later than the repair"},
		{"a failure after its repair", repaired("a", 2), broken("a", 3), "At", "must not be later than the repair of the moment"},
		{"a repair of thanks", thanked, repaired("a", 2), "Repairs", "must name a moment of a kind that speaks against something"},
		{"thanks that a repair names", repaired("a", 2), thanked, "Kind", "must speak against something where a repair names the moment"},
	} {
		_, err := heart.Measure([]heart.Moment{c.first, c.second}, days(9), heart.Config{})
		refused(t, c.name, err, "Moments[1]."+c.field, c.rule)
		_, err = heart.Split(slices.Values([]heart.Moment{c.first, c.second}), heart.Config{})
		refused(t, c.name+", split", err, "Moments[1]."+c.field, c.rule)
		one, two := tallyOf(t, c.first), tallyOf(t, c.second)
		before := must[heart.Heart](t)(one.Read(days(9)))
		refused(t, c.name+", added", one.Add(c.second), c.field, c.rule)
		refused(t, c.name+", merged", one.Merge(two), c.field, c.rule)
		if diff := cmp.Diff(before, must[heart.Heart](t)(one.Read(days(9)))); diff != "" {
			t.Errorf("%s: what was refused counts: (-want +got)\n%s", c.name, diff)
		}
	}
}

func TestMomentsOfDifferentCustomersAreNotMeasuredTogether(t *testing.T) {
	t.Parallel()
	ann, bob := heart.Moment{Kind: heart.Thanked, At: start(), Of: relationship.PartyID("ann").Ref()}, heart.Moment{Kind: heart.Thanked, At: start(), Of: relationship.PartyID("bob").Ref()}
	plain := heart.Moment{Kind: heart.Thanked, At: start()}
	_, err := heart.Measure([]heart.Moment{ann, plain, bob}, start(), heart.Config{})
	refused(t, "two customers", err, "Moments[2].Of", "must be alike in all moments that say it")
	measure(t, []heart.Moment{plain, ann, ann, plain}, start(), heart.Config{})
}

func TestWhatIsNilOrNotMadeIsRefused(t *testing.T) {
	t.Parallel()
	refused(t, "merge", tallyOf(t).Merge(nil), "o", "must not be nil")
	refused(t, "merge crowds", crowd(t, .5).Merge(nil), "o", "must not be nil")
	_, err := heart.Split(nil, heart.Config{})
	refused(t, "split", err, "Moments", "must not be nil")
	var zero heart.Tally
	_, err = zero.Read(start())
	refused(t, "read", err, "Tally", "must be made by New")
	refused(t, "add", zero.Add(broken("a", 1)), "Kind", "must be one of the kinds that are counted")
	refused(t, "merge zero", zero.Merge(tallyOf(t)), "Config", "must be alike in both")
	if err := zero.Merge(new(heart.Tally)); err != nil {
		t.Errorf("merge zeros: got %v", err)
	}
}

func TestTheZeroCrowdHasTheThresholdZero(t *testing.T) {
	t.Parallel()
	var zero heart.Crowd
	want := crowd(t, 0, hearts(t)...)
	for _, h := range hearts(t) {
		if err := zero.Add(h); err != nil {
			t.Fatal(err)
		}
	}
	if diff := cmp.Diff(want.Read(), zero.Read()); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
	if got := new(heart.Crowd).Read(); got != (heart.Gathering{}) {
		t.Errorf("of nobody: got %v", got)
	}
}

func TestATallyKnowsNothingBeforeItsLatestMoment(t *testing.T) {
	t.Parallel()
	tally := must[*heart.Tally](t)(heart.New(heart.Config{}))
	if err := tally.Add(broken("a", 3)); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		asOf time.Time
		rule string
	}{
		{days(2), "must not be before the latest moment"},
		{time.Time{}, "must not be the zero time"},
		{start().AddDate(9000, 0, 0), "must be in the years 1 to 9999"},
	} {
		_, err := tally.Read(c.asOf)
		refused(t, "a tally", err, "asOf", c.rule)
	}
	merged := must[*heart.Tally](t)(heart.New(heart.Config{}))
	if err := merged.Merge(tally); err != nil {
		t.Fatal(err)
	}
	_, err := merged.Read(days(2))
	refused(t, "a merged tally", err, "asOf", "must not be before the latest moment")
	other := must[*heart.Tally](t)(heart.New(heart.Config{HalfLife: new(time.Hour)}))
	refused(t, "another half-life", tally.Merge(other), "Config", "must be alike in both")
}

func TestSettingsThatBreakARuleAreNamed(t *testing.T) {
	t.Parallel()
	kind := func(m heart.Meaning) heart.Config { return heart.Config{Kinds: map[heart.Kind]heart.Meaning{"k": m}} }
	const half, effect = "must be 0, or from a minute to 50 years", "must be from -100 to 100"
	for _, c := range []struct {
		name, field, rule string
		cfg               heart.Config
	}{
		{"NaN", "Kinds.Trust", effect, kind(heart.Meaning{Trust: math.NaN()})},
		{"a heavy kind", "Kinds.Respect", effect, kind(heart.Meaning{Respect: -101})},
		{"infinite", "Kinds.Acknowledgement", effect, kind(heart.Meaning{Acknowledgement: math.Inf(1)})},
		{"more than all", "Kinds.Mends", "must be from 0 to 1", kind(heart.Meaning{Mends: 1.5})},
		{"a repair that fails", "Kinds.Mends", "must be 0 for a kind that speaks against something", kind(heart.Meaning{Mends: 1, Trust: -1})},
		{"a kind without a name", "Kinds.Kind", "must not be empty", heart.Config{Kinds: map[heart.Kind]heart.Meaning{"": {}}}},
		{"half a prior", "Prior.Trust.Bad", "must be from 0.05 to 1e+09", heart.Config{Prior: heart.Posterior{Trust: heart.Beta{Good: 1}}}},
		{"a short half-life", "HalfLife", half, heart.Config{HalfLife: new(time.Second)}},
		{"a long half-life", "HalfLife", half, heart.Config{HalfLife: new(time.Duration(math.MaxInt64))}},
		{"a half-life below 0", "HalfLife", half, heart.Config{HalfLife: new(-time.Hour)}},
	} {
		_, err := heart.New(c.cfg)
		refused(t, c.name, err, c.field, c.rule)
		_, err = heart.Measure(nil, start(), c.cfg)
		refused(t, c.name, err, c.field, c.rule)
		_, err = heart.Split(slices.Values([]heart.Moment{}), c.cfg)
		refused(t, c.name, err, c.field, c.rule)
	}
	if _, err := heart.New(heart.Config{Kinds: map[heart.Kind]heart.Meaning{}}); err != nil {
		t.Errorf("no kinds at all: got %v", err)
	}
}

// What was given belongs to the caller, who may change it.
func TestSettingsAreCopied(t *testing.T) {
	t.Parallel()
	kinds, half := heart.ReadyKinds(), time.Hour
	tally := must[*heart.Tally](t)(heart.New(heart.Config{Kinds: kinds, HalfLife: &half}))
	delete(kinds, heart.Thanked)
	half = -1
	if err := tally.Add(heart.Moment{Kind: heart.Thanked, At: start()}); err != nil {
		t.Fatal(err)
	}
	near(t, "N", must[heart.Heart](t)(tally.Read(start().Add(time.Hour))).Heart.N, .5, 1e-12)
}
