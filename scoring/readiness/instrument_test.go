package readiness_test

import (
	"encoding/json"
	"math"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/kithcrm/kith/relationship"
	"github.com/kithcrm/kith/scoring"
	"github.com/kithcrm/kith/scoring/readiness"
)

func TestTheReadyInstrumentHasAllThatIsAsked(t *testing.T) {
	t.Parallel()
	ins := readiness.ReadyInstrument()
	if err := ins.Check(); err != nil {
		t.Fatal(err)
	}
	groups, clashes, texts := map[string]int{}, map[[2]string]int{}, map[string]bool{}
	roots, remedies := map[string]float64{}, map[string]int{}
	for _, item := range ins.Items {
		groups[item.Group]++
		if item.Element != "" {
			clashes[[2]string{item.Element, item.Aim}]++
		}
		if texts[item.Text] {
			t.Errorf("%s says what another says", item.ID)
		}
		texts[item.Text] = true
		for root, w := range item.Roots {
			roots[root] += w
		}
		for _, remedy := range item.Remedies {
			remedies[remedy]++
		}
	}
	if diff := cmp.Diff(map[string]int{readiness.Obstacle: 11, readiness.Excuse: 5, readiness.Clash: 24}, groups); diff != "" {
		t.Error(diff)
	}
	if len(clashes) != 24 {
		t.Errorf("got %d clashes, want 24", len(clashes))
	}
	for _, root := range []string{readiness.NoReason, readiness.ShortTerm, readiness.OnlyCost} {
		if roots[root] == 0 {
			t.Errorf("nothing speaks for %s", root)
		}
	}
	for _, remedy := range ins.Remedies {
		if remedies[remedy.ID] == 0 {
			t.Errorf("nothing points to %s", remedy.ID)
		}
	}
}

func TestAReadyInstrumentIsItsOwnersAlone(t *testing.T) {
	t.Parallel()
	one := readiness.ReadyInstrument()
	for i := range one.Items {
		one.Items[i].Roots[readiness.NoReason] = 77
		one.Items[i].Remedies[0] = "mine"
		for j := range one.Items[i+1:] {
			if one.Items[i+1+j].Roots[readiness.NoReason] == 77 {
				t.Fatalf("items %d and %d share their roots", i, i+1+j)
			}
		}
	}
	if err := readiness.ReadyInstrument().Check(); err != nil {
		t.Error(err)
	}
}

func TestATallyKeepsItsOwnInstrument(t *testing.T) {
	t.Parallel()
	ins := instrument(2, fivePoints())
	tally := tallyOf(t, ins, rated("i00", 5, 5, 5, 5, 5)...)
	ins.Items[0].Roots["a"], ins.Items[0].Text, ins.Roots[0].Text = 1000, "changed", "changed"
	round := roundOf(t, tally, readiness.Config{})
	if finding(t, round, "i00").Text == "changed" || round.Roots[0].Text == "changed" {
		t.Error("what is done to an instrument afterwards changes the tally")
	}
}

func TestAnInstrumentComesBackFromJSON(t *testing.T) {
	t.Parallel()
	ins := readiness.ReadyInstrument()
	ins.Items[0].Blocks = []relationship.Ref{{Noun: "promise", ID: "7"}}
	text, err := json.Marshal(ins)
	if err != nil {
		t.Fatal(err)
	}
	got, err := readiness.ParseInstrument(text)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(ins, got); diff != "" {
		t.Error(diff)
	}
}

func TestTextThatIsNoInstrumentIsRefused(t *testing.T) {
	t.Parallel()
	for _, text := range []string{"", "null", "{}", "[]", `{"name":"x"}`, `{"colour":"red"}`, "{", `{"name":1}`} {
		if _, err := readiness.ParseInstrument([]byte(text)); err == nil {
			t.Errorf("%q is read as an instrument", text)
		}
	}
	good, err := json.Marshal(instrument(1, fivePoints()))
	if err != nil {
		t.Fatal(err)
	}
	_, err = readiness.ParseInstrument(append(good, " {}"...))
	broken(t, err, "Text")
}

func TestWhatCannotBeReadIsNamedByItsLineAndField(t *testing.T) {
	t.Parallel()
	for text, field := range map[string]string{
		"": "lines[1]", "{\n\n": "lines[3]", "{\n\"name\": \"x\",\n\"anna\": 1}": "Text", "{\n\n}}": "Text", "{\"name\" 1}": "lines[1]",
		"{\"scale\": {\n\"low\": \"anna\"}}":              "lines[2].scale.low",
		"{\"items\": [\n{\"roots\": {\"anna\": \"b\"}}]}": "lines[2].items.roots",
	} {
		_, err := readiness.ParseInstrument([]byte(text))
		if broken(t, err, field); strings.Contains(err.Error(), "anna") {
			t.Errorf("%v tells of the text", err)
		}
	}
}

func TestAnInstrumentThatBreaksARuleIsRefused(t *testing.T) {
	t.Parallel()
	cases := map[string]struct {
		change func(*readiness.Instrument)
		field  string
	}{
		"no name":           {func(i *readiness.Instrument) { i.Name = "" }, "Name"},
		"no items":          {func(i *readiness.Instrument) { i.Items = nil }, "Items"},
		"too many items":    {func(i *readiness.Instrument) { i.Items = make([]readiness.Item, 1001) }, "Items"},
		"no roots":          {func(i *readiness.Instrument) { i.Roots = nil }, "Roots"},
		"too many roots":    {func(i *readiness.Instrument) { i.Roots = make([]readiness.Root, 17) }, "Roots"},
		"too many remedies": {func(i *readiness.Instrument) { i.Remedies = make([]readiness.Remedy, 257) }, "Remedies"},
		"scale of nothing":  {func(i *readiness.Instrument) { i.Scale = scoring.Scale{} }, "Scale.High"},
		"scale of NaN":      {func(i *readiness.Instrument) { i.Scale.Low = math.NaN() }, "Scale.Low"},
		"root twice":        {func(i *readiness.Instrument) { i.Roots[1].ID = "a" }, "Roots[1].ID"},
		"root without text": {func(i *readiness.Instrument) { i.Roots[1].Text = "" }, "Roots[1].Text"},
		"remedy twice":      {func(i *readiness.Instrument) { i.Remedies[1].ID = "do" }, "Remedies[1].ID"},
		"item twice":        {func(i *readiness.Instrument) { i.Items[2].ID = "i00" }, "Items[2].ID"},
		"item without ID":   {func(i *readiness.Instrument) { i.Items[0].ID = "" }, "Items[0].ID"},
		"item without text": {func(i *readiness.Instrument) { i.Items[0].Text = "" }, "Items[0].Text"},
		"item of no group":  {func(i *readiness.Instrument) { i.Items[0].Group = "" }, "Items[0].Group"},
		"element, no aim":   {func(i *readiness.Instrument) { i.Items[0].Element = "x" }, "Items[0].Aim"},
		"aim, no element":   {func(i *readiness.Instrument) { i.Items[0].Aim = "x" }, "Items[0].Aim"},
		"clash twice": {func(i *readiness.Instrument) {
			for j := range 2 {
				i.Items[j].Element, i.Items[j].Aim = "x", "y"
			}
		}, "Items[1].Aim"},
		"unknown root":    {func(i *readiness.Instrument) { i.Items[0].Roots = map[string]float64{"c": 1} }, "Items[0].Roots"},
		"weights of zero": {func(i *readiness.Instrument) { i.Items[0].Roots = map[string]float64{"a": 0} }, "Items[0].Roots"},
		"no weights":      {func(i *readiness.Instrument) { i.Items[0].Roots = nil }, "Items[0].Roots"},
		"negative weight": {func(i *readiness.Instrument) { i.Items[0].Roots["a"] = -1 }, "Items[0].Roots"},
		"weight of NaN":   {func(i *readiness.Instrument) { i.Items[0].Roots["a"] = math.NaN() }, "Items[0].Roots"},
		"weight too big":  {func(i *readiness.Instrument) { i.Items[0].Roots["a"] = math.Inf(1) }, "Items[0].Roots"},
		"unknown remedy":  {func(i *readiness.Instrument) { i.Items[0].Remedies[0] = "sleep" }, "Items[0].Remedies[0]"},
		"same remedy":     {func(i *readiness.Instrument) { i.Items[0].Remedies = []string{"do", "do"} }, "Items[0].Remedies[1]"},
		"blocks a party": {func(i *readiness.Instrument) {
			i.Items[0].Blocks = []relationship.Ref{{Noun: "party", ID: "ann"}}
		}, "Items[0].Blocks[0].Noun"},
		"blocks nothing": {func(i *readiness.Instrument) {
			i.Items[0].Blocks = []relationship.Ref{{Noun: "theme"}}
		}, "Items[0].Blocks[0].ID"},
	}
	for name, c := range cases {
		ins := instrument(3, fivePoints())
		c.change(&ins)
		broken(t, ins.Check(), c.field)
		_, err := readiness.NewTally(ins)
		broken(t, err, "Instrument."+c.field)
		if t.Failed() {
			t.Fatal(name)
		}
	}
}
