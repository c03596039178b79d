package sqlstore

import "github.com/kithcrm/kith/scoring"

// Where each noun has its revision.
func answerRev(r *scoring.Answer) *scoring.Seq         { return &r.Rev }
func scoreRev(r *scoring.Score) *scoring.Seq           { return &r.Rev }
func assumptionRev(r *scoring.Assumption) *scoring.Seq { return &r.Rev }

// ledgerBatch returns a batch as it stands in the log.
func ledgerBatch(l logged) (scoring.Batch, error) {
	at, err := l.instant()
	if err != nil {
		return scoring.Batch{}, err
	}
	b := scoring.Batch{Seq: scoring.Seq(l.seq), At: at, By: scoring.PartyID(l.by), Why: l.why, Erase: partyIDs(l.erase)}
	for _, line := range l.lines {
		if err := tellLedger(&b, line); err != nil {
			return scoring.Batch{}, err
		}
	}
	return b, nil
}

// tellLedger adds one record to a batch.
func tellLedger(b *scoring.Batch, l line) error {
	if l.void {
		ref := scoring.Ref{Noun: l.noun, ID: l.id}
		b.Void = append(b.Void, scoring.Voided{Ref: ref, Rev: scoring.Seq(l.rev)})
		return nil
	}
	row := found{l.id, int64(b.Seq), l.body}
	switch l.noun {
	case scoring.NounAnswer:
		return tellOf(&b.Answers, row, answerRev)
	case scoring.NounScore:
		return tellOf(&b.Scores, row, scoreRev)
	default:
		return tellOf(&b.Assumptions, row, assumptionRev)
	}
}
