package scoring

import (
	"context"
	"errors"
	"slices"

	"github.com/kithcrm/kith/internal/rules"
	"github.com/kithcrm/kith/relationship"
)

// An Erasure is what [Ledger.Erase] reports. All its lists are in order.
type Erasure struct {
	// Seq is the number of the batch that erased; of the last one if it took several.
	Seq Seq

	// Parties are those that were erased: the one asked for, there or not, and those merged with it.
	Parties []PartyID

	// Answers, Scores and Assumptions are the records that went. Those that were void before went too,
	// and are not told.
	Answers     []AnswerID
	Scores      []ScoreID
	Assumptions []AssumptionID

	// Unnamed are the assumptions that stay without the name, under the IDs that they had.
	Unnamed []AssumptionID
}

// Erase forgets a party and all that was merged with it: every version, in the records and in the log, of its
// answers, and of answers, scores and assumptions about it. Erasing what is not there succeeds. Ask here
// before the party is erased in the hub, which knows what was merged with it.
//
// What others rely on stays:
//   - An assumption that it believed, owned or reviewed, now or once, without the name, created by the batch
//     that erases: its earlier versions go. An update that comes in at that very moment may go with them.
//   - The scores of others, as they were, though its answers are behind them: of these the ID stays among
//     the inputs, and names nobody. To compute such a score again gives another.
//
// Beside that, the batch that erased names the IDs, for readers who copied the log; and an ID, which is not
// personal, stays where it says who wrote a batch.
//
// It reads again after writing, and erases what another writer added meanwhile. What a store's medium keeps
// is the business of that store. It reads all assumptions and their history.
func (l *Ledger) Erase(ctx context.Context, id PartyID) (Erasure, error) {
	if err := rules.Break("ID", rules.ID(string(id))); err != nil {
		return Erasure{}, opError("erase party", "", err)
	}
	out := Erasure{Parties: []PartyID{id}}
	for range tries {
		more, err := l.eraseOnce(ctx, &out)
		if err != nil || !more {
			return out, opError("erase party", string(id), err)
		}
	}
	return out, opError("erase party", string(id), brokenStore("what was erased is there again, every time"))
}

// eraseOnce erases what is there now, and reports whether to look again.
func (l *Ledger) eraseOnce(ctx context.Context, out *Erasure) (bool, error) {
	parties, err := l.families(ctx, out.Parties)
	if err != nil {
		return false, err
	}
	going, err := l.belongings(ctx, parties)
	if err != nil || out.Seq > 0 && going.empty() {
		return false, err
	}
	// The reason would stay, and could tell of whom it was.
	batch := Batch{At: l.cfg.Now(), By: l.by, Erase: parties}
	for _, id := range keysOf(going.assumptions) {
		if a := going.assumptions[id]; !going.takes(a.About) {
			batch.Assumptions = append(batch.Assumptions, going.unnamed(a))
		}
	}
	seq, err := l.store.Write(ctx, batch)
	switch {
	case errors.Is(err, ErrExists), errors.Is(err, ErrStale):
		return true, nil // somebody else erases the same
	case err != nil:
		return false, err
	}
	out.add(seq, &batch, going)
	return true, nil
}

func (out *Erasure) add(seq Seq, batch *Batch, going *belongings) {
	out.Seq = seq
	out.Parties = batch.Erase
	out.Answers = inOrder(append(out.Answers, keysOf(going.answers)...))
	out.Scores = inOrder(append(out.Scores, keysOf(going.scores)...))
	for _, id := range keysOf(going.assumptions) {
		if going.takes(going.assumptions[id].About) {
			out.Assumptions = append(out.Assumptions, id)
		}
	}
	for _, a := range batch.Assumptions {
		out.Unnamed = append(out.Unnamed, a.ID)
	}
	out.Assumptions, out.Unnamed = inOrder(out.Assumptions), inOrder(out.Unnamed)
}

// belongings are the records that are of some parties.
type belongings struct {
	own         map[PartyID]bool
	answers     map[AnswerID]Answer
	scores      map[ScoreID]Score
	assumptions map[AssumptionID]Assumption // that name them, in any version
	sealed      map[AnswerID]bool           // about them, by others, in any version that was looked at
}

func (b *belongings) empty() bool { return len(b.answers)+len(b.scores)+len(b.assumptions) == 0 }

// takes reports whether what is about something goes.
func (b *belongings) takes(of Ref) bool {
	return of.Noun == relationship.NounParty && b.own[PartyID(of.ID)]
}

// names reports whether an assumption is about the parties, or names them.
func (b *belongings) names(a *Assumption) bool {
	return slices.ContainsFunc(a.parties(), func(p PartyID) bool { return b.own[p] })
}

// unnamed returns an assumption as it is to be created again.
func (b *belongings) unnamed(a Assumption) Assumption {
	a.Rev = 0
	a.Reviews = slices.Clone(a.Reviews)
	names := []*PartyID{&a.By, &a.Owner}
	for i := range a.Reviews {
		names = append(names, &a.Reviews[i].By)
	}
	for _, p := range names {
		if b.own[*p] {
			*p = ""
		}
	}
	return a
}

// belongings reads what is of some parties.
func (h *house) belongings(ctx context.Context, parties []PartyID) (*belongings, error) {
	b := &belongings{
		map[PartyID]bool{}, map[AnswerID]Answer{}, map[ScoreID]Score{}, map[AssumptionID]Assumption{}, map[AnswerID]bool{},
	}
	refs := make([]Ref, len(parties))
	for i, p := range parties {
		b.own[p], refs[i] = true, p.Ref()
	}
	if err := rules.First(
		gather(b.answers, h.answers(ctx, AnswerQuery{By: parties})),
		gather(b.answers, h.answers(ctx, AnswerQuery{About: refs})),
		gather(b.scores, h.scores(ctx, ScoreQuery{Of: refs})),
	); err != nil {
		return nil, err
	}
	return b, h.believed(ctx, b)
}

// believed adds the assumptions that name the parties, or did once: only the log knows an owner of before.
func (h *house) believed(ctx context.Context, b *belongings) error {
	others := map[AssumptionID]Assumption{}
	var refs []Ref
	for a, err := range h.assumptions(ctx, AssumptionQuery{}) {
		if err != nil {
			return err
		}
		if b.names(&a) {
			b.assumptions[a.ID] = a
		} else {
			others[a.ID] = a
			refs = append(refs, a.ID.Ref())
		}
	}
	for some := range slices.Chunk(refs, atOnce) {
		for batch, err := range h.log(ctx, LogQuery{About: some}) {
			if errors.Is(err, errors.ErrUnsupported) {
				return nil
			}
			if err != nil {
				return err
			}
			for _, a := range batch.Assumptions {
				if now, there := others[a.ID]; there && b.names(&a) {
					b.assumptions[a.ID] = now
				}
			}
		}
	}
	return nil
}
