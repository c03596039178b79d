package lifetime

import (
	"fmt"
	"math"
	"slices"
	"sort"
	"strconv"

	"github.com/kithcrm/kith/internal/rules"
	"github.com/kithcrm/kith/relationship"
)

// A Buyer is what grades are given for: how long ago a customer last bought, how often it bought and for how
// much.
type Buyer struct {
	// Party is the customer.
	Party relationship.PartyID `json:"party"`

	// Recency is the time since the last purchase, Frequency the number of purchases, and Money what they came
	// to, or their mean: any unit, the same for all.
	Recency   float64 `json:"recency"`
	Frequency float64 `json:"frequency"`
	Money     float64 `json:"money"`
}

// A Grade is a place among all customers, with its reason.
type Grade struct {
	// Grade is from 1 to the number of grades, the best.
	Grade int `json:"grade"`

	// Value is what was graded. It is above Above and not above UpTo, or nil where there is no such bound: with
	// [CutPlusOne] and with bounds of your own it is at least Above, and below UpTo.
	Value float64  `json:"value"`
	Above *float64 `json:"above,omitempty"`
	UpTo  *float64 `json:"up_to,omitempty"`
}

// Grades are the three grades of a customer.
type Grades struct {
	// Party is the customer.
	Party relationship.PartyID `json:"party"`

	// Recency is best for who bought last, Frequency for who bought most often, and Money for who spent most.
	Recency   Grade `json:"recency"`
	Frequency Grade `json:"frequency"`
	Money     Grade `json:"money"`
}

// String returns the three grades, such as "5-4-5".
func (g Grades) String() string {
	return fmt.Sprintf("%d-%d-%d", g.Recency.Grade, g.Frequency.Grade, g.Money.Grade)
}

// A Cut is how quantiles become bounds between grades.
type Cut uint8

// The ways to cut.
const (
	// CutAtRank cuts after the customer at the rank of the quantile; equal values have equal grades. Only the
	// order of values matters.
	CutAtRank Cut = iota

	// CutPlusOne cuts at the quantile plus one, quantiles between two values taken in proportion (type 7 of Hyndman
	// and Fan 1996), as the rfm package of R does: meant for whole numbers.
	CutPlusOne
)

// A GradeConfig says how grades are given. Its zero value is ready to use.
type GradeConfig struct {
	// Grades is how many there are, from 2 to 100. 0 means 5.
	Grades int

	// Cut is how bounds are found. The zero Cut is CutAtRank.
	Cut Cut

	// Recency, Frequency and Money are bounds of your own, rising, one fewer than there are grades: a value at a
	// bound belongs above it. nil means quantiles of the customers graded.
	Recency, Frequency, Money []float64
}

func (cfg GradeConfig) check() (GradeConfig, error) {
	if cfg.Grades == 0 {
		cfg.Grades = 5
	}
	return cfg, rules.First(
		rules.Break("Grades", when(cfg.Grades < 2 || cfg.Grades > 100, "must be from 2 to 100")),
		rules.Break("Cut", when(cfg.Cut > CutPlusOne, "must be CutAtRank or CutPlusOne")),
		cfg.checkBounds("Recency", cfg.Recency), cfg.checkBounds("Frequency", cfg.Frequency), cfg.checkBounds("Money", cfg.Money),
	)
}

func (cfg GradeConfig) checkBounds(field string, bounds []float64) error {
	if bounds == nil {
		return nil
	}
	for i, b := range bounds {
		if math.IsNaN(b) || math.IsInf(b, 0) || i > 0 && b <= bounds[i-1] {
			return rules.Break(rules.Index(field, i), "must be a number above the one before")
		}
	}
	return rules.Break(field, when(len(bounds) != cfg.Grades-1, "must be "+strconv.Itoa(cfg.Grades-1)+" bounds, one fewer than grades"))
}

// GradeAll returns the grades of customers, in their order. By quantiles each grade is given to about as many, where values do
// not repeat; customers with the same value have the same grade, always.
//
// It returns an error matching [relationship.ErrInvalid] for a setting out of its range, and for a value that is
// negative or not finite. It takes O(n log n) time.
func GradeAll(buyers []Buyer, cfg GradeConfig) ([]Grades, error) {
	cfg, err := cfg.check()
	if err != nil {
		return nil, opError("grade customers", err)
	}
	if err := checkBuyers(buyers); err != nil {
		return nil, opError("grade customers", err)
	}
	recency := cfg.ruler(buyers, cfg.Recency, func(b *Buyer) float64 { return b.Recency })
	frequency := cfg.ruler(buyers, cfg.Frequency, func(b *Buyer) float64 { return b.Frequency })
	money := cfg.ruler(buyers, cfg.Money, func(b *Buyer) float64 { return b.Money })
	all := make([]Grades, len(buyers))
	for i := range buyers {
		b := &buyers[i]
		all[i] = Grades{b.Party, recency.grade(b.Recency), frequency.grade(b.Frequency), money.grade(b.Money)}
		all[i].Recency.Grade = cfg.Grades + 1 - all[i].Recency.Grade
	}
	return all, nil
}

func checkBuyers(buyers []Buyer) error {
	for i := range buyers {
		b := &buyers[i]
		for _, f := range [...]struct {
			name string
			v    float64
		}{{"Recency", b.Recency}, {"Frequency", b.Frequency}, {"Money", b.Money}} {
			if !(f.v >= 0 && f.v <= math.MaxFloat64) {
				return rules.Within(rules.Index("buyers", i), rules.Break(f.name, "must be a finite number, not below 0"))
			}
		}
	}
	return nil
}

// A ruler has the bounds between the grades of one measure.
type ruler struct {
	bounds []float64
	closed bool // a value at a bound belongs below it
}

func (cfg GradeConfig) ruler(buyers []Buyer, own []float64, measure func(*Buyer) float64) ruler {
	if own != nil {
		return ruler{bounds: slices.Clone(own)}
	}
	if len(buyers) == 0 {
		return ruler{}
	}
	values := make([]float64, len(buyers))
	for i := range buyers {
		values[i] = measure(&buyers[i])
	}
	slices.Sort(values)
	r := ruler{closed: cfg.Cut == CutAtRank}
	for k := 1; k < cfg.Grades; k++ {
		// The place of the quantile is that of type 7, in whole numbers so that no rounding moves it.
		place, rest := k*(len(values)-1)/cfg.Grades, k*(len(values)-1)%cfg.Grades
		bound := values[place]
		if cfg.Cut == CutPlusOne {
			if rest > 0 {
				bound += float64(rest) / float64(cfg.Grades) * (values[place+1] - bound)
			}
			bound++
		}
		r.bounds = append(r.bounds, bound)
	}
	return r
}

// grade returns the grade of a value, 1 for the lowest.
func (r ruler) grade(v float64) Grade {
	below := sort.Search(len(r.bounds), func(i int) bool {
		return v < r.bounds[i] || r.closed && v == r.bounds[i]
	})
	g := Grade{Grade: below + 1, Value: v}
	if below > 0 {
		g.Above = &r.bounds[below-1]
	}
	if below < len(r.bounds) {
		g.UpTo = &r.bounds[below]
	}
	return g
}
