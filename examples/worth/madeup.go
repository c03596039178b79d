package main

import (
	"fmt"
	"io"
	"math"
	"math/rand/v2"
	"strings"
	"time"
)

// madeUp returns a log of n customers who never were: each buys at its own rate, spends by its own habit, and leaves for good
// after one purchase or other without a word.
func madeUp(n int) io.Reader {
	r := rand.New(rand.NewPCG(1, 8))
	begin := time.Date(2024, 7, 1, 0, 0, 0, 0, time.UTC)
	var text strings.Builder
	text.WriteString("customer,date,amount\n")
	for i := range n {
		first := float64(r.IntN(140))
		rate := (r.ExpFloat64() + .05) / 25 // purchases a day
		leaves := .3 * math.Pow(r.Float64(), 2)
		habit := 30 * math.Exp(.5*r.NormFloat64())
		for day := 0.0; first+day < 550; day += r.ExpFloat64() / rate {
			at := begin.AddDate(0, 0, int(first+day))
			fmt.Fprintf(&text, "c%03d,%s,%.2f\n", i+1, at.Format(time.DateOnly), habit*math.Exp(.4*r.NormFloat64()))
			if day > 0 && r.Float64() < leaves {
				break
			}
		}
	}
	return strings.NewReader(text.String())
}
