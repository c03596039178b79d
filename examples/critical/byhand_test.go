package main

import (
	"cmp"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"github.com/kithcrm/kith/relationship"
)

// Here everything is worked out once more without the library: who the customers are, what is known of
// their ties on the day, and what rests on each kind.

// A wanted case is what the mission says of one of the cases.
type wanted struct {
	name     string
	customer link // between the provider and its customers
	wins     link // the customers' tie that matters most
}

// A link is a kind of tie and the customers' end of it.
type link struct {
	kind string
	side string
	ours bool
}

func wantedCases() []wanted {
	return []wanted{
		{"1-insurer", link{"sells-through", "to", true}, link{"advises", "from", false}},
		{"2-tyre-maker", link{"supplies", "to", true}, link{"serves", "from", false}},
		{"3-broker-dealer", link{"serves", "to", true}, link{"advises", "from", false}},
		{"4-assisted-living", link{"lives-in", "from", true}, link{"cares-for", "to", false}},
		{"5-jeweller", link{"supplies", "to", true}, link{"gives-to", "from", false}},
		{"6-grocer", link{"supplies", "to", true}, link{"shops-for", "from", false}},
		{"7-association", link{"member-of", "from", true}, link{"self", "from", false}},
	}
}

func symmetric(kind relationship.KindName) bool {
	return slices.Contains([]relationship.KindName{"self", "friend", "colleague", "neighbour", "spouse"}, kind)
}

// readCase reads one of the seven files anew, so that a test may change it.
func readCase(t testing.TB, name string) *caseFile {
	t.Helper()
	path := filepath.Join("cases", name+".json")
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	c, err := parseCase(path, text)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func allCases(t testing.TB) []*caseFile {
	t.Helper()
	var all []*caseFile
	for _, w := range wantedCases() {
		all = append(all, readCase(t, w.name))
	}
	return all
}

// known returns the latest of the best readings on a day, and whether there is one.
func known(of []reading, on time.Time) (float64, bool) {
	var best *reading
	for i := range of {
		r := &of[i]
		if r.At.After(on) {
			continue
		}
		if best == nil || cmp.Or(cmp.Compare(r.Estimate.Basis, best.Estimate.Basis), r.At.Compare(best.At)) > 0 {
			best = r
		}
	}
	if best == nil {
		return 0, false
	}
	return best.Estimate.Value, true
}

// customerEnd is a tie that holds on the day, at a customer's end.
type customerEnd struct {
	link
	customer relationship.PartyID
	end      *end
}

// customerEnds returns the ties of all customers, who are found by one kind of tie with the provider.
func customerEnds(c *caseFile, by link) []customerEnd {
	held := func(t *tie) bool {
		until := t.Until.time()
		return !t.Since.time().After(c.At.time()) && (until.IsZero() || until.After(c.At.time()))
	}
	customers := map[relationship.PartyID]bool{}
	for i := range c.Ties {
		t := &c.Ties[i]
		switch {
		case !held(t) || string(t.Kind) != by.kind:
		case by.side == "to" && t.From == c.Provider:
			customers[t.To] = true
		case by.side == "from" && t.To == c.Provider:
			customers[t.From] = true
		}
	}
	var ends []customerEnd
	for i := range c.Ties {
		t := &c.Ties[i]
		if !held(t) {
			continue
		}
		if customers[t.From] {
			ends = append(ends, customerEnd{link{string(t.Kind), "from", t.To == c.Provider}, t.From, &t.FromEnd})
		}
		if customers[t.To] && t.From != t.To {
			side := "to"
			if symmetric(t.Kind) {
				side = "from"
			}
			ends = append(ends, customerEnd{link{string(t.Kind), side, t.From == c.Provider}, t.To, &t.ToEnd})
		}
	}
	return ends
}

// A figure is what rests on a kind of tie.
type figure struct{ exposure, gain, rank float64 }

// byHand sums up what rests on each kind of tie of which something is known.
func byHand(c *caseFile, by link) map[link]figure {
	ends, total := customerEnds(c, by), 0.0
	worth := map[relationship.PartyID]float64{}
	for _, p := range c.Parties {
		if slices.ContainsFunc(ends, func(e customerEnd) bool { return e.customer == p.ID }) {
			worth[p.ID], _ = known(p.Worth, c.At.time())
			total += worth[p.ID]
		}
	}
	reach := map[link]float64{}
	for _, s := range c.Standings {
		if s.Reach.known() {
			reach[link{string(s.Kind), relationship.Side(s.Side).String(), s.Ours}] = s.Reach.Estimate.Value
		}
	}
	sums := map[link]figure{}
	for customer, w := range worth {
		largest := map[link]figure{} // of several ties of one kind
		for _, e := range ends {
			importance, weighed := known(e.end.Importance, c.At.time())
			health, rated := known(e.end.Health, c.At.time())
			if e.customer == customer && weighed && rated {
				f := largest[e.link]
				f.exposure = max(f.exposure, w/total*importance*(1-health))
				f.gain = max(f.gain, w/total*importance*min(reach[e.link], 1-health))
				largest[e.link] = f
			}
		}
		for l, f := range largest {
			sum := sums[l]
			sums[l] = figure{exposure: sum.exposure + f.exposure, gain: sum.gain + f.gain}
		}
	}
	for l, f := range sums {
		f.rank = f.exposure
		if _, ok := reach[l]; ok {
			f.rank = f.gain
		}
		sums[l] = f
	}
	return sums
}

// winner returns the kind of tie with the highest rank.
func winner(figures map[link]figure) link {
	var best link
	for l, f := range figures {
		if best == (link{}) || f.rank > figures[best].rank {
			best = l
		}
	}
	return best
}
