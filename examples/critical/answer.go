package main

import (
	"github.com/kithcrm/kith/relationship"
	"github.com/kithcrm/kith/relationship/network"
)

// An answer is what the program says of a case: as text the beginning of each list, as JSON all of it.
// Parties, ties and needs stand with their IDs; names are in the file.
type answer struct {
	Case      string                `json:"case"`
	Title     string                `json:"title"`
	About     string                `json:"about"`
	At        string                `json:"at"`
	Since     string                `json:"since,omitempty"`
	Unit      string                `json:"unit"`
	Provider  relationship.PartyID  `json:"provider"`
	Customers int                   `json:"customers"`
	Unvalued  int                   `json:"unvalued"` // customers of unknown worth, left out of the rest
	Worth     relationship.Estimate `json:"worth"`
	Kinds     []kind                `json:"kinds"` // best first
	Needs     needs                 `json:"needs"`
	Income    *income               `json:"income,omitempty"`

	are   string // the noun for the customers
	names map[relationship.PartyID]string
}

// A kind is how much rests on one kind of tie; see [network.CriticalKind].
type kind struct {
	Kind        relationship.KindName `json:"kind"`
	Side        string                `json:"side"`
	Ours        bool                  `json:"ours"`
	Words       string                `json:"words"`
	Exposure    relationship.Estimate `json:"exposure,omitzero"`
	Gain        relationship.Estimate `json:"gain,omitzero"`
	Customers   int                   `json:"customers"`
	Ties        int                   `json:"ties"`
	Unknown     int                   `json:"unknown"` // ties left out
	Covered     float64               `json:"covered"`
	Association relationship.Estimate `json:"association,omitzero"`
	Largest     []single              `json:"largest"`
}

// rank is what kinds are ordered by.
func (k *kind) rank() relationship.Estimate {
	return (&network.CriticalKind{Exposure: k.Exposure, Gain: k.Gain}).Rank()
}

// A single tie of a customer.
type single struct {
	Tie      relationship.TieID    `json:"tie"`
	Customer relationship.PartyID  `json:"customer"`
	With     relationship.PartyID  `json:"with"`
	Exposure relationship.Estimate `json:"exposure"`
	Gain     relationship.Estimate `json:"gain,omitzero"`
}

// rank is what single ties are ordered by.
func (t *single) rank() relationship.Estimate {
	return (&network.CriticalTie{Exposure: t.Exposure, Gain: t.Gain}).Rank()
}

// needs are what the customers, and those they are tied to, need in their ties.
type needs struct {
	Openings       []opening             `json:"openings"`
	UnspokenBasics []opening             `json:"unspoken_basics"`
	AskedUnmet     []opening             `json:"asked_unmet"`
	TableStakes    []opening             `json:"table_stakes"`
	Gone           []opening             `json:"gone"`
	NoImportance   []relationship.NeedID `json:"no_importance"`
	Unrated        []relationship.NeedID `json:"unrated"`
}

// An opening is one need, as all who have it feel it.
type opening struct {
	Text         string                 `json:"text"`
	Opportunity  relationship.Estimate  `json:"opportunity,omitzero"`
	Importance   relationship.Estimate  `json:"importance"`
	Satisfaction relationship.Estimate  `json:"satisfaction,omitzero"`
	Change       relationship.Estimate  `json:"change,omitzero"`
	New          bool                   `json:"new"`
	Needs        []relationship.NeedID  `json:"needs"`
	Parties      []relationship.PartyID `json:"parties"`
	Ties         []relationship.TieID   `json:"ties"`
}

// income is how far down the chain the provider's income rests.
type income struct {
	Sum     relationship.Estimate   `json:"sum"`
	Rests   []relationship.Estimate `json:"rests"` // shares, by payments away from the provider
	Ties    []carrier               `json:"ties"`
	Unknown []relationship.TieID    `json:"unknown"` // ties with payments of unknown amount
}

// A carrier is a tie over which income comes, and what is lost without it.
type carrier struct {
	Tie   relationship.TieID    `json:"tie"`
	From  relationship.PartyID  `json:"from"`
	To    relationship.PartyID  `json:"to"`
	Depth int                   `json:"depth"` // which payment on the way to the provider it carries: 1 for one with it
	Lost  relationship.Estimate `json:"lost"`
}
