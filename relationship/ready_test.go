package relationship_test

import (
	"strings"
	"testing"

	"github.com/kithcrm/kith/relationship"
)

// Each case of MISSION A3 is a chain from us to the tie that our customers care about. From the
// first party one walks along phrases to the last.
func TestReadyKindsCoverTheSevenCases(t *testing.T) {
	t.Parallel()
	organisation := func(id relationship.PartyID) relationship.Party {
		return relationship.Party{ID: id, Kind: relationship.Organisation}
	}
	family := relationship.Party{ID: "family", Kind: relationship.Group}
	tests := []struct {
		name    string
		parties []relationship.Party
		ties    []relationship.Tie
		want    []string // what the parties between the first and the last say
	}{
		{
			"a group-health insurer, a broker, an employer's decision maker",
			append(people("decider"), organisation("insurer"), organisation("broker"), organisation("employer")),
			[]relationship.Tie{
				tie("1", "sells-through", "insurer", "broker"), tie("2", "advises", "broker", "employer"),
				tie("3", "decides-for", "decider", "employer"), tie("4", "insures", "insurer", "employer"),
			},
			[]string{
				"insurer sells through broker", "broker sells for insurer", "broker advises employer",
				"employer is advised by broker", "decider decides for employer", "employer has decisions made by decider",
				"insurer insures employer", "employer is insured by insurer",
			},
		},
		{
			"a tyre maker, a tyre shop, a driver",
			append(people("driver"), organisation("maker"), organisation("shop")),
			[]relationship.Tie{tie("1", "supplies", "maker", "shop"), tie("2", "serves", "shop", "driver")},
			[]string{"maker supplies shop", "shop buys from maker", "shop serves driver", "driver is served by shop"},
		},
		{
			"a broker-dealer, an adviser, an investor",
			append(people("adviser", "investor"), organisation("dealer")),
			[]relationship.Tie{tie("1", "sells-through", "dealer", "adviser"), tie("2", "advises", "adviser", "investor")},
			[]string{"dealer sells through adviser", "adviser advises investor", "investor is advised by adviser"},
		},
		{
			"an assisted-living home, a resident, the daughter who cares for her",
			append(people("resident", "daughter"), organisation("home")),
			[]relationship.Tie{
				tie("1", "lives-in", "resident", "home"), tie("2", "cares-for", "daughter", "resident"), tie("3", "parent", "resident", "daughter"),
			},
			[]string{
				"home is home to resident", "resident lives in home", "daughter cares for resident",
				"resident is cared for by daughter", "resident is a parent of daughter", "daughter is a child of resident",
			},
		},
		{
			"a jeweller, a giver, a recipient",
			append(people("giver", "recipient"), organisation("jeweller")),
			[]relationship.Tie{tie("1", "supplies", "jeweller", "giver"), tie("2", "gives-to", "giver", "recipient"), tie("3", "partner", "giver", "recipient")},
			[]string{
				"giver buys from jeweller", "giver gives to recipient", "recipient receives from giver",
				"giver is the partner of recipient", "recipient is the partner of giver",
			},
		},
		{
			"a grocer, a shopper, the cook and the family at home",
			append(people("shopper", "cook"), organisation("grocer"), family),
			[]relationship.Tie{
				tie("1", "supplies", "grocer", "shopper"), tie("2", "shops-for", "shopper", "family"),
				tie("3", "cooks-for", "cook", "family"), tie("4", "member-of", "cook", "family"), tie("5", "shops-for", "shopper", "cook"),
			},
			[]string{
				"shopper shops for family", "family has shopping done by shopper", "cook cooks for family",
				"family eats what is cooked by cook", "family has the member cook", "cook has shopping done by shopper",
			},
		},
		{
			"an association, a member, and who he wants to become",
			append(people("member"), organisation("association")),
			[]relationship.Tie{tie("1", "member-of", "member", "association"), tie("2", "self", "member", "member")},
			[]string{"member is a member of association", "association has the member member", "member wants to become member"},
		},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			d := newDesk(t)
			put(t, d.Book, relationship.Batch{Parties: test.parties, Ties: test.ties})
			said := map[string]bool{}
			for _, p := range test.parties {
				for _, v := range around(t, &d.Reader, p.ID) {
					said[strings.Join([]string{string(v.Self.ID), v.Phrase, string(v.Other.ID)}, " ")] = true
					if v.Role == "" || v.TheyAre == "" {
						t.Errorf("%s has no role in the tie with %s", v.Self.ID, v.Other.ID)
					}
				}
			}
			for _, want := range test.want {
				if !said[want] {
					t.Errorf("nobody says %q, of: %v", want, said)
				}
			}
			same(t, "findings", all(t, d.Check(t.Context())), []relationship.Finding{})
		})
	}
}

func TestReadyKindsAreValidAndInOrder(t *testing.T) {
	t.Parallel()
	var last relationship.KindName
	phrases := map[string]relationship.KindName{}
	for k := range relationship.ReadyKinds().All() {
		if k.Name <= last {
			t.Errorf("%q comes after %q", k.Name, last)
		}
		last = k.Name
		if _, err := (relationship.Kinds{}).With(k); err != nil {
			t.Errorf("%s: got error %v, want none", k.Name, err)
		}
		for _, end := range []relationship.KindEnd{k.From, k.To} {
			if other, taken := phrases[end.Phrase]; taken && other != k.Name {
				t.Errorf("%q is said of %s and of %s", end.Phrase, other, k.Name)
			}
			phrases[end.Phrase] = k.Name
		}
		if k.Symmetric != (k.From.Phrase == k.To.Phrase) {
			t.Errorf("%s: symmetric is %v, and the phrases are %q and %q", k.Name, k.Symmetric, k.From.Phrase, k.To.Phrase)
		}
	}
	// Nobody can change them for others.
	if a, b := relationship.ReadyKinds(), relationship.ReadyKinds(); !equal(kindsOf(a), kindsOf(b)) {
		t.Error("two calls give different kinds")
	}
}

func kindsOf(ks relationship.Kinds) []relationship.Kind {
	var out []relationship.Kind
	for k := range ks.All() {
		out = append(out, k)
	}
	return out
}
