package drawing

import (
	"strconv"
	"time"
	"unicode/utf8"

	"github.com/kithcrm/kith/relationship"
)

// A Map is what is drawn: parties, the ties between them, and what stands in the middle. Make one
// with [Around], or by hand. Drawing never changes it.
type Map struct {
	// Parties are those drawn, in any order, each ID once. One without a name is shown by its ID;
	// one of no known kind gets a plain shape.
	Parties []relationship.Party

	// Ties connect the parties, in any order, each ID once; both ends of each are among Parties.
	// Those that do not hold at Config.At are not drawn, and the drawing says how many they are.
	Ties []relationship.Tie

	// Centre is the party in the middle. It is empty where Tie is set.
	Centre relationship.PartyID

	// Tie is a tie whose two ends stand side by side in the middle, and which is marked: the
	// critical one. It is empty where Centre is set. It must hold at Config.At.
	Tie relationship.TieID

	// LeftOut is how many more parties there are for which there was no room, 0 or more. The
	// drawing says so.
	LeftOut int
}

// A Config says how to draw a Map. At must be set; the other fields may stay zero.
type Config struct {
	// At is the instant as of which ties and their readings are shown. The drawing gives the day
	// in UTC.
	At time.Time

	// Kinds are the words for the ties. The zero Kinds means [relationship.ReadyKinds]. A tie of
	// any other kind is labelled with the kind's name.
	Kinds relationship.Kinds

	// Marked are ties to be marked beside Map.Tie, in any order. Those that are not drawn are
	// ignored, since the ties worth marking may lie outside the map.
	Marked []relationship.TieID

	// Title is the heading. Empty means one that names what stands in the middle.
	Title string
}

// check returns the first rule that the map breaks, met while doing op.
func (m Map) check(op string, cfg Config) error {
	switch {
	case cfg.At.IsZero():
		return broken(op, "At", "must be set")
	case m.LeftOut < 0:
		return broken(op, "LeftOut", "must not be below 0")
	case m.Centre != "" && m.Tie != "":
		return broken(op, "Tie", "must be empty where Centre is set")
	case m.Centre == "" && m.Tie == "":
		return broken(op, "Centre", "must be set where Tie is empty")
	}
	parties, err := m.checkParties(op)
	if err != nil {
		return err
	}
	return m.checkTies(op, cfg.At, parties)
}

// checkParties returns the IDs of the parties.
func (m Map) checkParties(op string) (map[relationship.PartyID]bool, error) {
	seen := make(map[relationship.PartyID]bool, len(m.Parties))
	for i, p := range m.Parties {
		field := "Parties[" + strconv.Itoa(i) + "].ID"
		if err := checkID(op, field, string(p.ID), seen[p.ID]); err != nil {
			return nil, err
		}
		seen[p.ID] = true
	}
	if m.Centre != "" && !seen[m.Centre] {
		return nil, broken(op, "Centre", "must be among Parties")
	}
	return seen, nil
}

func (m Map) checkTies(op string, at time.Time, parties map[relationship.PartyID]bool) error {
	seen := make(map[relationship.TieID]bool, len(m.Ties))
	central := m.Tie == ""
	for i := range m.Ties {
		t := &m.Ties[i]
		field := "Ties[" + strconv.Itoa(i) + "]"
		if err := checkID(op, field+".ID", string(t.ID), seen[t.ID]); err != nil {
			return err
		}
		seen[t.ID] = true
		for _, side := range sides() {
			if !parties[t.Party(side)] {
				return broken(op, field+"."+endName(side), "must be among Parties")
			}
			if err := checkEnd(op, field+".Ends."+endName(side), lookAt(t.End(side), at)); err != nil {
				return err
			}
		}
		if t.ID == m.Tie {
			if !t.Holds(at) {
				return broken(op, "Tie", "must hold at Config.At")
			}
			central = true
		}
	}
	if !central {
		return broken(op, "Tie", "must be among Ties")
	}
	return nil
}

// checkEnd checks the numbers that are drawn.
func checkEnd(op, field string, l look) error {
	for _, e := range []struct {
		name string
		is   relationship.Estimate
	}{{"Importance", l.importance}, {"Health", l.health}} {
		if e.is.Known() && !(e.is.Value >= 0 && e.is.Value <= 1) { // NaN too
			return broken(op, field+"."+e.name, "must be in 0..1")
		}
	}
	return nil
}

func checkID(op, field, id string, seen bool) error {
	switch {
	case id == "":
		return broken(op, field, "must not be empty")
	case len(id) > relationship.MaxID:
		return broken(op, field, "must be at most 255 bytes")
	case !utf8.ValidString(id):
		return broken(op, field, "must be valid UTF-8")
	case seen:
		return broken(op, field, "must not be there twice")
	}
	return nil
}

// sides returns the two ends of a tie, in order.
func sides() [2]relationship.Side {
	return [2]relationship.Side{relationship.FromSide, relationship.ToSide}
}

// endName is the name of the fields that hold an end.
func endName(s relationship.Side) string {
	if s == relationship.ToSide {
		return "To"
	}
	return "From"
}
