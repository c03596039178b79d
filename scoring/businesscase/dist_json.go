package businesscase

import (
	"encoding/json"

	"github.com/kithcrm/kith/internal/rules"
)

// MarshalJSON returns d as its kind with the numbers that its constructor takes: a list, or one number of
// what is exact. It returns an error matching [relationship.ErrInvalid] where they are not possible.
func (d Dist) MarshalJSON() ([]byte, error) {
	if err := d.check(); err != nil {
		return nil, opError("write a distribution", rules.Within("Dist", err))
	}
	kind, numbers := d.known().spelled()
	if d.exact() {
		return json.Marshal(map[string]float64{kind: numbers[0]})
	}
	return json.Marshal(map[string][]float64{kind: numbers})
}

// UnmarshalJSON reads what MarshalJSON writes. It returns an error matching [relationship.ErrInvalid] for
// anything else, and for numbers that are not possible.
func (d *Dist) UnmarshalJSON(text []byte) error {
	read, err := parse(text)
	if err == nil {
		err = rules.Within("Dist", read.check())
	}
	if err != nil {
		return opError("read a distribution", err)
	}
	*d = read
	return nil
}

func parse(text []byte) (Dist, error) {
	var kinds map[string]json.RawMessage
	if err := json.Unmarshal(text, &kinds); err != nil || len(kinds) != 1 {
		return Dist{}, rules.Break("Dist", `must be an object of one kind, such as {"uniform":[1,2]}`)
	}
	for kind, list := range kinds {
		if v, ok := numbers(kind, list); ok {
			if d, ok := spelled(kind, v); ok {
				return d, nil
			}
		}
	}
	return Dist{}, rules.Break("Dist", "must be exactly with a number, or between, uniform, triangular, pert, normal, lognormal, "+
		"beta or sample with a list of as many as it takes")
}

// numbers reads those of a distribution; ok is false where something else is among them.
func numbers(kind string, text []byte) (v []float64, ok bool) {
	var list []*float64 // so that null is not read as 0
	if kind == "exactly" {
		list = make([]*float64, 1)
		if json.Unmarshal(text, &list[0]) != nil {
			return nil, false
		}
	} else if json.Unmarshal(text, &list) != nil {
		return nil, false
	}
	for _, p := range list {
		if p == nil {
			return nil, false
		}
		v = append(v, *p)
	}
	return v, true
}

// spelled returns the distribution of a kind that takes as many numbers.
func spelled(kind string, v []float64) (d Dist, ok bool) {
	if kind == "sample" {
		return Sample(v), true
	}
	switch len(v) {
	case 1:
		return Exactly(v[0]), kind == "exactly"
	case 2:
		pairs := map[string]func(a, b float64) Dist{"uniform": Uniform, "normal": Normal, "lognormal": Lognormal, "beta": Beta}
		if made := pairs[kind]; made != nil {
			return made(v[0], v[1]), true
		}
	case 3:
		triples := map[string]func(a, b, c float64) Dist{"between": Between, "triangular": Triangular, "pert": PERT}
		if made := triples[kind]; made != nil {
			return made(v[0], v[1], v[2]), true
		}
	}
	return Dist{}, false
}
