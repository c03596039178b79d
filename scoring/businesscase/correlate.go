package businesscase

import (
	"cmp"
	"math"
	"slices"

	"github.com/kithcrm/kith/internal/rules"
)

// A group is inputs that go together, each correlated with another of them. The one that was measured, if any, is
// the first: the others follow from it.
type group struct {
	inputs []int // the first, then in the order of the model

	// rows make correlated normal scores from independent ones: the lower half of a matrix whose product with
	// itself is that of the correlations (Cholesky).
	rows [][]float64
}

// mix puts correlated scores in place of independent ones.
func (g group) mix(z []float64) {
	for j := len(g.inputs) - 1; j > 0; j-- {
		sum := 0.0
		for k, c := range g.rows[j] {
			sum += c * z[g.inputs[k]]
		}
		z[g.inputs[j]] = sum
	}
}

// pairs are correlations by the places of their inputs in the model.
type pairs struct {
	r  map[[2]int]float64
	at map[[2]int]int // which of the Correlations it is
}

// pairsOf checks correlations one by one.
func pairsOf(m *Model, place map[string]int) (pairs, error) {
	p := pairs{map[[2]int]float64{}, map[[2]int]int{}}
	for i, c := range m.Correlations {
		a, knownA := place[c.A]
		b, knownB := place[c.B]
		key := [2]int{min(a, b), max(a, b)}
		_, twice := p.at[key]
		if err := rules.First(
			rules.Break("A", when(!knownA, notAnInput)),
			rules.Break("B", when(!knownB, notAnInput)),
			rules.Break("B", when(a == b, "must not be the same as A")),
			rules.Break("B", when(twice, "must not be correlated with A twice")),
			rules.Break("R", when(!(c.R >= -1 && c.R <= 1), "must be from -1 to 1")),
		); err != nil {
			return p, rules.Within(rules.Index("Correlations", i), err)
		}
		p.r[key], p.at[key] = c.R, i
	}
	return p, nil
}

func (p pairs) of(a, b int) float64 {
	if a == b {
		return 1
	}
	return p.r[[2]int{min(a, b), max(a, b)}]
}

// groups returns those of inputs that vary and are correlated at all, in the order of the model.
func (p pairs) groups(m *Model, measured map[int]reading) ([]group, error) {
	var all []group
	seen := make([]bool, len(m.Inputs))
	for i := range m.Inputs {
		inputs := p.reach(m, i, seen)
		if len(inputs) < 2 {
			continue
		}
		if err := lead(inputs, measured); err != nil {
			return nil, err
		}
		rows, err := p.factor(inputs)
		if err != nil {
			return nil, err
		}
		all = append(all, group{inputs, rows})
	}
	return all, nil
}

// lead sorts the inputs of a group, that which was measured first.
func lead(inputs []int, measured map[int]reading) error {
	rank := func(i int) int {
		if _, ok := measured[i]; ok {
			return 0
		}
		return 1
	}
	slices.SortFunc(inputs, func(a, b int) int { return cmp.Or(rank(a)-rank(b), a-b) })
	if rank(inputs[1]) == 0 {
		later := max(measured[inputs[0]].index, measured[inputs[1]].index)
		return rules.Break(rules.Index("Measured", later)+".Input",
			"must not be correlated, nor by way of others, with another input that was measured")
	}
	return nil
}

// reach returns i and all that it is correlated with by way of others, and marks them as seen.
func (p pairs) reach(m *Model, i int, seen []bool) []int {
	if seen[i] || !m.Inputs[i].varies() {
		return nil
	}
	seen[i] = true
	inputs := []int{i}
	for j := range m.Inputs {
		if p.of(i, j) != 0 {
			inputs = append(inputs, p.reach(m, j, seen)...)
		}
	}
	return inputs
}

// factor returns the rows of a group. What follows from the inputs before it entirely, as with a correlation of 1,
// has nothing of its own.
func (p pairs) factor(inputs []int) ([][]float64, error) {
	const rounding = 1e-12
	rows := make([][]float64, len(inputs))
	for i := range inputs {
		rows[i] = make([]float64, i+1)
		left := 1.0
		for j := range i {
			rest := p.of(inputs[i], inputs[j])
			for k := range j {
				rest -= rows[i][k] * rows[j][k]
			}
			own := rows[j][j]
			if own == 0 {
				if math.Abs(rest) > math.Sqrt(rounding) {
					return nil, p.contradicted(inputs[:i+1])
				}
				continue
			}
			rows[i][j] = rest / own
			left -= rows[i][j] * rows[i][j]
		}
		if left < -rounding {
			return nil, p.contradicted(inputs[:i+1])
		}
		if left > rounding {
			rows[i][i] = math.Sqrt(left)
		}
	}
	return rows, nil
}

// contradicted names the last of the correlations between these inputs, which can not all be.
func (p pairs) contradicted(inputs []int) error {
	last := 0
	for key, at := range p.at {
		if slices.Contains(inputs, key[0]) && slices.Contains(inputs, key[1]) {
			last = max(last, at)
		}
	}
	return rules.Break(rules.Index("Correlations", last), "must not contradict the others, of which those left out count as 0")
}

const notAnInput = "must be the name of an input"
