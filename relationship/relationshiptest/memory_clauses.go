package relationshiptest

import (
	"context"
	"time"

	"github.com/kithcrm/kith/relationship"
)

func memoryClauses() []clause {
	const shared = "The records of a page share no memory with the store."
	return []clause{
		{name: "memory/argument", sentence: "Write must not keep b's memory.", check: checkArgumentNotKept},
		{name: "memory/argument-in-log", sentence: "Write must not keep b's memory.", check: checkArgumentNotKeptInLog, of: withHistory},
		{name: "memory/result", sentence: shared, check: checkResultNotShared},
		{name: "memory/log", sentence: shared, check: checkLogNotShared, of: withHistory},
	}
}

// spoil changes everything that a batch points at.
func spoil(b *relationship.Batch) {
	facts := func(facts []relationship.Fact) {
		for i := range facts {
			facts[i] = relationship.Fact{Name: "spoilt"}
		}
	}
	readings := func(rs relationship.Readings) {
		for i := range rs {
			rs[i] = relationship.Reading{Source: "spoilt"}
		}
	}
	for i := range b.Parties {
		facts(b.Parties[i].Facts)
		b.Parties[i] = relationship.Party{ID: "spoilt"}
	}
	for i := range b.Ties {
		t := &b.Ties[i]
		facts(t.Facts)
		clear(t.Stints)
		for _, end := range []relationship.End{t.Ends.From, t.Ends.To} {
			readings(end.Importance)
			readings(end.Health)
		}
		*t = relationship.Tie{ID: "spoilt"}
	}
	for i := range b.Needs {
		readings(b.Needs[i].Importance)
		readings(b.Needs[i].Satisfaction)
		b.Needs[i] = relationship.Need{ID: "spoilt"}
	}
	clear(b.Void)
	clear(b.Erase)
}

func checkArgumentNotKept(tb TB, s relationship.Store) {
	b := batch(fullParty(), fullTie(), fullNeed())
	writeBatch(tb, s, b)
	spoil(&b)
	mustHold(tb, s, fullParty(), fullTie(), fullNeed())
}

func checkArgumentNotKeptInLog(tb TB, s relationship.Store) {
	var revs [3]relationship.Seq
	for i := range revs {
		b := kindsOfBatch(revs)[i]
		revs[i] = writeBatch(tb, s, b)
		spoil(&b)
	}
	mustEqual(tb, "the log, after the batches were changed", logOf(tb, s), asLogged(revs))
}

// kindsOfBatch returns a batch of each kind, new ones at each call, as those that follow the first
// are written.
func kindsOfBatch(revs [3]relationship.Seq) []relationship.Batch {
	return []relationship.Batch{
		batch(fullParty(), fullTie(), fullNeed()),
		batch(void(relationship.PartyID("full-party").Ref(), revs[0])),
		{At: noon(0), Erase: []relationship.PartyID{"nobody"}},
	}
}

// asLogged returns the same batches as they must be in the log.
func asLogged(revs [3]relationship.Seq) []relationship.Batch {
	log := kindsOfBatch(revs)
	for i := range log {
		log[i].Seq = revs[i]
	}
	content{log[0].Parties, log[0].Ties, log[0].Needs}.at(revs[0])
	return log
}

func checkResultNotShared(tb TB, s relationship.Store) {
	write(tb, s, fullParty(), fullTie(), fullNeed())
	got := contentOf(tb, s, 0)
	spoil(&relationship.Batch{Parties: got.Parties, Ties: got.Ties, Needs: got.Needs})
	mustHold(tb, s, fullParty(), fullTie(), fullNeed())
}

func checkLogNotShared(tb TB, s relationship.Store) {
	var revs [3]relationship.Seq
	for i := range revs {
		revs[i] = writeBatch(tb, s, kindsOfBatch(revs)[i])
	}
	log := logOf(tb, s)
	for i := range log {
		spoil(&log[i])
	}
	mustEqual(tb, "the log, read again after what was read was changed", logOf(tb, s), asLogged(revs))
}

func contextClauses() []clause {
	const done = "A batch whose context is done must be refused with the context's error, and leave nothing behind."
	return []clause{
		{name: "context/write", sentence: done, check: checkWriteHeedsContext},
		{name: "context/nothing-written", sentence: done, check: checkCancelledWritesNothing},
		{name: "context/deadline", sentence: done, check: checkDeadline},
		{name: "context/read", sentence: "A read whose context is done returns the context's error.", check: checkReadHeedsContext},
		{name: "context/log", sentence: "A read whose context is done returns the context's error.", check: checkLogHeedsContext, of: withHistory},
	}
}

func checkWriteHeedsContext(tb TB, s relationship.Store) {
	_, err := s.Write(cancelled(tb), batch(person("a")))
	mustMatch(tb, "write with a context that is done", err, context.Canceled)
}

func checkCancelledWritesNothing(tb TB, s relationship.Store) {
	rev := write(tb, s, person("a"))
	for _, b := range []relationship.Batch{
		batch(person("b"), tie("t", "a", "b")), batch(void(relationship.PartyID("a").Ref(), rev)),
		{At: noon(0), Erase: []relationship.PartyID{"a"}},
	} {
		unchanged(tb, s, func() {
			if _, err := s.Write(cancelled(tb), b); err == nil {
				tb.Fatalf("write with a context that is done: got no error")
			}
		})
	}
	write(tb, s, person("b"), person("a", rev))
}

func checkDeadline(tb TB, s relationship.Store) {
	ctx, cancel := context.WithDeadline(tb.Context(), time.Unix(0, 0))
	defer cancel()
	_, err := s.Write(ctx, batch(person("a")))
	mustMatch(tb, "write after the deadline", err, context.DeadlineExceeded)
}

func checkReadHeedsContext(tb TB, s relationship.Store) {
	ctx := cancelled(tb)
	for range 2 { // of a store that is empty, then of one that is not
		_, err := s.Parties(ctx, relationship.PartyQuery{})
		mustMatch(tb, "read parties with a context that is done", err, context.Canceled)
		_, err = s.Ties(ctx, relationship.TieQuery{})
		mustMatch(tb, "read ties with a context that is done", err, context.Canceled)
		_, err = s.Needs(ctx, relationship.NeedQuery{})
		mustMatch(tb, "read needs with a context that is done", err, context.Canceled)
		if len(contentOf(tb, s, 0).Parties) == 0 {
			write(tb, s, person("a"), tie("t", "a", "a"), need("n", "a", ""))
		}
	}
}

func checkLogHeedsContext(tb TB, s relationship.Store) {
	write(tb, s, person("a"))
	_, err := historian(tb, s).Log(cancelled(tb), relationship.LogQuery{})
	mustMatch(tb, "read the log with a context that is done", err, context.Canceled)
}
