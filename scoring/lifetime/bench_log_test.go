package lifetime_test

import (
	"cmp"
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/kithcrm/kith/relationship"
	"github.com/kithcrm/kith/scoring/lifetime"
)

// clvSale is a row of a made-up log.
type clvSale struct {
	who    relationship.PartyID
	at     time.Time
	amount float64
}

// clvSales makes up purchases of a million customers: 2.7 million rows, by customer or by day.
func clvSales(byDay bool) []clvSale {
	r := rand.New(rand.NewPCG(7, 7))
	start := time.Date(2024, 1, 1, 0, 0, 0, 0, time.UTC)
	var sales []clvSale
	for c := range 1_000_000 {
		who := relationship.PartyID(fmt.Sprintf("C%07d", c))
		rate, until := r.ExpFloat64()*.012, 90+r.IntN(640)
		at := float64(730 - until)
		for at < 730 {
			sales = append(sales, clvSale{who, start.AddDate(0, 0, int(at)), math.Round(r.ExpFloat64()*4000) / 100})
			at += r.ExpFloat64() / rate
			if r.Float64() < .2 {
				break
			}
		}
	}
	if byDay {
		slices.SortStableFunc(sales, func(a, b clvSale) int { return cmp.Compare(a.at.Unix(), b.at.Unix()) })
	}
	return sales
}

func BenchmarkLogToCounts(b *testing.B) {
	for name, byDay := range map[string]bool{"by customer": false, "by day": true} {
		sales := clvSales(byDay)
		var text strings.Builder
		text.WriteString("customer,date,amount\n")
		for _, s := range sales {
			fmt.Fprintf(&text, "%s,%s,%.2f\n", s.who, s.at.Format(time.DateOnly), s.amount)
		}
		b.Run("add/"+name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				l, err := lifetime.NewLog(lifetime.LogConfig{})
				if err != nil {
					b.Fatal(err)
				}
				for _, s := range sales {
					if err := l.Add(s.who, s.at, s.amount); err != nil {
						b.Fatal(err)
					}
				}
				clvHistories(b, l, time.Time{})
			}
			b.ReportMetric(float64(len(sales)), "rows")
		})
		b.Run("csv/"+name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				clvHistories(b, clvLog(b, text.String(), lifetime.LogConfig{}), time.Time{})
			}
			b.ReportMetric(float64(len(sales)), "rows")
		})
	}
}
