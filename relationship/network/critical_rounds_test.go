package network

import (
	"strconv"
	"testing"
	"time"

	"github.com/kithcrm/kith/relationship"
)

// TestEachRoundDrawsAsManyCustomersAsThereAre looks at the sums of worths, which no answer shows:
// customers worth 1 make them counts.
func TestEachRoundDrawsAsManyCustomersAsThereAre(t *testing.T) {
	t.Parallel()
	at := time.Date(2026, time.January, 1, 0, 0, 0, 0, time.UTC)
	for _, n := range []int{1, 2, 7, 8, 9, 1000, 9001} {
		for _, exact := range []bool{true, false} {
			e := relationship.Estimate{Value: 1, Low: 0.9, High: 1, Basis: relationship.Stated}
			if exact {
				e.Low = 1
			}
			customers := make([]Customer, n)
			for i := range customers {
				customers[i] = Customer{ID: relationship.PartyID(strconv.Itoa(i)), Worth: relationship.Readings{{At: at, Estimate: e}}}
			}
			cfg := CriticalConfig{At: at, Rounds: 101}
			_, looked, err := lookAt(customers, &cfg)
			if err != nil {
				t.Fatal(err)
			}
			got := newStudy(&comparison{cfg: &cfg}, looked).resample(func(int) {})
			for round, sum := range got.sums {
				if drawn := float64(n); exact && sum != drawn || sum > drawn || sum < 0.7*drawn {
					t.Fatalf("%d customers, round %d: worth %v", n, round, sum)
				}
			}
		}
	}
}
