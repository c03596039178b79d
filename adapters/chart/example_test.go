package chart_test

import (
	"fmt"
	"os"

	"github.com/kithcrm/kith/adapters/chart"
	"github.com/kithcrm/kith/relationship"
)

func Example() {
	c, err := chart.OverTime([]chart.Line{{
		Name: "Shops",
		Points: []chart.Point{
			{At: month(1), Value: relationship.Estimate{Value: 31, Low: 24, High: 38, N: 410, Basis: relationship.Observed}},
			{At: month(2), Value: relationship.Estimate{Value: 42, Low: 35, High: 48, N: 395, Basis: relationship.Observed}},
		},
		Changes: []chart.Change{{At: month(2), Text: "longer hours"}},
	}}, chart.Config{Title: "Would they recommend us?", Values: "net promoter score"})
	if err != nil {
		fmt.Println(err)
		return
	}
	if err := c.Table().WriteText(os.Stdout); err != nil {
		fmt.Println(err)
	}
	// Output:
	// line   at                   value  low  high  n    basis     change
	// Shops  2025-01-01 00:00:00  31     24   38    410  observed
	// Shops  2025-02-01 00:00:00  42     35   48    395  observed
	// Shops  2025-02-01 00:00:00                                   longer hours
}
