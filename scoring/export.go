package scoring

import (
	"context"
	"errors"
	"slices"

	"github.com/kithcrm/kith/internal/rules"
)

// An Export is everything that a ledger holds about one party, as [Ledger.Export] returns it: what the party
// may ask to be given. Of others there is an ID at most. All its lists are in order of the IDs.
type Export struct {
	// Parties are the party, and all that were merged with it.
	Parties []PartyID `json:"parties"`

	// Answers are what it answered, and About what others answered about it, sealed answers aside:
	// Sealed is how many of these there are.
	Answers []Answer `json:"answers,omitempty"`
	About   []Answer `json:"about,omitempty"`
	Sealed  int      `json:"sealed,omitempty"`

	// Scores are those about it. Withheld is how many of them would give away who is behind them.
	Scores   []Score `json:"scores,omitempty"`
	Withheld int     `json:"withheld,omitempty"`

	// Assumptions are those about it, and those that it believes, owns or reviewed, now or once.
	Assumptions []Assumption `json:"assumptions,omitempty"`

	// Log is the history of all of these, void ones too, in order: every batch narrowed to them. The
	// reason given for a batch that was about others as well is left out, and so are sealed scores. It is
	// nil if the store keeps no history.
	Log []Batch `json:"log,omitempty"`
}

// Export returns everything that is held about a party and all that was merged with it. Of a party that it
// knows nothing of it returns the IDs alone. The same records give the same export every time.
//
// It reads the whole log, once: what is void is in no other place.
func (l *Ledger) Export(ctx context.Context, id PartyID) (Export, error) {
	if err := rules.Break("ID", rules.ID(string(id))); err != nil {
		return Export{}, opError("export party", "", err)
	}
	out, err := l.export(ctx, id)
	return out, opError("export party", string(id), err)
}

func (l *Ledger) export(ctx context.Context, id PartyID) (Export, error) {
	parties, err := l.families(ctx, []PartyID{id})
	if err != nil {
		return Export{}, err
	}
	held, err := l.belongings(ctx, parties)
	if err != nil {
		return Export{}, err
	}
	out := Export{Parties: parties}
	for _, id := range keysOf(held.answers) {
		switch a := held.answers[id]; {
		case held.own[a.By]:
			out.Answers = append(out.Answers, a)
		case a.Sealed:
			out.Sealed++
		default:
			out.About = append(out.About, a)
		}
	}
	if err := l.exportScores(ctx, held, &out); err != nil {
		return Export{}, err
	}
	for _, id := range keysOf(held.assumptions) {
		out.Assumptions = append(out.Assumptions, held.assumptions[id])
	}
	out.Log, err = l.exportLog(ctx, held)
	return out, err
}

func (l *Ledger) exportScores(ctx context.Context, held *belongings, out *Export) error {
	var scores []Score
	for _, id := range keysOf(held.scores) {
		scores = append(scores, held.scores[id])
	}
	withheld, err := l.withheld(ctx, scores)
	if err != nil {
		return err
	}
	for _, s := range scores {
		if withheld[s.ID] {
			out.Withheld++
			continue
		}
		if s.Sealed {
			s.Inputs = nil
		}
		out.Scores = append(out.Scores, s)
	}
	return nil
}

func (l *Ledger) exportLog(ctx context.Context, held *belongings) ([]Batch, error) {
	var out []Batch
	told := map[Ref]bool{}
	for batch, err := range l.log(ctx, LogQuery{}) {
		if errors.Is(err, errors.ErrUnsupported) {
			return nil, nil
		}
		if err != nil {
			return nil, err
		}
		b := held.narrow(&batch, told)
		if b.size() == 0 {
			continue
		}
		if b.size() < batch.size() {
			b.Why = ""
		}
		out = append(out, b)
	}
	return held.unsealed(out), nil
}

// unsealed takes out of a log what was sealed later than it was written.
func (b *belongings) unsealed(log []Batch) []Batch {
	for i := range log {
		n := &log[i]
		before := n.size()
		n.Answers = only(n.Answers, func(a *Answer) bool { return b.own[a.By] || !b.sealed[a.ID] })
		n.Void = only(n.Void, func(v *Voided) bool { return v.Ref.Noun != NounAnswer || !b.sealed[AnswerID(v.Ref.ID)] })
		if n.size() < before {
			n.Why = ""
		}
	}
	return slices.DeleteFunc(log, func(n Batch) bool { return n.size() == 0 })
}

// narrow returns the part of a batch that is about the parties and theirs to read. Read in order, it keeps in
// mind what was told, for what becomes void.
func (b *belongings) narrow(batch *Batch, told map[Ref]bool) Batch {
	n := Batch{Seq: batch.Seq, At: batch.At, By: batch.By, Why: batch.Why}
	for _, a := range batch.Answers {
		if a.Sealed && !b.own[a.By] {
			b.sealed[a.ID] = true
		}
	}
	n.Answers = only(batch.Answers, func(a *Answer) bool { return b.own[a.By] || b.takes(a.About) })
	n.Scores = only(batch.Scores, func(s *Score) bool { return b.takes(s.Of) && !s.Sealed })
	n.Assumptions = only(batch.Assumptions, func(a *Assumption) bool { return b.names(a) })
	for _, r := range n.Refs() {
		told[r] = true
	}
	n.Void = only(batch.Void, func(v *Voided) bool { return told[v.Ref] })
	n.Erase = only(batch.Erase, func(p *PartyID) bool { return b.own[*p] })
	return n
}

// only returns those records that are asked for.
func only[R any](records []R, asked func(*R) bool) []R {
	var out []R
	for i := range records {
		if asked(&records[i]) {
			out = append(out, records[i])
		}
	}
	return out
}
