package main

import "github.com/kithcrm/kith/relationship"

// A Tour is what the program shows: as text the beginning of each list, as JSON all of it. Parties and
// ties stand with their IDs; names are in the book.
type Tour struct {
	// Counts are how many there are of everything.
	Counts Counts `json:"counts"`

	// Import says what was read from files; nil for the made-up case.
	Import *Import `json:"import,omitempty"`

	// PartyKinds are in the order of kinds and words.
	PartyKinds []PartyKind `json:"party_kinds"`

	// TieKinds are those that there are ties of, in the order of their names.
	TieKinds []TieKind `json:"tie_kinds"`

	// Provider is the view of one party; nil where nobody asked for one.
	Provider *Provider `json:"provider,omitempty"`

	// CaredBy says by what the ties in Cared were chosen and ordered.
	CaredBy CaredBy `json:"cared_by"`

	// Cared are the ties that people care about: the provider's customers and theirs, or everybody
	// where there is no provider. Equal ones are in the order of their IDs.
	Cared []Cared `json:"cared"`

	// Ended are the stints that are over, the latest end first, those with no known end last; then in
	// the order of their ties.
	Ended []EndedStint `json:"ended"`

	// Needs are in the order of their IDs.
	Needs []Need `json:"needs,omitempty"`

	names map[relationship.PartyID]string
}

// Counts are how many there are.
type Counts struct {
	// Parties and Ties count records; those that are merged into another party are left out.
	Parties int `json:"parties"`
	Ties    int `json:"ties"`

	// Stints counts the periods of all ties, and StintsEnded those that are over.
	Stints      int `json:"stints"`
	StintsEnded int `json:"stints_ended"`

	// Pairs counts the distinct pairs of From and To of ties.
	Pairs int `json:"pairs"`

	// Customers counts the provider's, and CustomersCustomers theirs, each party once.
	Customers          int `json:"customers"`
	CustomersCustomers int `json:"customers_customers"`
}

// A PartyKind counts the parties of one kind.
type PartyKind struct {
	// Kind is what Kith calls them, and Word what the file does, where that is another word.
	Kind relationship.PartyKind `json:"kind"`
	Word string                 `json:"word,omitempty"`

	// Parties is how many there are.
	Parties int `json:"parties"`
}

// A TieKind counts the ties of one kind.
type TieKind struct {
	// Kind is its name.
	Kind relationship.KindName `json:"kind"`

	// Phrase is how a tie reads from its From end, InversePhrase from its To end, and Words where
	// both come from.
	Phrase        string `json:"phrase"`
	InversePhrase string `json:"inverse_phrase"`
	Words         naming `json:"words"`

	// Ties, Stints and StintsEnded are as in [Counts].
	Ties        int `json:"ties"`
	Stints      int `json:"stints"`
	StintsEnded int `json:"stints_ended"`
}

// A Provider is whose view is shown.
type Provider struct {
	// ID is the party.
	ID relationship.PartyID `json:"id"`

	// Serves leads to its customers; that or Then leads from them to theirs.
	Serves string `json:"serves"`
	Then   string `json:"then,omitempty"`

	// Customers are in the order of their IDs.
	Customers []Customer `json:"customers"`
}

// A Customer is a party that the provider serves.
type Customer struct {
	// ID is the party.
	ID relationship.PartyID `json:"id"`

	// Customers are those whom it serves itself, in order. The provider is nobody's customer.
	Customers []relationship.PartyID `json:"customers"`
}

// CaredBy says how ties that people care about were found.
type CaredBy string

const (
	// byImportance takes the ties of which a party's importance is known, each from that party's end.
	// First come those that matter much and go badly, by importance * (1 - health); then those whose
	// health nobody knows, by importance.
	byImportance CaredBy = "importance"

	// byWeight takes all ties, the greatest sum of weights first.
	byWeight CaredBy = "weight"

	// byStints takes all ties, those with most stints first.
	byStints CaredBy = "stints"
)

// Cared is a tie as seen from one end.
type Cared struct {
	// Tie is the tie, and Kind what it is.
	Tie  relationship.TieID    `json:"tie"`
	Kind relationship.KindName `json:"kind"`

	// Party is who stands at this end, and Other who stands at the other.
	Party relationship.PartyID `json:"party"`
	Other relationship.PartyID `json:"other"`

	// Importance is how much Party cares about the tie, and Health how well it goes for Party, now.
	Importance relationship.Estimate `json:"importance,omitzero"`
	Health     relationship.Estimate `json:"health,omitzero"`

	// Weight is the sum of the weights of the tie.
	Weight float64 `json:"weight,omitempty"`

	// Stints is how often the tie held.
	Stints int `json:"stints"`

	phrase string
}

// An EndedStint is a period that is over.
type EndedStint struct {
	// Tie is the tie, Kind what it is, From and To whom it connects.
	Tie  relationship.TieID    `json:"tie"`
	Kind relationship.KindName `json:"kind"`
	From relationship.PartyID  `json:"from"`
	To   relationship.PartyID  `json:"to"`

	// Stint is the period.
	Stint relationship.Stint `json:"stint"`

	// Back is the stint of the same tie that goes on now, if any: they left and came back.
	Back *relationship.Stint `json:"back,omitempty"`

	phrase string
}

// A Need is what a party needs in a tie, as it is now. The fields are those of [relationship.Need].
type Need struct {
	// ID is the need, Party whose it is, and Tie where it is felt.
	ID    relationship.NeedID  `json:"id"`
	Party relationship.PartyID `json:"party"`
	Tie   relationship.TieID   `json:"tie,omitempty"`

	// Voiced says that Party asked for it, and Expected that it is expected of any supplier.
	Voiced   bool `json:"voiced"`
	Expected bool `json:"expected"`

	// Class says what meeting it does, and ClassBasis what that rests on.
	Class      relationship.Class `json:"class,omitempty"`
	ClassBasis relationship.Basis `json:"class_basis,omitempty"`

	// Importance is how much it matters, and Satisfaction how well it is met.
	Importance   relationship.Estimate `json:"importance,omitzero"`
	Satisfaction relationship.Estimate `json:"satisfaction,omitzero"`

	text string
}
