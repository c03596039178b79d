package drawing_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/kithcrm/kith/relationship/drawing"
)

func BenchmarkSVG(b *testing.B) {
	maps := []struct {
		name string
		m    drawing.Map
	}{
		{"chain of 50", chain()}, {"hub of 50", hub()}, {"tangle of 50", tangled(50, 80, 3)},
		{"tangle of 250", tangled(250, 400, 3)}, {"tangle of 1000", tangled(1000, 1600, 3)},
	}
	for _, c := range maps {
		b.Run(c.name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				draw(b, "svg", c.m, config())
			}
		})
	}
}

func BenchmarkLongNames(b *testing.B) {
	for _, n := range []int{1 << 10, 1 << 15, 1 << 20} {
		m := household()
		m.Parties[0].Name = strings.Repeat("x ", n/2)
		b.Run(fmt.Sprintf("%d bytes", n), func(b *testing.B) {
			for b.Loop() {
				draw(b, "svg", m, config())
			}
		})
	}
}
