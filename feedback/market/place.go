package market

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/kithcrm/kith/feedback"
	"github.com/kithcrm/kith/relationship"
)

// In the store, and in memory, who acts in a market goes by a place: a number. These are given at the
// opening, and insiders have those that follow. Who comes later gets a place beyond all that were ever
// given: that of the act with which it is taken.
const (
	sponsorPlace = 1
	judgePlace   = 2
)

// maxInsiders bounds what is read with each act.
const maxInsiders = 100

// maxID is how long the ID of a market may be: those of its entries are longer.
const maxID = 200

// party returns a place as a market knows it.
func party(place int) relationship.PartyID { return relationship.PartyID(strconv.Itoa(place)) }

// rolePlace returns the ID of the entry that says who has a place given at the opening.
func (id ID) rolePlace(place int) feedback.EntryID {
	return id.opening() + "/" + feedback.EntryID(strconv.Itoa(place))
}

// idOf returns the ID of the market that an entry opens.
func idOf(opening feedback.EntryID) ID {
	blank := ID("").opening()
	noun, number, _ := strings.Cut(string(blank), "/")
	return ID(strings.TrimSuffix(strings.TrimPrefix(string(opening), noun), "/"+number))
}

// openings is what all openings are about.
func openings() feedback.Ref { return feedback.Ref{Noun: Noun + " openings", ID: "all"} }

// opened returns the entries that open a market: its terms without a name, and who has which place.
func (id ID) opened(m *Market) ([]feedback.Entry, error) {
	terms := m.Terms()
	who := append([]feedback.PartyID{terms.Sponsor, terms.Judge}, terms.Insiders...)
	terms.Sponsor, terms.Judge, terms.Insiders = party(sponsorPlace), party(judgePlace), nil
	for place := judgePlace + 1; place <= len(who); place++ {
		terms.Insiders = append(terms.Insiders, party(place))
	}
	text, err := json.Marshal(terms)
	if err != nil {
		return nil, err
	}
	entries := []feedback.Entry{{ID: id.opening(), About: openings(), Kind: feedback.Acted, Count: len(who), Text: string(text)}}
	for i, p := range who {
		entries = append(entries, feedback.Entry{
			ID: id.rolePlace(i + 1), About: feedback.Places(id.Ref()), By: p, Kind: feedback.Acted, Count: i + 1,
			Text: []string{"sponsor", "judge", "insider"}[min(i, 2)],
		})
	}
	return entries, nil
}

// openingOf reads an opening.
func openingOf(id ID, e *feedback.Entry) (*kept, error) {
	var terms Terms
	if err := json.Unmarshal([]byte(e.Text), &terms); err != nil {
		return nil, broken("terms that cannot be read")
	}
	m, err := Open(terms)
	if err != nil || e.Count < judgePlace {
		return nil, broken("terms that break a rule")
	}
	return &kept{id: id, terms: m.Terms(), places: e.Count, m: m}, nil
}

// entryOf returns an act as it is kept, under its number. There is no name in it, and no words: see wordsID.
func (id ID) entryOf(n int, act Act) (feedback.Entry, error) {
	e := feedback.Entry{ID: feedback.ActID(id.Ref(), n), About: id.Ref(), Kind: feedback.Acted, At: act.At}
	var err error
	if e.Count, err = strconv.Atoi(string(act.By)); err != nil {
		return e, err
	}
	act.By, act.Reason = "", ""
	text, err := json.Marshal(act)
	e.Text = string(text)
	return e, err
}

// actOf reads an act.
func actOf(e *feedback.Entry) (Act, error) {
	var act Act
	if err := json.Unmarshal([]byte(e.Text), &act); err != nil {
		return Act{}, broken("an act that cannot be read")
	}
	act.By = party(e.Count)
	return act, nil
}

// wordsID returns the ID of the entry that keeps the words that came with an act: they go with who said them.
func wordsID(act feedback.EntryID) feedback.EntryID { return act + "/words" }

// find reads who has the places given at the opening, and which places are the viewer's.
func (s *stand) find(ctx context.Context) error {
	var err error
	if s.own, err = s.hall.cafe.Family(ctx, s.viewer.Party); err != nil {
		return err
	}
	ids := make([]feedback.EntryID, 0, s.places+len(s.own))
	for place := range s.places {
		ids = append(ids, s.id.rolePlace(place+1))
	}
	for _, p := range s.own {
		ids = append(ids, feedback.PlaceID(s.id.Ref(), p))
	}
	s.roles = make(map[int]feedback.PartyID, s.places)
	for e, err := range s.hall.cafe.Acted(ctx, feedback.EntryQuery{IDs: ids, Limit: len(ids)}) {
		if err != nil {
			return err
		}
		if e.Count <= s.places {
			s.roles[e.Count] = e.By
		}
		if slices.Contains(s.own, e.By) {
			s.mine = append(s.mine, e.Count)
		}
	}
	slices.Sort(s.mine)
	s.mine = slices.Compact(s.mine)
	return nil
}

// by returns the place from which the viewer acts, a new one if there is none, and the viewer's others. The
// market is held.
func (s *stand) by() (relationship.PartyID, []relationship.PartyID) {
	if len(s.mine) == 0 {
		return party(s.places + s.m.Acts() + 1), nil
	}
	var others []relationship.PartyID
	for _, place := range s.mine[1:] {
		others = append(others, party(place))
	}
	return party(s.mine[0]), others
}

// entries returns acts as they are kept, with the place that the viewer takes by them and the words that go
// with the last one. The market is held.
func (s *stand) entries(acts []Act) ([]feedback.Entry, error) {
	var out []feedback.Entry
	for i, act := range acts {
		e, err := s.id.entryOf(s.m.Acts()+1+i, act)
		if err != nil {
			return nil, err
		}
		out = append(out, e)
	}
	last := out[len(out)-1]
	own := feedback.Entry{About: feedback.Places(s.id.Ref()), By: s.viewer.Party, Kind: feedback.Acted, At: s.now}
	if len(s.mine) == 0 {
		place := own
		place.ID, place.Count, place.Text = feedback.PlaceID(s.id.Ref(), s.viewer.Party), last.Count, "came later"
		out = append(out, place)
	}
	if reason := acts[len(acts)-1].Reason; reason != "" {
		own.ID, own.Text = wordsID(last.ID), reason
		out = append(out, own)
	}
	return out, nil
}

func broken(what string) error { return fmt.Errorf("%w: %s", feedback.ErrBrokenStore, what) }
