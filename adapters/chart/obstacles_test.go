package chart_test

import (
	"errors"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/kithcrm/kith/adapters/chart"
	"github.com/kithcrm/kith/relationship"
	"github.com/kithcrm/kith/scoring"
	"github.com/kithcrm/kith/scoring/readiness"
)

// asked returns a round in which up to twelve people rated the ready instrument, in which some items block something; two
// items were rated by too few, and one by none.
func asked(t fataler) readiness.Round {
	t.Helper()
	ins := readiness.ReadyInstrument()
	for i := range ins.Items {
		for _, noun := range []string{"promise", "theme", "change", "touchpoint"} {
			if (i*7+len(noun))%9 == 0 {
				ins.Items[i].Blocks = append(ins.Items[i].Blocks, relationship.Ref{Noun: noun, ID: fmt.Sprint(i % 2)})
			}
		}
	}
	tally, err := readiness.NewTally(ins)
	if err != nil {
		t.Fatal(err)
	}
	people := map[string]int{"systems": 3, "objectives-differing": 3, "structure-differing": 0}
	for i, item := range ins.Items {
		n, limited := people[item.ID]
		for p := range 12 {
			if limited && p >= n {
				break
			}
			v := 1 + (i*i%5+p*(i%3)/3)%5
			if err := tally.Add(readiness.Rating{By: scoring.PartyID(fmt.Sprint("p", p)), Item: item.ID, Value: float64(v)}); err != nil {
				t.Fatal(err)
			}
		}
	}
	r, err := tally.Round(readiness.Config{})
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func refName(r relationship.Ref) string { return r.Noun + " " + r.ID }

func obstaclePictures(r readiness.Round, cfg chart.Config) (map[string]*chart.Chart, error) {
	obstacles, err1 := chart.ObstacleMap(r, cfg)
	clashes, err2 := chart.Clashes(r, cfg)
	blocks, err3 := chart.Blocks(r, refName, cfg)
	return map[string]*chart.Chart{"obstacles": obstacles, "clashes": clashes, "blocks": blocks}, errors.Join(err1, err2, err3)
}

func TestWhatGetsInTheWayIsDrawn(t *testing.T) {
	t.Parallel()
	charts, err := obstaclePictures(asked(t), chart.Config{Title: "What gets in the way"})
	for what, picture := range show(t, charts, err) {
		tidy(t, what, picture)
		for _, want := range map[string][]string{
			"obstacles": {"vision", "not-my-job", "short-term", "Nothing forces us to change now", "Short-term levers are easier", "agreed, and severe: act"},
			"clashes":   {"objectives", "technology", "listening", "keeping", "withheld", "not rated", "1.00", "0.72 to 1.00"},
			"blocks":    {"staffing", "change 0", "sum of severities", "1.50", "not rated"},
		}[what] {
			if found := texts(t, picture); !slices.Contains(found, want) {
				t.Errorf("%s: %q is not there, of %q", what, want, found)
			}
		}
	}
}

func TestWhatIsWithheldIsInTheTableAlone(t *testing.T) {
	t.Parallel()
	r := asked(t)
	c, err := chart.ObstacleMap(r, chart.Config{})
	found := texts(t, svg(t, c, err))
	drawn := 0
	for _, row := range c.Table().Rows {
		if is := slices.Contains(found, row[0]); is == (row[9] == "withheld") {
			t.Errorf("%s is drawn: %t, and is %q", row[0], is, row[9])
		} else if is {
			drawn++
		}
		if row[0] == "systems" && !slices.Equal(row[3:], []string{"only-cost", "", "", "", "", "3", "withheld"}) {
			t.Errorf("got %q", row)
		}
	}
	if drawn != 15 || len(c.Table().Rows) != 16 {
		t.Errorf("got %d of %d", drawn, len(c.Table().Rows))
	}
}

// A root keeps its colour from round to round, whichever is the strongest.
func TestRootsKeepTheirColours(t *testing.T) {
	t.Parallel()
	r := asked(t)
	c, err := chart.ObstacleMap(r, chart.Config{})
	before := svg(t, c, err)
	slices.Reverse(r.Roots)
	c, err = chart.ObstacleMap(r, chart.Config{})
	if before != svg(t, c, err) {
		t.Error("it is another picture")
	}
}

// crowdOf returns a round of n obstacles that lie as close as place says.
func crowdOf(n int, name string, place func(i int) (severity, agreement float64)) readiness.Round {
	r := readiness.Round{Roots: []readiness.RootFinding{{Root: "a", Text: "One.\nTwo."}, {Root: "b", Text: "B"}}}
	for i := range n {
		severity, agreement := place(i)
		e := relationship.Estimate{Value: severity, Low: max(0, severity-.2), High: min(1, severity+.2), N: 9, Basis: relationship.Observed}
		r.Items = append(r.Items, readiness.Finding{
			Item: fmt.Sprint(name, i), Text: name, Group: name, Severity: e, Raters: 9,
			Agreement: readiness.Agreement{Known: true, RWG: agreement}, Root: []string{"a", "b"}[i%2],
		})
	}
	return r
}

func TestNamesInACrowdStayApart(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		name := rapid.SampledFrom([]string{"", "obstacle ", strings.Repeat("long ", 20), "<&>\""}).Draw(t, "name")
		share := rapid.SampledFrom([]float64{0, .25, .5, .7, .99, 1})
		n := rapid.IntRange(1, 60).Draw(t, "n")
		r := crowdOf(n, name, func(int) (float64, float64) { return share.Draw(t, "severity"), share.Draw(t, "agreement") })
		c, err := chart.ObstacleMap(r, chart.Config{Width: rapid.SampledFrom([]int{0, 600}).Draw(t, "width")})
		picture := svg(t, c, err)
		tidy(t, "crowd", picture)
		if picture != svg(t, c, nil) {
			t.Fatal("drawn twice, it differs")
		}
		if n <= 6 && name != strings.Repeat("long ", 20) {
			for i := range n {
				if !slices.Contains(texts(t, picture), fmt.Sprint(name, i)) {
					t.Fatalf("obstacle %d of %d has no name", i, n)
				}
			}
		}
		if len(c.Table().Rows) != n {
			t.Fatalf("got %d rows of %d", len(c.Table().Rows), n)
		}
	})
}

func TestManyBlocksAreInTheTable(t *testing.T) {
	t.Parallel()
	r := crowdOf(50, strings.Repeat("much ", 30), func(i int) (float64, float64) { return float64(i) / 50, 1 })
	for j := range 20 {
		b := readiness.Blocked{Ref: relationship.Ref{Noun: "theme", ID: fmt.Sprint(strings.Repeat("word ", 30), j)}, Burden: 25}
		for i := range r.Items {
			r.Items[i].Blocks = append(r.Items[i].Blocks, b.Ref)
		}
		r.Blocked = append(r.Blocked, b)
	}
	c, err := chart.Blocks(r, nil, chart.Config{})
	picture := svg(t, c, err)
	tidy(t, "blocks", picture)
	if rows := len(c.Table().Rows); rows != 1000 {
		t.Errorf("got %d rows, want 1000", rows)
	}
	sums := 0
	for _, text := range texts(t, picture) {
		if text == "25.00" {
			sums++
		}
	}
	if sums != 12 {
		t.Errorf("got %d things that are blocked, want 12", sums)
	}
}

func TestRoundsThatCannotBeDrawnAreRefused(t *testing.T) {
	t.Parallel()
	obstacles := func(r readiness.Round) error {
		_, err := chart.ObstacleMap(r, chart.Config{})
		return err
	}
	blocks := func(change func(*readiness.Round)) error {
		r := asked(t)
		change(&r)
		_, err := chart.Blocks(r, nil, chart.Config{})
		return err
	}
	odd := func() readiness.Round {
		r := crowdOf(1, "", func(int) (float64, float64) { return .5, .5 })
		r.Items[0].Item = "\n"
		return r
	}
	blocking := func(r *readiness.Round) int {
		return slices.IndexFunc(r.Items, func(f readiness.Finding) bool { return len(f.Blocks) > 0 })
	}
	for _, c := range []struct {
		field string
		err   error
	}{
		{"Items", obstacles(readiness.Round{})},
		{"Spots[0].Name", obstacles(odd())},
		{"Blocked", blocks(func(r *readiness.Round) { *r = readiness.Round{} })},
		{"Blocked", blocks(func(r *readiness.Round) { r.Blocked = nil })},
		{"Blocked[1]", blocks(func(r *readiness.Round) { r.Blocked[1].Ref.ID = "\n" })},
		{"Items[0].Item", blocks(func(r *readiness.Round) { r.Items[blocking(r)].Item = "" })},
		{"Items[0].Severity", blocks(func(r *readiness.Round) { r.Items[blocking(r)].Severity = around(1, 1) })},
	} {
		e, ok := errors.AsType[*relationship.OpError](c.err)
		if !ok || !errors.Is(c.err, relationship.ErrInvalid) || e.Field != c.field {
			t.Errorf("got %v, want it to name %s", c.err, c.field)
		}
	}
}

func ExampleObstacleMap() {
	r := crowdOf(3, "obstacle ", func(i int) (float64, float64) { return .3 * float64(i+1), .5 })
	r.Items[1] = readiness.Finding{Item: "obstacle 1", Text: "obstacle", Root: "b", Raters: 3, Withheld: true}
	c, err := chart.ObstacleMap(r, chart.Config{Title: "What gets in the way"})
	if err != nil {
		fmt.Println(err)
		return
	}
	if err := c.Table().WriteText(os.Stdout); err != nil {
		fmt.Println(err)
	}
	// Output:
	// obstacle    text       group      root  severity  low  high  agreement  raters  state
	// obstacle 0  obstacle   obstacle   a     0.3       0.1  0.5   0.5        9
	// obstacle 1  obstacle              b                                     3       withheld
	// obstacle 2  obstacle   obstacle   a     0.9       0.7  1     0.5        9
}
