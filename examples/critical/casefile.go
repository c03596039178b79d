package main

import (
	"fmt"

	"github.com/kithcrm/kith/relationship"
	"github.com/kithcrm/kith/relationship/network"
)

// A caseFile is what somebody wrote down of a provider, its customers, and the ties that these have.
type caseFile struct {
	Title string `json:"title"`
	About string `json:"about"` // what it is, and whether anyone in it is real
	At    day    `json:"at"`    // the day that is asked about
	Since day    `json:"since"` // the day to compare needs with; may be missing
	Unit  string `json:"unit"`  // of worths, incomes and payments

	Provider  relationship.PartyID `json:"provider"`
	Customers struct {
		Path string `json:"path"` // leads from the provider to them
		Are  string `json:"are"`  // their noun, for many
	} `json:"customers"`

	Standings []standing `json:"standings"`
	Parties   []party    `json:"parties"`
	Ties      []tie      `json:"ties"`
	Needs     []need     `json:"needs"`

	name   string
	places places
}

// A standing is a kind of tie as the customers live it.
type standing struct {
	Kind  relationship.KindName `json:"kind"`
	Side  side                  `json:"side"` // the customers' end
	Ours  bool                  `json:"ours"` // the provider is at the other end
	Words string                `json:"words"`
	Reach reading               `json:"reach"` // how far health can be improved, if anyone knows
}

func (s *standing) key() network.Standing {
	return network.Standing{Kind: s.Kind, Side: relationship.Side(s.Side), Ours: s.Ours}
}

type party struct {
	ID     relationship.PartyID   `json:"id"`
	Kind   relationship.PartyKind `json:"kind"`
	Name   string                 `json:"name"`
	Worth  []reading              `json:"worth"`  // to the provider
	Income reading                `json:"income"` // from everywhere
}

type tie struct {
	ID      relationship.TieID    `json:"id"`
	Kind    relationship.KindName `json:"kind"`
	From    relationship.PartyID  `json:"from"`
	To      relationship.PartyID  `json:"to"`
	Since   day                   `json:"since"`
	Until   day                   `json:"until"`
	FromEnd end                   `json:"from_end"`
	ToEnd   end                   `json:"to_end"`
	Payer   relationship.PartyID  `json:"payer"` // which of the two pays the other
	Paid    reading               `json:"paid"`  // how much, if anyone knows
}

type end struct {
	Importance []reading `json:"importance"`
	Health     []reading `json:"health"`
}

type need struct {
	ID           relationship.NeedID  `json:"id"`
	Party        relationship.PartyID `json:"party"`
	Tie          relationship.TieID   `json:"tie"`
	Text         string               `json:"text"`
	Voiced       bool                 `json:"voiced"`
	Expected     bool                 `json:"expected"`
	Class        relationship.Class   `json:"class"`
	ClassBasis   relationship.Basis   `json:"class_basis"`
	Importance   []reading            `json:"importance"`
	Satisfaction []reading            `json:"satisfaction"`
	Since        day                  `json:"since"`
	Until        day                  `json:"until"`
}

// check returns the first rule that the file breaks and that the library cannot know of.
func (c *caseFile) check() error {
	there := map[relationship.PartyID]bool{}
	for i, p := range c.Parties {
		there[p.ID] = true
		if p.ID == "" {
			return c.wrong(fmt.Sprintf("parties[%d]", i), "must have an id")
		}
	}
	switch {
	case c.At.time().IsZero():
		return c.wrong("at", "must be a day such as 2026-03-02")
	case !there[c.Provider]:
		return c.wrong("provider", "must be the id of one of the parties")
	case c.Customers.Are == "":
		return c.wrong("customers.are", "must be a noun for the customers, such as brokers")
	case !c.Since.time().IsZero() && !c.Since.time().Before(c.At.time()):
		return c.wrong("since", "must be before at")
	}
	return c.checkLists()
}

func (c *caseFile) checkLists() error {
	seen := map[network.Standing]bool{}
	for i, s := range c.Standings {
		if s.Reach.Estimate.High > 1 {
			return c.wrong(fmt.Sprintf("standings[%d].reach", i), "must be in 0..1")
		}
		if seen[s.key()] {
			return c.wrong(fmt.Sprintf("standings[%d]", i), "must not be that of an earlier one")
		}
		seen[s.key()] = true
	}
	for i, t := range c.Ties {
		if t.ID == "" {
			return c.wrong(fmt.Sprintf("ties[%d]", i), "must have an id")
		}
		if t.Payer == "" && t.Paid.known() {
			return c.wrong(fmt.Sprintf("ties[%d].paid", i), "must have a payer")
		}
		if t.Payer != "" && t.Payer != t.From && t.Payer != t.To {
			return c.wrong(fmt.Sprintf("ties[%d].payer", i), "must be from or to")
		}
	}
	for i, n := range c.Needs {
		if n.ID == "" {
			return c.wrong(fmt.Sprintf("needs[%d]", i), "must have an id")
		}
	}
	return nil
}

// batch returns the records of the file, in its order.
func (c *caseFile) batch() relationship.Batch {
	var b relationship.Batch
	for _, p := range c.Parties {
		b.Parties = append(b.Parties, relationship.Party{ID: p.ID, Kind: p.Kind, Name: p.Name})
	}
	for _, t := range c.Ties {
		b.Ties = append(b.Ties, relationship.Tie{
			ID: t.ID, Kind: t.Kind, From: t.From, To: t.To,
			Stints: []relationship.Stint{{From: t.Since.time(), To: t.Until.time()}},
			Ends:   relationship.Ends{From: t.FromEnd.record(), To: t.ToEnd.record()},
		})
	}
	for _, n := range c.Needs {
		b.Needs = append(b.Needs, relationship.Need{
			ID: n.ID, Party: n.Party, Tie: n.Tie, Text: n.Text,
			Voiced: n.Voiced, Expected: n.Expected, Class: n.Class, ClassBasis: n.ClassBasis,
			Importance: readings(n.Importance), Satisfaction: readings(n.Satisfaction),
			During: relationship.Stint{From: n.Since.time(), To: n.Until.time()},
		})
	}
	return b
}

func (e end) record() relationship.End {
	return relationship.End{Importance: readings(e.Importance), Health: readings(e.Health)}
}
