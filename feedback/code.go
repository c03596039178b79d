package feedback

import (
	"context"
	"crypto/sha256"
	"encoding/base32"
	"errors"
	"io"
	"iter"
	"strings"
	"time"
	"unicode"

	"github.com/kithcrm/kith/relationship"
)

// unnamed is how the IDs of those begin who gave no name.
const unnamed = "unnamed-"

// Pseudonym returns the ID by which someone without a name is known who holds a secret code: the same
// for the same code, however it is spaced and in whatever case, and one from which the code cannot be
// found.
func Pseudonym(code string) PartyID {
	letters := strings.Map(func(r rune) rune {
		if !unicode.IsLetter(r) && !unicode.IsDigit(r) {
			return -1 // such as the space or the dash that a letter or a web page makes of ours
		}
		return r
	}, strings.ToUpper(code))
	sum := sha256.Sum256([]byte("kith/pseudonym\x00" + letters))
	text := base32.StdEncoding.WithPadding(base32.NoPadding).EncodeToString(sum[:20])
	return PartyID(unnamed + strings.ToLower(text))
}

func isPseudonym(p PartyID) bool { return strings.HasPrefix(string(p), unnamed) }

// newCode returns a secret code of 130 random bits, such as "K7Q2P-...".
func (c *house) newCode() (string, error) {
	var random [17]byte
	if _, err := io.ReadFull(c.cfg.Random, random[:]); err != nil {
		return "", err
	}
	letters := base32.StdEncoding.EncodeToString(random[:])[:26]
	var groups []string
	for len(letters) > 5 {
		groups, letters = append(groups, letters[:5]), letters[5:]
	}
	return strings.Join(append(groups, letters), "-"), nil
}

// Enter returns the viewer who holds a secret code, for [Cafe.For]: someone who left an item without
// a name. Source is where the code comes from, such as the address of a connection; what is kept of
// it is a hash.
//
// It returns an error matching [ErrNotFound] for a wrong code, and one matching [ErrTooMany], without a
// look at the code, once too many wrong ones came from a source within an hour: see
// [Config.CodeTries].
func (c *Cafe) Enter(ctx context.Context, source, code string) (Viewer, error) {
	v, err := c.enter(ctx, source, code)
	return v, opError("enter by code", "", err)
}

func (c *house) enter(ctx context.Context, source, code string) (Viewer, error) {
	guard := c.triesOf(source)
	tried, err := first(c.entries(ctx, EntryQuery{IDs: []EntryID{guard.ID}}))
	if err != nil && !errors.Is(err, ErrNotFound) {
		return Viewer{}, err
	}
	if tried.Count >= c.cfg.CodeTries {
		return Viewer{}, ErrTooMany
	}
	who := Pseudonym(code)
	_, err = first(c.items(ctx, ItemQuery{Authors: []PartyID{who}, Limit: 1}))
	switch {
	case err == nil:
		return Viewer{Party: who}, nil
	case !errors.Is(err, ErrNotFound):
		return Viewer{}, err
	}
	if err := c.countTry(ctx, guard); err != nil {
		return Viewer{}, err
	}
	return Viewer{}, ErrNotFound
}

// triesOf returns the entry that counts the wrong codes from a source within this hour.
func (c *house) triesOf(source string) Entry {
	now := c.cfg.Now()
	about := Ref{Noun: "source", ID: relationship.IDFrom("kith/source", source)}
	hour := now.UTC().Truncate(time.Hour).Format(time.RFC3339)
	return Entry{ID: EntryID(relationship.IDFrom("kith/tries", about.ID+hour)), About: about, Kind: Guard, At: now}
}

func (c *house) countTry(ctx context.Context, guard Entry) error {
	_, err := c.write(ctx, "", func(d *draft) error {
		e, err := first(c.entries(ctx, EntryQuery{IDs: []EntryID{guard.ID}}))
		switch {
		case errors.Is(err, ErrNotFound):
			e = guard
		case err != nil:
			return err
		}
		e.Count++
		d.entry(e)
		return nil
	})
	return err
}

// Join links what was left under a secret code to the viewer, who must have a name: from then on it is
// the viewer's own. What was said stays as it was said; only who sees that it is the viewer's changes.
// Joining again does nothing. Errors are those of [Cafe.Enter], and one matching [ErrExists] where
// somebody else has joined it.
func (v *Visit) Join(ctx context.Context, source, code string) error {
	return opError("join", "", v.join(ctx, source, code))
}

func (v *Visit) join(ctx context.Context, source, code string) error {
	if v.viewer.Party == "" || isPseudonym(v.viewer.Party) {
		return &relationship.OpError{Room: room, Field: "Viewer.Party", Rule: "must be a party with a name", Err: ErrInvalid}
	}
	holder, err := v.enter(ctx, source, code)
	if err != nil {
		return err
	}
	from, to := holder.Party.Ref(), v.viewer.Party.Ref()
	id := joinID(holder.Party)
	e, err := v.eye(ctx)
	if err != nil {
		return err
	}
	_, err = v.write(ctx, v.viewer.Party, func(d *draft) error {
		l, err := first(v.links(ctx, LinkQuery{IDs: []LinkID{id}}))
		switch {
		case errors.Is(err, ErrNotFound):
			d.link(Link{ID: id, From: from, To: to, By: v.viewer.Party, At: d.now, Why: "joined by code"})
			return nil
		case err == nil && !e.is(PartyID(l.To.ID)):
			return ErrExists
		}
		return err
	})
	return err
}

// joinID returns the ID of the link by which a party joins a pseudonym. It is made from that end only, so
// that no two can join it.
func joinID(holder PartyID) LinkID {
	return LinkID(relationship.IDFrom("kith/join", string(holder)))
}

// joins reports whether a link says that a pseudonym joined a party. No other link between two parties
// does, so that nobody can make somebody else's words their own by one.
func (l *Link) joins() bool {
	holder := PartyID(l.From.ID)
	return l.ID == joinID(holder) && l.From == holder.Ref() && l.To.Noun == relationship.NounParty && l.Standing == Stands
}

// joinedTo returns the pseudonyms that joined some parties.
func (c *house) joinedTo(ctx context.Context, parties []PartyID) (crossed, error) {
	refs := make([]Ref, len(parties))
	for i, p := range parties {
		refs[i] = p.Ref()
	}
	joined := crossed{}
	for l, err := range inTurns(refs, func(to []Ref) iter.Seq2[Link, error] { return c.links(ctx, LinkQuery{To: to}) }) {
		if err != nil {
			return nil, err
		}
		if l.joins() {
			to := PartyID(l.To.ID)
			joined[to] = append(joined[to], PartyID(l.From.ID))
		}
	}
	return joined, nil
}

// joinedBy notes whom those of some parties joined who are pseudonyms.
func (c *house) joinedBy(ctx context.Context, parties []PartyID, joined map[PartyID]PartyID) error {
	var unnamed []Ref
	for _, p := range parties {
		if isPseudonym(p) {
			unnamed = append(unnamed, p.Ref())
		}
	}
	for l, err := range inTurns(unnamed, func(from []Ref) iter.Seq2[Link, error] {
		return c.links(ctx, LinkQuery{From: from, Limit: manyPages})
	}) {
		if err != nil {
			return err
		}
		if l.joins() {
			joined[PartyID(l.From.ID)] = PartyID(l.To.ID)
		}
	}
	return nil
}
