package suite

import (
	"context"
	"reflect"
	"time"
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

// spoiling has everything spoilt that goes into the store or comes out of it, so that what the store
// kept of it shows. Behind a store of the room it is the batch of the room that must be spoilt.
func (k kit) spoiling() {
	if s, ok := k.store.(interface{ startToSpoil() }); ok {
		s.startToSpoil()
	}
}

// fulls returns a record with something in every field of each noun.
func (k kit) fulls(id string) []any {
	var out []any
	for _, n := range k.room.Nouns {
		out = append(out, n.full(id))
	}
	return out
}

// kindsOfBatch returns a batch of each kind, new ones at each call, as those that follow the first are
// written.
func (k kit) kindsOfBatch(revs [3]int64) []Batch {
	return []Batch{
		batch(k.fulls("x")...),
		batch(k.voids("x", revs[0])...),
		{At: noon(0), Erase: []string{"nobody", "somebody"}},
	}
}

// asLogged returns the same batches as they must be in the log.
func (k kit) asLogged(revs [3]int64) []Batch {
	log := k.kindsOfBatch(revs)
	for i := range log {
		log[i].Seq = revs[i]
		log[i].Records = withRevs(log[i].Records, revs[i])
	}
	return log
}

func checkArgumentNotKept(k kit) {
	k.spoiling()
	b := batch(k.fulls("x")...)
	k.writeBatch(b)
	spoil(reflect.ValueOf(&b))
	k.mustHold(k.fulls("x")...)
}

func checkArgumentNotKeptInLog(k kit) {
	k.spoiling()
	var revs [3]int64
	for i := range revs {
		b := k.kindsOfBatch(revs)[i]
		revs[i] = k.writeBatch(b)
		spoil(reflect.ValueOf(&b))
	}
	k.mustEqual("the log, after the batches were changed", k.log(), k.asLogged(revs))
}

func checkResultNotShared(k kit) {
	k.write(k.fulls("x")...)
	k.spoiling()
	for range 2 { // all, then by their IDs
		got := k.content(0)
		byID := k.byIDs(got)
		spoil(reflect.ValueOf(&got))
		spoil(reflect.ValueOf(&byID))
	}
	k.mustHold(k.fulls("x")...)
}

func checkLogNotShared(k kit) {
	var revs [3]int64
	for i := range revs {
		revs[i] = k.writeBatch(k.kindsOfBatch(revs)[i])
	}
	k.spoiling()
	log := k.log()
	spoil(reflect.ValueOf(&log))
	k.mustEqual("the log, read again after what was read was changed", k.log(), k.asLogged(revs))
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

func checkWriteHeedsContext(k kit) {
	_, err := k.store.Write(cancelled(k), batch(k.first().bare("a")))
	k.mustMatch("write with a context that is done", err, context.Canceled)
}

func checkCancelledWritesNothing(k kit) {
	rev := k.write(k.each("a")...)
	k.unchanged(func() {
		for _, b := range []Batch{batch(k.each("b")...), batch(k.voids("a", rev)...), {At: noon(0), Erase: []string{"e"}}} {
			if _, err := k.store.Write(cancelled(k), b); err == nil {
				k.Fatalf("write with a context that is done: got no error")
			}
		}
	})
	k.write(append(k.each("b"), k.each("a", rev)...)...)
}

func checkDeadline(k kit) {
	ctx, cancel := context.WithDeadline(k.Context(), time.Unix(0, 0))
	defer cancel()
	_, err := k.store.Write(ctx, batch(k.first().bare("a")))
	k.mustMatch("write after the deadline", err, context.DeadlineExceeded)
}

func checkReadHeedsContext(k kit) {
	ctx := cancelled(k)
	for i := range 2 { // of a store that is empty, then of one that is not
		for _, n := range k.room.Nouns {
			_, err := k.store.Read(ctx, n, Query{})
			k.mustMatch("read "+n.List+" with a context that is done", err, context.Canceled)
		}
		if i == 0 {
			k.write(k.each("a")...)
		}
	}
}

func checkLogHeedsContext(k kit) {
	k.write(k.first().bare("a"))
	_, err := k.historian().Log(cancelled(k), LogQuery{})
	k.mustMatch("read the log with a context that is done", err, context.Canceled)
}
