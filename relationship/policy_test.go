package relationship_test

import (
	"testing"

	"github.com/kithcrm/kith/relationship"
)

func fact(value any, basis relationship.Basis, day int, source string) relationship.Fact {
	return relationship.Fact{Name: "city", Value: value, Basis: basis, At: noon(day), Source: source}
}

func TestPickSaysWhy(t *testing.T) {
	t.Parallel()
	const (
		guessed  = relationship.Guessed
		stated   = relationship.Stated
		observed = relationship.Observed
	)
	tests := []struct {
		name   string
		policy relationship.Policy
		facts  []relationship.Fact
		want   any
		why    relationship.Reason
	}{
		{"the only one", relationship.Policy{}, []relationship.Fact{fact("Ulm", guessed, 1, "")}, "Ulm", relationship.OnlyOne},
		{"the only one by then", relationship.Policy{}, []relationship.Fact{fact("Ulm", guessed, 1, ""), fact("Bonn", observed, 11, "")}, "Ulm", relationship.OnlyOne},
		{"all agree", relationship.Policy{}, []relationship.Fact{fact("Ulm", guessed, 1, ""), fact("Ulm", observed, 2, "x")}, "Ulm", relationship.Agreed},
		{"the better basis", relationship.Policy{}, []relationship.Fact{fact("Ulm", guessed, 9, ""), fact("Bonn", observed, 2, "")}, "Bonn", relationship.BetterBasis},
		{"the later of the same basis", relationship.Policy{}, []relationship.Fact{fact("Ulm", stated, 1, ""), fact("Bonn", stated, 2, "")}, "Bonn", relationship.Later},
		{"the later before the better basis", relationship.Policy{Latest: true}, []relationship.Fact{fact("Ulm", guessed, 9, ""), fact("Bonn", observed, 2, "")}, "Ulm", relationship.Later},
		{"the better basis of the same day", relationship.Policy{Latest: true}, []relationship.Fact{fact("Ulm", guessed, 2, ""), fact("Bonn", observed, 2, "")}, "Bonn", relationship.BetterBasis},
		{"the trusted source", relationship.Policy{Sources: []string{"register"}}, []relationship.Fact{fact("Ulm", guessed, 1, "register"), fact("Bonn", observed, 2, "form")}, "Ulm", relationship.BetterSource},
		{"the more trusted source", relationship.Policy{Sources: []string{"form", "register"}}, []relationship.Fact{fact("Ulm", guessed, 1, "register"), fact("Bonn", guessed, 1, "form")}, "Bonn", relationship.BetterSource},
		{"nothing tells them apart", relationship.Policy{}, []relationship.Fact{fact("Ulm", stated, 1, ""), fact("Bonn", stated, 1, "")}, "Bonn", relationship.NoDifference},
		{"nothing tells types apart", relationship.Policy{}, []relationship.Fact{fact("Ulm", stated, 1, ""), fact(2.0, stated, 1, ""), fact(true, stated, 1, ""), fact(noon(1), stated, 1, "")}, true, relationship.NoDifference},
		{"why over the next that disagrees", relationship.Policy{}, []relationship.Fact{fact("Ulm", observed, 9, ""), fact("Ulm", observed, 3, ""), fact("Bonn", stated, 8, "")}, "Ulm", relationship.BetterBasis},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			elsewhere := relationship.Fact{Name: "country", Value: "x", Basis: observed}
			p := relationship.Party{Facts: append(test.facts, elsewhere)}
			pick, found := p.Fact("city", noon(10), test.policy)
			same(t, "pick", []any{pick.Fact.Value, pick.Why, found}, []any{test.want, test.why, true})
			_, found = p.Fact("planet", noon(10), test.policy)
			same(t, "what nobody says", found, false)
			_, found = p.Fact("city", noon(0), test.policy)
			same(t, "before anybody said", found, false)
		})
	}
}

func TestStrictPickOfMergedParties(t *testing.T) {
	t.Parallel()
	strict := relationship.Policy{Strict: []string{"city"}}
	yes := func(day int) relationship.Fact { return fact(true, relationship.Stated, day, "") }
	no := func(day int) relationship.Fact { return fact(false, relationship.Stated, day, "") }
	tests := []struct {
		name  string
		facts [][]relationship.Fact // of the winner, then of the losers
		want  any
		why   relationship.Reason
	}{
		{"only one knows", [][]relationship.Fact{{yes(1)}, nil}, true, relationship.OnlyOne},
		{"only the loser knows", [][]relationship.Fact{nil, {no(1)}}, false, relationship.OnlyOne},
		{"the winner refuses", [][]relationship.Fact{{no(1)}, {yes(9)}}, false, relationship.Stricter},
		{"the loser refuses", [][]relationship.Fact{{yes(9)}, {no(1)}}, false, relationship.Stricter},
		{"each changed its mind", [][]relationship.Fact{{no(1), yes(2)}, {no(3), yes(4)}}, true, relationship.Agreed},
		{"one changed its mind back", [][]relationship.Fact{{no(1), yes(2)}, {yes(3), no(4)}}, false, relationship.Stricter},
		{"an empty text refuses", [][]relationship.Fact{{fact("mail", relationship.Observed, 9, "")}, {fact("", relationship.Guessed, 1, "")}}, "", relationship.Stricter},
		{"both refuse", [][]relationship.Fact{{no(1)}, {no(2)}}, false, relationship.Agreed},
		{"both allow", [][]relationship.Fact{{yes(1)}, {yes(2)}}, true, relationship.Agreed},
		{"two texts", [][]relationship.Fact{{fact("mail", relationship.Stated, 1, "")}, {fact("call", relationship.Stated, 2, "")}}, "call", relationship.Later},
		{"one allows between two that refuse", [][]relationship.Fact{{no(1)}, {yes(9)}, {no(2)}}, false, relationship.Stricter},
		{"one refuses between two that allow", [][]relationship.Fact{{yes(1)}, {no(9)}, {yes(2)}}, false, relationship.Stricter},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			profile := relationship.Profile{Party: relationship.Party{ID: "w", Facts: test.facts[0]}}
			total := len(test.facts[0])
			for _, facts := range test.facts[1:] {
				profile.Merged = append(profile.Merged, relationship.Party{ID: "l", Facts: facts})
				total += len(facts)
			}
			pick, found := profile.Fact("city", noon(10), strict)
			same(t, "pick", []any{pick.Fact.Value, pick.Why, found}, []any{test.want, test.why, true})
			same(t, "all of them", len(pick.Others)+1, total)
		})
	}
}

func TestStrictPickListsTheNextBestFirst(t *testing.T) {
	t.Parallel()
	no := func(day int) []relationship.Fact {
		return []relationship.Fact{fact(false, relationship.Stated, day, "")}
	}
	profile := relationship.Profile{Party: relationship.Party{ID: "w", Facts: no(3)}, Merged: []relationship.Party{
		{ID: "l1", Facts: no(2)}, {ID: "l2", Facts: []relationship.Fact{fact(true, relationship.Stated, 9, "")}},
	}}
	pick, _ := profile.Fact("city", noon(10), relationship.Policy{Strict: []string{"city"}})
	same(t, "pick", pick.Fact, no(3)[0])
	same(t, "others", pick.Others, []relationship.Fact{no(2)[0], fact(true, relationship.Stated, 9, "")})
}
