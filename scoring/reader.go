package scoring

import (
	"cmp"
	"context"
	"iter"
	"slices"
	"time"
)

// A Viewer is who asks, as the host says. The zero Viewer may open nothing.
type Viewer struct {
	// Party is who asks. It may be empty.
	Party PartyID

	// MayOpen reports whether this viewer may see a record behind a number: an answer, an assumption, the
	// inputs of a score. Asked of a party, it reports whether the viewer may see that party's name and
	// what is about it. nil means that nothing may be opened.
	MayOpen func(Ref) bool
}

// A Reader is the ledger as one viewer reads it, now or as it was once known. What the viewer may not see is
// not there: reads leave it out, and asked by its ID it is not found.
//
//   - Scores are for all to see, but for those about a party that the viewer may not see. Of the inputs the
//     viewer sees those that may be opened.
//   - Sealed scores are seen as they are now, without inputs, and only where so many people are behind them
//     that nobody is given away, neither by the score itself nor by what is left of it without those within:
//     see [Config.LeastGroup] and [Config.Within]. Beside the last one of its series that is seen, a sealed score
//     is seen where its window begins when that one is over, or with it and so many people came since.
//   - Answers are seen by who gave them and by those who may open them. A sealed answer is seen by nobody but
//     who gave it.
//   - Assumptions are seen by who believes or owns them and by those who may open them.
//   - Names stand with the viewer's own, and where the viewer may see the party.
//
// The reader of a Ledger itself sees everything. All its sequences follow these rules: they may be ranged over
// again, which asks the store again; an error is the last thing they yield; the store is not held while the
// body of the loop runs. A list of a query that is empty selects all. Asked of a party, they answer for all
// that was merged with it.
type Reader struct {
	*house
	viewer Viewer
	whole  bool // everything is seen
	known  Seq  // 0 is now
	empty  bool // nothing was known
}

// An eye is a viewer with all the IDs that are the viewer's own.
type eye struct {
	*Reader
	own []PartyID
}

// eye reads who the viewer is.
func (r *Reader) eye(ctx context.Context) (eye, error) {
	if r.whole || r.viewer.Party == "" {
		return eye{Reader: r}, nil
	}
	own, err := r.families(ctx, []PartyID{r.viewer.Party})
	return eye{r, own}, err
}

func (e eye) opens(r Ref) bool { return e.whole || e.viewer.MayOpen != nil && e.viewer.MayOpen(r) }

// is reports whether a party is the viewer.
func (e eye) is(p PartyID) bool { return p != "" && slices.Contains(e.own, p) }

// knows reports whether the viewer may see who somebody is.
func (e eye) knows(p PartyID) bool { return p == "" || e.is(p) || e.opens(p.Ref()) }

// sees reports whether the viewer may see what is about something.
func (e eye) sees(of Ref) bool {
	return !slices.ContainsFunc(partiesOf(of), func(p PartyID) bool { return !e.knows(p) })
}

// name returns who somebody is, for a viewer who may see it.
func (e eye) name(p PartyID) PartyID {
	if !e.knows(p) {
		return ""
	}
	return p
}

// answer returns an answer as the viewer sees it, if so.
func (e eye) answer(a Answer) (Answer, bool) {
	if e.whole || e.is(a.By) {
		return a, true
	}
	if a.Sealed || !e.opens(a.ID.Ref()) || !e.sees(a.About) {
		return Answer{}, false
	}
	a.By = e.name(a.By)
	return a, true
}

// assumption returns an assumption as the viewer sees it, if so.
func (e eye) assumption(a Assumption) (Assumption, bool) {
	if e.whole {
		return a, true
	}
	own := e.is(a.By) || e.is(a.Owner)
	if !own && (!e.opens(a.ID.Ref()) || !e.sees(a.About)) {
		return Assumption{}, false
	}
	a.By, a.Owner = e.name(a.By), e.name(a.Owner)
	a.Reviews = slices.Clone(a.Reviews)
	for i := range a.Reviews {
		a.Reviews[i].By = e.name(a.Reviews[i].By)
	}
	return a, true
}

// Answers returns the answers that q asks for, in order of their IDs. Asked for answers by certain parties,
// it leaves out those whose name the viewer may not see. Limit counts the answers returned.
func (r *Reader) Answers(ctx context.Context, q AnswerQuery) iter.Seq2[Answer, error] {
	return seen(ctx, r, q.Limit, func(e eye) (iter.Seq2[Answer, error], error) {
		wide, err := q, error(nil) // of which the viewer may not see all
		wide.Limit, wide.Known = e.limit(q.Limit), cmp.Or(q.Known, r.known)
		if wide.By, err = r.families(ctx, q.By); err != nil {
			return nil, err
		}
		if wide.About, err = r.refFamilies(ctx, q.About); err != nil {
			return nil, err
		}
		return still(e, wide.Known, r.answers(ctx, wide), r.answersByID(ctx), eye.answer), nil
	}, func(e eye, a Answer) (Answer, bool) {
		named := len(q.By) == 0 || e.knows(a.By)
		a, sees := e.answer(a)
		return a, sees && named
	})
}

// Assumptions returns the assumptions that q asks for, in order of their IDs. Asked for those that certain
// parties believe or own, it leaves out those whose name the viewer may not see. Limit counts the
// assumptions returned.
func (r *Reader) Assumptions(ctx context.Context, q AssumptionQuery) iter.Seq2[Assumption, error] {
	return seen(ctx, r, q.Limit, func(e eye) (iter.Seq2[Assumption, error], error) {
		wide, err := q, error(nil)
		wide.Limit, wide.Known = e.limit(q.Limit), cmp.Or(q.Known, r.known)
		if wide.By, err = r.families(ctx, q.By); err != nil {
			return nil, err
		}
		if wide.Owners, err = r.families(ctx, q.Owners); err != nil {
			return nil, err
		}
		if wide.About, err = r.refFamilies(ctx, q.About); err != nil {
			return nil, err
		}
		return still(e, wide.Known, r.assumptions(ctx, wide), r.assumptionsByID(ctx), eye.assumption), nil
	}, func(e eye, a Assumption) (Assumption, bool) {
		named := (len(q.By) == 0 || e.knows(a.By)) && (len(q.Owners) == 0 || e.knows(a.Owner))
		a, sees := e.assumption(a)
		return a, sees && named
	})
}

// Due returns the assumptions that are to be looked at again at an instant, in order of their IDs: those that
// are stale, those whose ReviewBy has come, and those of which what the last review said is due.
func (r *Reader) Due(ctx context.Context, at time.Time) iter.Seq2[Assumption, error] {
	return func(yield func(Assumption, error) bool) {
		for a, err := range r.Assumptions(ctx, AssumptionQuery{}) {
			if err != nil {
				yield(Assumption{}, opError("read what is due", "", err))
				return
			}
			if a.due(at) && !yield(a, nil) {
				return
			}
		}
	}
}

func (a *Assumption) due(at time.Time) bool {
	come := func(t time.Time) bool { return !t.IsZero() && !t.After(at) }
	last := len(a.Reviews) - 1
	return a.State == Stale || come(a.ReviewBy) || last >= 0 && come(a.Reviews[last].Due)
}

// limit returns how many records the store is asked for: as many as are wanted, where all that it has are
// seen.
func (e eye) limit(wanted int) int {
	if e.whole {
		return wanted
	}
	return 0
}

// seen yields what a viewer sees of records, as the viewer sees it, at most so many.
func seen[R any](
	ctx context.Context, r *Reader, limit int,
	read func(eye) (iter.Seq2[R, error], error), as func(eye, R) (R, bool),
) iter.Seq2[R, error] {
	return func(yield func(R, error) bool) {
		var none R
		if r.empty {
			return
		}
		e, err := r.eye(ctx)
		var records iter.Seq2[R, error]
		if err == nil {
			records, err = read(e)
		}
		if err != nil {
			yield(none, opError("read who is who", "", err))
			return
		}
		for record, err := range records {
			if err != nil {
				yield(none, err)
				return
			}
			record, sees := as(e, record)
			if !sees {
				continue
			}
			if !yield(record, nil) {
				return
			}
			if limit--; limit == 0 {
				return
			}
		}
	}
}

// still leaves out, of what was known once, what a viewer may no longer see now: what is void by now, or
// sealed.
func still[K ~string, R any, P record[R]](
	e eye, known Seq, records iter.Seq2[R, error], now func([]K) iter.Seq2[R, error], sees func(eye, R) (R, bool),
) iter.Seq2[R, error] {
	if known == 0 || e.whole {
		return records
	}
	return func(yield func(R, error) bool) {
		var none R
		for some, err := range inGroups(records, atOnce) {
			if err != nil {
				yield(none, err)
				return
			}
			ids := make([]K, len(some))
			for i := range some {
				ids[i] = K(P(&some[i]).key())
			}
			seen := map[K]bool{}
			for r, err := range inTurns(ids, now) {
				if err != nil {
					yield(none, err)
					return
				}
				_, seen[K(P(&r).key())] = sees(e, r)
			}
			for i := range some {
				if seen[ids[i]] && !yield(some[i], nil) {
					return
				}
			}
		}
	}
}
