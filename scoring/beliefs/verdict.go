package beliefs

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"time"

	"github.com/kithcrm/kith/internal/rules"
	"github.com/kithcrm/kith/relationship"
	"github.com/kithcrm/kith/scoring"
)

// A Measurement is what somebody measured of one attribute, by whatever method.
type Measurement struct {
	// About and Attribute are those of the assumptions that it speaks to, both alike.
	About     scoring.Ref `json:"about"`
	Attribute string      `json:"attribute"`

	// At is when it was measured.
	At time.Time `json:"at"`

	// Value is what was measured, in the unit of the assumptions' Believed, from -1e15 to 1e15, with its 95 %
	// range.
	Value relationship.Estimate `json:"value"`
}

// A Verdict is what a measurement says of an assumption.
type Verdict struct {
	// Assumption names it.
	Assumption scoring.AssumptionID `json:"assumption"`

	// At is the instant as of which it was judged.
	At time.Time `json:"at"`

	// State is that of the gap, or [scoring.Stale] where the measurement is too old, or [scoring.Untested]
	// where something is unknown: without MeasuredAt nobody measured, and with it, nobody said how much is
	// believed.
	State scoring.State `json:"state"`

	// Gap is what is believed less what was measured. It is nil where one of them is unknown.
	Gap *Gap `json:"gap,omitempty"`

	// MeasuredAt is when it was measured, and GoodUntil when that will be too old, of which nothing is said
	// without a Gap. The zero time means never.
	MeasuredAt time.Time `json:"measured_at,omitzero"`
	GoodUntil  time.Time `json:"good_until,omitzero"`

	// Level and Margin are those that were set.
	Level  float64 `json:"level"`
	Margin float64 `json:"margin"`
}

// String returns the verdict with its reasons, in one line.
func (v Verdict) String() string {
	if v.Gap == nil {
		return string(v.State) + ": nothing " + v.missing()
	}
	number := func(x float64) string { return strconv.FormatFloat(x, 'g', 3, 64) }
	return fmt.Sprintf("%s: believed %s (%s to %s), measured %s (%s to %s) on %s, gap %s (%s to %s), margin %s",
		v.State, number(v.Gap.Of.Value), number(v.Gap.Of.Low), number(v.Gap.Of.High),
		number(v.Gap.Against.Value), number(v.Gap.Against.Low), number(v.Gap.Against.High), v.MeasuredAt.Format(time.DateOnly),
		number(v.Gap.Value), number(v.Gap.Low), number(v.Gap.High), number(v.Margin))
}

// missing returns what there is nothing of.
func (v Verdict) missing() string {
	if v.MeasuredAt.IsZero() {
		return "measured"
	}
	return "believed in figures"
}

// Judge returns what measurements say of assumptions, in the order of these. It holds what is believed against the
// latest measurement of the same attribute of the same subject, taken at asOf or before; Believed and Value
// are in one unit. Gaps are found as by [Gaps], all that are neither stale nor unknown together: by
// Šidák, without the scale of log odds where a range is not between 0 and 1, and with all ranges taken to rest
// on many people.
//
// Special cases are:
//   - no measurement: Untested, without a gap and without MeasuredAt
//   - a measurement, and nobody said how much is believed: Untested, without a gap
//   - a measurement older than cfg.MaxAge: Stale, whatever the gap, which is shown
//
// It returns an error matching [relationship.ErrInvalid], an OpError that names the field and the rule, for
// estimates out of range, for an assumption that is there twice, for two measurements of one thing at one
// instant, and for a setting out of range. It takes O(n log n) time.
func Judge(assumptions []scoring.Assumption, measured []Measurement, asOf time.Time, cfg Config) ([]Verdict, error) {
	cfg, err := cfg.settled()
	if err == nil {
		err = checkJudged(assumptions, measured, asOf)
	}
	if err != nil {
		return nil, opError("judge assumptions", err)
	}
	latest := latestOf(measured, asOf)
	verdicts := make([]Verdict, len(assumptions))
	against := make([]*Measurement, len(assumptions))
	judged := 0
	for i, a := range assumptions {
		v := &verdicts[i]
		*v = Verdict{Assumption: a.ID, At: asOf, State: scoring.Untested, Level: cfg.Level, Margin: cfg.Margin}
		m, found := latest[subject{a.About, a.Attribute}]
		if !found || !m.Value.Known() {
			continue
		}
		v.MeasuredAt = m.At
		if !a.Believed.Known() {
			continue
		}
		against[i] = &m
		if until := m.At.Add(cfg.MaxAge); cfg.MaxAge > 0 && rules.Instant(until) == "" {
			v.GoodUntil = until
		}
		if v.fresh() {
			judged++
		}
	}
	for i, m := range against {
		if m != nil {
			verdicts[i].compare(assumptions[i].Believed, *m, sidak(cfg.Level, judged))
		}
	}
	return verdicts, nil
}

// fresh reports whether the measurement is not too old.
func (v *Verdict) fresh() bool { return v.GoodUntil.IsZero() || !v.GoodUntil.Before(v.At) }

// compare adds the gap and what it says.
func (v *Verdict) compare(believed relationship.Estimate, m Measurement, alone float64) {
	measured := m.Value
	share := min(believed.Low, measured.Low) >= 0 && max(believed.High, measured.High) <= 1
	reach := quantile(.05, 0)
	a := measure{Estimate: believed, reach: reach, share: share}
	b := measure{Estimate: measured, reach: reach, share: share}
	v.Gap = new(a.less(b, alone).judged(v.Margin))
	v.Gap.Attribute = m.Attribute
	if v.State = v.Gap.State; !v.fresh() {
		v.State = scoring.Stale
	}
}

// A subject is what assumptions and measurements meet in.
type subject struct {
	about     scoring.Ref
	attribute string
}

// latestOf returns of each subject what was measured last, at asOf or before.
func latestOf(measured []Measurement, asOf time.Time) map[subject]Measurement {
	latest := map[subject]Measurement{}
	for _, m := range measured {
		key := subject{m.About, m.Attribute}
		if before, found := latest[key]; !m.At.After(asOf) && (!found || before.At.Before(m.At)) {
			latest[key] = m
		}
	}
	return latest
}

func checkJudged(assumptions []scoring.Assumption, measured []Measurement, asOf time.Time) error {
	if err := checkInstant("asOf", asOf); err != nil {
		return err
	}
	seen := map[scoring.AssumptionID]bool{}
	for i, a := range assumptions {
		err := rules.First(
			rules.Break("ID", rules.ID(string(a.ID))),
			rules.Break("ID", when(seen[a.ID], "must be there once")),
			checkNumber("Believed", a.Believed, -most, most),
		)
		if err != nil {
			return rules.Within(rules.Index("assumptions", i), err)
		}
		seen[a.ID] = true
	}
	for i, m := range measured {
		err := rules.First(
			rules.Break("Attribute", rules.Text(m.Attribute)),
			checkInstant("At", m.At),
			checkNumber("Value", m.Value, -most, most),
		)
		if err != nil {
			return rules.Within(rules.Index("measured", i), err)
		}
	}
	return rules.Break("measured", when(measuredTwice(measured), "must not be two of one thing at one instant"))
}

func measuredTwice(measured []Measurement) bool {
	compare := func(a, b Measurement) int {
		return cmp.Or(cmp.Compare(a.About.Noun, b.About.Noun), cmp.Compare(a.About.ID, b.About.ID),
			cmp.Compare(a.Attribute, b.Attribute), a.At.Compare(b.At))
	}
	sorted := slices.SortedFunc(slices.Values(measured), compare)
	for i := 1; i < len(sorted); i++ {
		if compare(sorted[i-1], sorted[i]) == 0 {
			return true
		}
	}
	return false
}
