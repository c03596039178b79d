package readiness

import (
	"maps"
	"slices"

	"github.com/kithcrm/kith/scoring"
)

// ReadyInstrument returns the instrument for a host that has none of its own: eleven obstacles, five usual suspects,
// and the 24 clashes of how an organisation works with what it wants to do for its customers; rated by how true each
// is, from 1, not at all, to 5, entirely. The package businesscase works out the remedy "business-case".
//
// Which roots an item speaks for, by how much, and which remedies items and roots point to is our judgement, and
// nothing measured. A host that knows better changes it: what is returned is its own.
func ReadyInstrument() Instrument {
	items := obstacles()
	items = append(items, excuses()...)
	for _, row := range clashRows() {
		items = append(items, row.items()...)
	}
	return Instrument{
		Name: "kith readiness 1", Scale: scoring.Scale{Low: 1, High: 5, Step: 1},
		Roots: []Root{
			{NoReason, "Nothing forces us to change now.", []string{"business-case", "picture"}},
			{ShortTerm, "Short-term levers are easier.", []string{"goals", "measure"}},
			{OnlyCost, "It is seen as a cost and not as an investment.", []string{"business-case", "trial"}},
		},
		Remedies: remedies(), Items: items,
	}
}

func remedies() []Remedy {
	return []Remedy{
		{"business-case", "Make the business case: what it brings, what it risks, and what waiting costs."},
		{"picture", "Agree on one picture of whom we serve, and of whom they care about."},
		{"example", "Have leaders listen to customers every month, and say what they changed because of it."},
		{"goals", "Tie goals and pay to customers who stay for years."},
		{"measure", "Put how customers feel beside sales in every report."},
		{"voice", "Listen all the time, and answer everyone who speaks up."},
		{"trial", "Try it small, with an end and a measure."},
		{"owner", "Give it one owner across departments, who may decide."},
		{"simplify", "Drop rules and steps that customers stumble over and nobody needs."},
		{"join", "Bring what is known of customers to those who serve them."},
		{"enable", "Train people, and let them act on what they hear."},
		{"room", "Stop something that matters less, to make room."},
	}
}

// speaks returns weights for the three roots, in their order.
func speaks(noReason, shortTerm, onlyCost float64) map[string]float64 {
	return map[string]float64{NoReason: noReason, ShortTerm: shortTerm, OnlyCost: onlyCost}
}

func obstacles() []Item {
	no := func(id, text string, roots map[string]float64, remedies ...string) Item {
		return Item{ID: id, Text: text, Group: Obstacle, Roots: roots, Remedies: remedies}
	}
	yes := func(id, text string, roots map[string]float64, remedies ...string) Item {
		item := no(id, text, roots, remedies...)
		item.Positive = true
		return item
	}
	return []Item{
		no("vision", "Hardly anyone here can say what we want to be for our customers.",
			speaks(3, 1, 1), "picture", "example"),
		no("leadership", "Our leaders decide without hearing from customers.",
			speaks(2, 2, 1), "example", "business-case"),
		no("culture", "Bad news from customers is not welcome here.",
			speaks(3, 1, 0), "example", "voice"),
		no("processes", "Our processes suit us more than our customers.",
			speaks(2, 1, 1), "simplify", "owner"),
		no("systems", "What we know of a customer is scattered over our systems.",
			speaks(1, 1, 3), "join", "business-case"),
		yes("capability", "Our people know how to act on what customers tell them.",
			speaks(1, 1, 2), "enable"),
		no("motivation", "Nobody here gains anything by doing more for a customer.",
			speaks(2, 2, 0), "goals", "enable"),
		no("short-term", "This quarter's figures count for more here than next year's customers.",
			speaks(0, 4, 1), "goals", "business-case"),
		yes("measurement", "We follow how customers feel as closely as what they spend.",
			speaks(1, 2, 1), "measure"),
		no("legacy", "We work as we do because we always have.",
			speaks(3, 1, 1), "picture", "trial"),
		yes("governance", "It is clear who decides when departments differ about a customer.",
			speaks(2, 1, 1), "owner"),
	}
}

func excuses() []Item {
	it := func(id, said string, roots map[string]float64, remedies ...string) Item {
		text := "Ideas for customers end at \"" + said + "\"."
		return Item{ID: id, Text: text, Group: Excuse, Roots: roots, Remedies: remedies}
	}
	return []Item{
		it("cost", "that costs too much", speaks(0, 1, 4), "business-case", "trial"),
		it("staffing", "we are too few", speaks(1, 1, 2), "room", "business-case"),
		it("priorities", "other things come first", speaks(3, 2, 0), "business-case", "picture"),
		it("busy", "we are too busy", speaks(2, 2, 0), "room", "simplify"),
		it("not-my-job", "that is not my job", speaks(2, 1, 0), "owner", "goals"),
	}
}

// A clashRow is an element of how an organisation works against the four aims.
type clashRow struct {
	element  string
	roots    map[string]float64
	remedies []string
	texts    [4]string
}

func (r clashRow) items() []Item {
	items := make([]Item, len(r.texts))
	for i, aim := range []string{"listening", "adapting", "differing", "keeping"} {
		items[i] = Item{
			ID: r.element + "-" + aim, Text: r.texts[i], Group: Clash, Element: r.element, Aim: aim,
			Roots: maps.Clone(r.roots), Remedies: slices.Clone(r.remedies),
		}
	}
	return items
}

// clashRows returns the clashes with listening, with adapting, with treating different customers differently, and with
// keeping those that there are.
func clashRows() []clashRow {
	return []clashRow{
		{"objectives", speaks(1, 3, 1), []string{"goals", "business-case"}, [4]string{
			"Our goals leave no time to listen to customers.",
			"We can meet our goals by staying as we are.",
			"Our goals count all customers alike.",
			"Our goals reward winning customers more than keeping them.",
		}},
		{"mindset", speaks(3, 1, 1), []string{"picture", "example"}, [4]string{
			"We are sure that we know what customers want without asking.",
			"We wait until others have changed first.",
			"To us, being fair means treating everyone the same.",
			"We take it for granted that customers stay.",
		}},
		{"culture", speaks(3, 1, 0), []string{"voice", "example"}, [4]string{
			"Whoever passes on a complaint is blamed for it.",
			"It is safer here to try nothing than to try something that fails.",
			"Bending a rule for a customer gets you into trouble here.",
			"We celebrate the new customer, not the one who came back.",
		}},
		{"structure", speaks(2, 1, 1), []string{"owner", "goals"}, [4]string{
			"What customers say stays in the department that heard it.",
			"A change for customers needs the consent of too many people.",
			"We are organised by what we sell, not by whom we serve.",
			"Nobody looks after a customer once the sale is made.",
		}},
		{"processes", speaks(2, 1, 1), []string{"simplify", "enable"}, [4]string{
			"There is no set way from what customers tell us to what we do about it.",
			"Once a plan is made, nothing we learn from customers changes it.",
			"Our procedures allow no exception for a customer who needs one.",
			"We notice that customers are leaving only when they have left.",
		}},
		{"technology", speaks(0, 1, 3), []string{"join", "business-case"}, [4]string{
			"What customers say is not in the tools that we work with.",
			"Our tools are too slow to change when customers' needs do.",
			"Our tools make us treat every customer the same.",
			"Our tools forget what we promised to whom.",
		}},
	}
}
