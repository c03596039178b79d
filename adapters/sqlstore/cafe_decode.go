package sqlstore

import "github.com/kithcrm/kith/feedback"

// Where each noun has its revision.
func itemRev(r *feedback.Item) *feedback.Seq     { return &r.Rev }
func themeRev(r *feedback.Theme) *feedback.Seq   { return &r.Rev }
func linkRev(r *feedback.Link) *feedback.Seq     { return &r.Rev }
func entryRev(r *feedback.Entry) *feedback.Seq   { return &r.Rev }
func voteRev(r *feedback.Vote) *feedback.Seq     { return &r.Rev }
func changeRev(r *feedback.Change) *feedback.Seq { return &r.Rev }
func noticeRev(r *feedback.Notice) *feedback.Seq { return &r.Rev }

// cafeBatch returns a batch as it stands in the log.
func cafeBatch(l logged) (feedback.Batch, error) {
	at, err := l.instant()
	if err != nil {
		return feedback.Batch{}, err
	}
	b := feedback.Batch{Seq: feedback.Seq(l.seq), At: at, By: feedback.PartyID(l.by), Why: l.why, Erase: partyIDs(l.erase)}
	for _, line := range l.lines {
		if err := tellCafe(&b, line); err != nil {
			return feedback.Batch{}, err
		}
	}
	return b, nil
}

// tellCafe adds one record to a batch.
func tellCafe(b *feedback.Batch, l line) error {
	if l.void {
		ref := feedback.Ref{Noun: l.noun, ID: l.id}
		b.Void = append(b.Void, feedback.Voided{Ref: ref, Rev: feedback.Seq(l.rev)})
		return nil
	}
	row := found{l.id, int64(b.Seq), l.body}
	switch l.noun {
	case feedback.NounItem:
		return tellOf(&b.Items, row, itemRev)
	case feedback.NounTheme:
		return tellOf(&b.Themes, row, themeRev)
	case feedback.NounLink:
		return tellOf(&b.Links, row, linkRev)
	case feedback.NounEntry:
		return tellOf(&b.Entries, row, entryRev)
	case feedback.NounVote:
		return tellOf(&b.Votes, row, voteRev)
	case feedback.NounChange:
		return tellOf(&b.Changes, row, changeRev)
	default:
		return tellOf(&b.Notices, row, noticeRev)
	}
}
