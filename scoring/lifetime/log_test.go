package lifetime_test

import (
	"errors"
	"fmt"
	"io"
	"math"
	"os"
	"slices"
	"strings"
	"testing"
	"testing/iotest"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/kithcrm/kith/internal/realparts"
	"github.com/kithcrm/kith/relationship"
	"github.com/kithcrm/kith/scoring/lifetime"
	"pgregory.net/rapid"
)

func clvLog(t clvTB, text string, cfg lifetime.LogConfig) *lifetime.Log {
	t.Helper()
	l, err := lifetime.ReadLog(strings.NewReader(text), cfg)
	if err != nil {
		t.Fatal(err)
	}
	return l
}

func clvHistories(t clvTB, l *lifetime.Log, until time.Time) []lifetime.History {
	t.Helper()
	histories, err := l.Histories(until)
	if err != nil {
		t.Fatal(err)
	}
	return histories
}

// clvCDNOW returns the master log of CDNOW with our names of columns.
func clvCDNOW(t testing.TB) string {
	t.Helper()
	text, err := os.ReadFile(realparts.Data(t, "clv", "cdnow-master-log.csv"))
	if err != nil {
		t.Fatal(err)
	}
	_, rows, _ := strings.Cut(string(text), "\n")
	return "customer,date,cds,amount\n" + rows
}

// The reference is cdnow-master-rfm.csv, whose sample members are those of BTYD's own summary.
func TestCountsOfCDNOWAreThePublishedOnes(t *testing.T) {
	t.Parallel()
	l := clvLog(t, clvCDNOW(t), lifetime.LogConfig{})
	if rows, customers := l.Purchases(); rows != 69_659 || customers != 23_570 {
		t.Errorf("got %d rows of %d customers", rows, customers)
	}
	outcomes, err := l.Split(clvDay(t, "1997-09-30"), time.Time{})
	if err != nil {
		t.Fatal(err)
	}
	found := map[relationship.PartyID]lifetime.Outcome{}
	for _, o := range outcomes {
		found[o.Party] = o
	}
	rows := clvTable(t, "cdnow-master-rfm.csv")
	if len(rows) != len(found) {
		t.Fatalf("got %d customers, want %d", len(found), len(rows))
	}
	for _, row := range rows {
		o := found[relationship.PartyID(row["customer_id"])]
		if o.X != clvNumber(t, row["x"]) || float64(o.After) != clvNumber(t, row["x_star"]) ||
			!clvNear(o.TX, clvNumber(t, row["t_x"]), 1e-13) || !clvNear(o.T, clvNumber(t, row["T"]), 1e-13) ||
			!clvNear(o.Spend, clvNumber(t, row["zbar"]), 1e-13) {
			t.Errorf("got %+v, want %v", o, row)
		}
	}
}

func TestALogIsReadByItsHeader(t *testing.T) {
	t.Parallel()
	text := "\ufeffAmount, DATE ,note,Customer\r\n" +
		"3,2026-01-01,x,ann\r\n\r\n" +
		"4.5,2026-01-03T10:00,\"a \"\"b\"\", c\",ann\n" +
		"1e1,2026-01-03 23:59:59,,ann\n" +
		"7,2026-01-05T01:00:00+02:00,,bob\n" +
		"0.125,2026-01-11,,\"ann\""
	l := clvLog(t, text, lifetime.LogConfig{Unit: 24 * time.Hour})
	want := []lifetime.History{
		{Party: "ann", Customer: lifetime.Customer{X: 2, TX: 10, T: 10}, Spend: (14.5 + .125) / 2},
		{Party: "bob", Customer: lifetime.Customer{X: 0, TX: 0, T: 7}},
	}
	if diff := cmp.Diff(want, clvHistories(t, l, time.Time{})); diff != "" {
		t.Error(diff)
	}
	withFirst := clvLog(t, text, lifetime.LogConfig{Unit: 24 * time.Hour, WithFirst: true})
	if got := clvHistories(t, withFirst, time.Time{}); got[0].Spend != (3+14.5+.125)/3 || got[1].Spend != 7 {
		t.Errorf("with the first: got %+v", got)
	}
}

func TestDaysAndGrainsDecideWhatIsOnePurchase(t *testing.T) {
	t.Parallel()
	tokyo := time.FixedZone("Tokyo", 9*3600)
	text := "customer,date\na,2026-01-01T14:00:00Z\na,2026-01-01T16:00:00Z\na,2026-01-01T16:20:00Z\n"
	for name, c := range map[string]struct {
		cfg  lifetime.LogConfig
		x    float64
		last float64
	}{
		"days in UTC":      {lifetime.LogConfig{Unit: time.Hour}, 0, 0},
		"days in Tokyo":    {lifetime.LogConfig{Unit: time.Hour, Zone: tokyo}, 1, 24},
		"hours":            {lifetime.LogConfig{Unit: time.Hour, Grain: time.Hour}, 1, 2},
		"quarters of hour": {lifetime.LogConfig{Unit: time.Hour, Grain: 15 * time.Minute}, 2, 2.25},
	} {
		h := clvHistories(t, clvLog(t, text, c.cfg), time.Time{})[0]
		if h.X != c.x || h.TX != c.last || h.T != c.last {
			t.Errorf("%s: got %+v, want x %g at %g", name, h, c.x, c.last)
		}
	}
	old := clvLog(t, "customer,date\na,0001-01-01\na,1582-10-15\na,1969-12-31\na,1970-01-01\na,2000-02-29\na,9999-12-31\n", lifetime.LogConfig{Unit: 24 * time.Hour})
	if h := clvHistories(t, old, time.Time{})[0]; h.X != 5 || h.T != 3652058 {
		t.Errorf("from the first day to the last: got %+v", h)
	}
}

func TestRowsThatCannotBeAreRefusedWithTheirLine(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct{ text, field string }{
		"no header":            {"", "header"},
		"no date column":       {"customer,day\n", "header"},
		"open quote in header": {"customer,\"date\n", "header.fields"},
		"no such day":          {"customer,date\na,2026-01-01\na,2026-02-29\n", "lines[3].date"},
		"no day at all":        {"customer,date\na,\n", "lines[2].date"},
		"month 13":             {"customer,date\na,2026-13-01\n", "lines[2].date"},
		"year 0":               {"customer,date\na,0000-01-01\n", "lines[2].date"},
		"a word":               {"customer,date,amount\na,2026-01-01,many\n", "lines[2].amount"},
		"negative":             {"customer,date,amount\na,2026-01-01,-1\n", "lines[2].amount"},
		"not a number":         {"customer,date,amount\na,2026-01-01,NaN\n", "lines[2].amount"},
		"infinite":             {"customer,date,amount\na,2026-01-01,Inf\n", "lines[2].amount"},
		"too much":             {"customer,date,amount\na,2026-01-01,1e16\n", "lines[2].amount"},
		"nothing":              {"customer,date,amount\na,2026-01-01,\n", "lines[2].amount"},
		"no customer":          {"customer,date\n,2026-01-01\n", "lines[2].customer"},
		"bad text":             {"customer,date\n\xff,2026-01-01\n", "lines[2].customer"},
		"too few fields":       {"customer,x,date\na,1\n", "lines[2].fields"},
		"open quote":           {"customer,date\n\"a,2026-01-01\n", "lines[2].fields"},
		"after a quote":        {"customer,date\n\"a\"b,2026-01-01\n", "lines[2].fields"},
		"endless line":         {"customer,date\n" + strings.Repeat("a", 2<<20), "lines[2]"},
	} {
		l, err := lifetime.ReadLog(strings.NewReader(c.text), lifetime.LogConfig{})
		op, ok := errors.AsType[*relationship.OpError](err)
		if l != nil || !ok || !errors.Is(err, relationship.ErrInvalid) || op.Field != c.field {
			t.Errorf("%s: got %v", name, err)
		}
	}
	if _, err := lifetime.ReadLog(iotest.ErrReader(io.ErrUnexpectedEOF), lifetime.LogConfig{}); !errors.Is(err, io.ErrUnexpectedEOF) || errors.Is(err, relationship.ErrInvalid) {
		t.Errorf("a reader that fails: got %v", err)
	}
	half := io.MultiReader(strings.NewReader("customer,date\na,2026-01-01\nb,2026"), iotest.ErrReader(io.ErrUnexpectedEOF))
	if _, err := lifetime.ReadLog(half, lifetime.LogConfig{}); !errors.Is(err, io.ErrUnexpectedEOF) {
		t.Errorf("a reader that fails half-way: got %v", err)
	}
}

func TestWhatCannotBeAddedIsRefused(t *testing.T) {
	t.Parallel()
	for name, cfg := range map[string]lifetime.LogConfig{
		"unit": {Unit: -1}, "short grain": {Grain: time.Second}, "grain below a second": {Grain: time.Minute + 1},
	} {
		if _, err := lifetime.NewLog(cfg); !errors.Is(err, relationship.ErrInvalid) {
			t.Errorf("%s: got %v", name, err)
		}
	}
	l := clvLog(t, "customer,date\n", lifetime.LogConfig{Grain: time.Minute})
	now := clvDay(t, "2026-01-01")
	for name, err := range map[string]error{
		"customer":  l.Add("", now, 1),
		"amount":    l.Add("a", now, math.NaN()),
		"long ago":  l.Add("a", now.AddDate(-3000, 0, 0), 1),
		"too far":   l.Add("a", now.AddDate(7000, 0, 0), 1),
		"other log": l.Merge(clvLog(t, "customer,date\n", lifetime.LogConfig{})),
		"unit":      l.Merge(clvLog(t, "customer,date\n", lifetime.LogConfig{Grain: time.Minute, Unit: time.Hour})),
		"first":     l.Merge(clvLog(t, "customer,date\n", lifetime.LogConfig{Grain: time.Minute, WithFirst: true})),
		"zone":      l.Merge(clvLog(t, "customer,date\n", lifetime.LogConfig{Grain: time.Minute, Zone: time.FixedZone("east", 3600)})),
	} {
		if op, ok := errors.AsType[*relationship.OpError](err); !ok || !errors.Is(err, relationship.ErrInvalid) || op.Field == "" {
			t.Errorf("%s: got %v", name, err)
		}
	}
	if rows, customers := l.Purchases(); rows != 0 || customers != 0 {
		t.Errorf("what was refused is kept: %d rows of %d customers", rows, customers)
	}
	if _, err := l.Histories(now.AddDate(9000, 0, 0)); !errors.Is(err, relationship.ErrInvalid) {
		t.Errorf("until year 11026: got %v", err)
	}
	if _, err := l.Split(now, now.AddDate(0, 0, -1)); !errors.Is(err, relationship.ErrInvalid) {
		t.Errorf("until before at: got %v", err)
	}
	if got := clvHistories(t, l, time.Time{}); len(got) != 0 {
		t.Errorf("an empty log: got %v", got)
	}
}

// clvRow is a purchase to draw.
type clvRow struct {
	who    string
	day    int
	amount float64
}

// clvDrawRows draws purchases with trouble: identifiers that differ late, ties, and amounts whose sum depends on
// their order.
func clvDrawRows() *rapid.Generator[[]clvRow] {
	ids := []string{"9", "10", "a", "A", "a ", "ä", "ß", "customer-1", "customer-10", "customer-2", "customer-10-b", "customer-10-a"}
	return rapid.SliceOfN(rapid.Custom(func(t *rapid.T) clvRow {
		return clvRow{
			rapid.SampledFrom(ids).Draw(t, "who"), rapid.IntRange(-3, 12).Draw(t, "day"),
			rapid.SampledFrom([]float64{0, .1, .2, .3, 1e-9, 1e14}).Draw(t, "amount"),
		}
	}), 0, 60)
}

func clvFill(t clvTB, rows []clvRow) *lifetime.Log {
	t.Helper()
	l, err := lifetime.NewLog(lifetime.LogConfig{Unit: 24 * time.Hour})
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range rows {
		at := time.Date(1970, 1, 1+r.day, 5, 0, 0, 0, time.UTC)
		if err := l.Add(relationship.PartyID(r.who), at, r.amount); err != nil {
			t.Fatal(err)
		}
	}
	return l
}

// clvSlowHistories counts days by the definition.
func clvSlowHistories(rows []clvRow, until int) []lifetime.History {
	days := map[string]map[int]float64{}
	for _, r := range rows {
		if r.day <= until {
			if days[r.who] == nil {
				days[r.who] = map[int]float64{}
			}
			days[r.who][r.day] += r.amount
		}
	}
	var histories []lifetime.History
	for _, who := range clvKeys(days) {
		var at []int
		for day := range days[who] {
			at = append(at, day)
		}
		slices.Sort(at)
		h := lifetime.History{Party: relationship.PartyID(who)}
		h.X, h.TX, h.T = float64(len(at)-1), float64(at[len(at)-1]-at[0]), float64(until-at[0])
		for _, day := range at[1:] {
			h.Spend += days[who][day] / h.X
		}
		histories = append(histories, h)
	}
	return histories
}

func TestCountsAreTheirDefinitionInAnyOrderAndInParts(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		rows := clvDrawRows().Draw(t, "rows")
		until := rapid.IntRange(-4, 13).Draw(t, "until")
		at := time.Date(1970, 1, 1+until, 23, 0, 0, 0, time.UTC)
		got := clvHistories(t, clvFill(t, rows), at)
		want := clvSlowHistories(rows, until)
		if len(got) != len(want) {
			t.Fatalf("got %d customers, want %d", len(got), len(want))
		}
		for i, w := range want {
			g := got[i]
			if g.Party != w.Party || g.Customer != w.Customer || math.Abs(g.Spend-w.Spend) > 1e-12*(1+w.Spend) {
				t.Fatalf("got %+v, want %+v", g, w)
			}
		}
		cut := rapid.IntRange(0, len(rows)).Draw(t, "cut")
		parts, other := clvFill(t, rows[cut:]), clvFill(t, rows[:cut])
		before := clvHistories(t, other, at)
		if err := parts.Merge(other); err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(got, clvHistories(t, parts, at)); diff != "" {
			t.Fatal("parts: " + diff)
		}
		if diff := cmp.Diff(before, clvHistories(t, other, at)); diff != "" {
			t.Fatal("the merged log changed: " + diff)
		}
		shuffled := rapid.Permutation(rows).Draw(t, "shuffled")
		if diff := cmp.Diff(got, clvHistories(t, clvFill(t, shuffled), at)); diff != "" {
			t.Fatal("in another order: " + diff)
		}
	})
}

func TestAmountsOfADayAddUpTheSameInAnyOrder(t *testing.T) {
	t.Parallel()
	up := clvFill(t, []clvRow{{"a", 0, 1}, {"a", 3, .1}, {"a", 3, .2}, {"a", 3, .3}})
	down := clvFill(t, []clvRow{{"a", 0, 1}, {"a", 3, .3}, {"a", 3, .2}, {"a", 3, .1}})
	if a, b := clvHistories(t, up, time.Time{}), clvHistories(t, down, time.Time{}); a[0].Spend != b[0].Spend {
		t.Errorf("got %.17g and %.17g", a[0].Spend, b[0].Spend)
	}
}

func TestASplitEndsWhereItIsTold(t *testing.T) {
	t.Parallel()
	l := clvFill(t, []clvRow{{"a", 0, 1}, {"a", 3, 2}, {"a", 5, 4}, {"a", 7, 8}, {"a", 7, 16}, {"a", 8, 32}})
	day := func(d int) time.Time { return time.Date(1970, 1, 1+d, 0, 0, 0, 0, time.UTC) }
	outcomes, err := l.Split(day(3), day(7))
	if err != nil {
		t.Fatal(err)
	}
	want := []lifetime.Outcome{{
		History: lifetime.History{Party: "a", Customer: lifetime.Customer{X: 1, TX: 3, T: 3}, Spend: 2},
		Ahead:   4, After: 2, AfterSpend: 28,
	}}
	if diff := cmp.Diff(want, outcomes); diff != "" {
		t.Error(diff)
	}
}

func TestALogMergedWithItselfHasTheSameDays(t *testing.T) {
	t.Parallel()
	l := clvFill(t, []clvRow{{"a", 0, 1}, {"a", 3, 2}, {"b", 1, 1}})
	if err := l.Merge(l); err != nil {
		t.Fatal(err)
	}
	h := clvHistories(t, l, time.Time{})
	if rows, _ := l.Purchases(); rows != 6 || h[0].X != 1 || h[0].Spend != 4 {
		t.Errorf("got %d rows and %+v", rows, h)
	}
}

func TestReadingTellsItsProgress(t *testing.T) {
	t.Parallel()
	var b strings.Builder
	b.WriteString("customer,date\n")
	for i := range 70_000 {
		fmt.Fprintf(&b, "c%d,2026-01-%02d\n", i%977, 1+i%28)
	}
	var told []int
	clvLog(t, b.String(), lifetime.LogConfig{Progress: func(rows int) { told = append(told, rows) }})
	if !slices.Equal(told, []int{1 << 16, 70_000}) {
		t.Errorf("got %v", told)
	}
}

func TestALogSpansFromItsFirstToItsLastPurchase(t *testing.T) {
	t.Parallel()
	zone := time.FixedZone("east", 3*60*60)
	for _, c := range []struct {
		cfg         lifetime.LogConfig
		first, last time.Time
	}{
		{lifetime.LogConfig{}, clvDay(t, "1969-12-30"), clvDay(t, "2026-03-01")},
		{lifetime.LogConfig{Zone: zone}, time.Date(1969, 12, 31, 0, 0, 0, 0, zone), time.Date(2026, 3, 2, 0, 0, 0, 0, zone)},
		{lifetime.LogConfig{Grain: time.Hour}, time.Date(1969, 12, 30, 22, 0, 0, 0, time.UTC), time.Date(2026, 3, 1, 21, 0, 0, 0, time.UTC)},
	} {
		l, err := lifetime.NewLog(c.cfg)
		if err != nil {
			t.Fatal(err)
		}
		if first, last := l.Span(); !first.IsZero() || !last.IsZero() {
			t.Errorf("an empty log spans from %v to %v", first, last)
		}
		for _, at := range []time.Time{time.Date(2026, 3, 1, 21, 30, 0, 0, time.UTC), time.Date(1969, 12, 30, 22, 30, 0, 0, time.UTC), time.Date(2000, 1, 1, 0, 0, 0, 0, time.UTC)} {
			if err := l.Add("ann", at, 1); err != nil {
				t.Fatal(err)
			}
		}
		if first, last := l.Span(); !first.Equal(c.first) || !last.Equal(c.last) {
			t.Errorf("%+v: got %v to %v, want %v to %v", c.cfg, first, last, c.first, c.last)
		}
	}
}

func TestARefundIsRefusedWithWhatToDoAndWithoutItsAmount(t *testing.T) {
	t.Parallel()
	const text = "customer,date,amount\nanna,2026-01-01,47.11\nanna,2026-01-05,-47.11\n"
	_, read := lifetime.ReadLog(strings.NewReader(text), lifetime.LogConfig{})
	added := clvLog(t, "customer,date\n", lifetime.LogConfig{}).Add("anna", clvDay(t, "2026-01-05"), -47.11)
	for field, err := range map[string]error{"lines[3].amount": read, "amount": added} {
		op, ok := errors.AsType[*relationship.OpError](err)
		if !ok || op.Field != field || !strings.Contains(op.Rule, "refund") {
			t.Errorf("%s: got %v", field, err)
			continue
		}
		if got := err.Error(); strings.Contains(got, "47") || strings.Contains(got, "anna") {
			t.Errorf("the error tells a value: %v", got)
		}
	}
}
