package relationshiptest

import (
	"time"

	"github.com/kithcrm/kith/relationship"
)

// The full records have something in every field, so that a field that is not kept shows. A test
// sees to it that none is forgotten.

func fullParty() relationship.Party {
	return relationship.Party{
		ID: "full-party", Kind: relationship.Organisation, Name: "Ünïcode & Söhne <GmbH>",
		Facts: fullFacts(), MergedInto: "other-party",
	}
}

// fullFacts has facts that disagree, two alike, and an order that is that of nothing else.
func fullFacts() []relationship.Fact {
	fact := func(name string, value any, source string, basis relationship.Basis, at time.Time) relationship.Fact {
		return relationship.Fact{Name: name, Value: value, Source: source, Basis: basis, At: at}
	}
	return []relationship.Fact{
		fact("since", noon(1), "register", relationship.Observed, noon(2)),
		fact("city", "Köln", "web form", relationship.Stated, noon(4)),
		fact("city", "Bonn", "", relationship.Guessed, noon(3)),
		fact("active", true, "web form", relationship.Stated, time.Time{}),
		fact("active", false, "register", relationship.Observed, time.Time{}),
		fact("size", 12.5, "register", relationship.Observed, noon(2)),
		fact("city", "Köln", "web form", relationship.Stated, noon(4)),
	}
}

func fullReadings(n int) relationship.Readings {
	return relationship.Readings{
		{At: noon(n), Source: "survey", Estimate: relationship.Estimate{Value: .5, Low: .25, High: .75, N: 12, Basis: relationship.Guessed, Guesses: .125}},
		{At: noon(n - 1), Source: "visits", Estimate: relationship.Estimate{Value: .1, Low: .1, High: .1, Basis: relationship.Observed}},
	}
}

func fullTie() relationship.Tie {
	return relationship.Tie{
		ID: "full-tie", Kind: "works-for", From: "from-party", To: "to-party",
		Stints: []relationship.Stint{
			{From: noon(-90), To: noon(-80)}, {From: noon(-70), Ended: true}, {From: noon(-60), To: noon(-50)}, {From: noon(-40)},
		},
		Ends: relationship.Ends{
			From: relationship.End{Role: "apprentice", Importance: fullReadings(10), Health: fullReadings(20)},
			To:   relationship.End{Role: "master", Importance: fullReadings(30), Health: fullReadings(40)},
		},
		Facts: fullFacts(),
	}
}

func fullNeed() relationship.Need {
	return relationship.Need{
		ID: "full-need", Party: "from-party", Tie: "full-tie", Text: "to be asked before, not after",
		Importance: fullReadings(10), Satisfaction: fullReadings(20), Voiced: true, Expected: true,
		Class: relationship.Delighter, ClassBasis: relationship.Stated,
		During: relationship.Stint{From: noon(-9), To: noon(-8)},
	}
}
