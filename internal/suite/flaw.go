package suite

import (
	"reflect"
	"time"
)

// A flaw is what is wrong with a plain store. Its zero value is nothing.
type flaw struct {
	seeded                                        bool // there is one
	noCheck, checkLast                            bool // Batch.Check is not called, or after all else
	writeIgnoresContext, readIgnoresContext       bool
	logIgnoresContext, alwaysCancelled            bool
	contextLast                                   bool // looks at the context after writing
	keepsArgument, keepsLists, sharesResult       bool // memory is shared
	numberFirst, checkThenAct, sameNumber, halves bool // others can come in between
	freesNothing, voidBinds, eraseLast            bool // of an erasure, for what is created beside it

	number    func(*Plain, *Batch) int64
	refuse    func(*Plain, *Batch) error                        // refuses more
	refused   func(*Plain, Batch)                               // what a refusal leaves behind
	judge     func(*Plain, look) []error                        // instead of Plain.judge
	worst     func(*Plain, []error) error                       // instead of the order of the contract
	keep      func(s *Plain, b *Batch, given Batch)             // changes what is kept
	spares    func(n *Noun, b Bond, i int, to Ref) bool         // does not see what goes
	doom      func(s *Plain, id string, gone map[Ref]bool)      // changes what goes
	forgot    func(s *Plain, was Batch, b *Batch)               // changes what is left of a batch
	fold      func(string) string                               // takes IDs as alike
	known     func(*Plain, int64) int64                         // another batch to look back to
	state     func(*Plain, *state, int64)                       // changes what is known
	query     func(*Noun, *Query)                               // changes the question
	logQuery  func(*LogQuery)                                   //
	also      func(s *Plain, n *Noun, q Query, record any) bool // leaves out records
	alsoBatch func(s *Plain, q LogQuery, b Batch) bool          // leaves out batches
	page      func(*view)                                       // changes the answer
	shown     func(*Plain, LogQuery, *Page[Batch])              //
	logError  func(*Plain) error                                //
}

// keeping is a flaw of how things are kept: every value of one type, IDs and numbers of batches aside,
// is changed on its way in.
func keeping[T any](change func(T) T) flaw {
	return flaw{keep: func(s *Plain, b *Batch, _ Batch) {
		for i, r := range b.Records {
			v := addressable(r)
			leaves(v, reflect.TypeFor[T](), func(leaf reflect.Value) {
				if !isID(leaf.Type()) {
					leaf.Set(reflect.ValueOf(change(leaf.Interface().(T))))
				}
			})
			b.Records[i] = v.Interface()
		}
		switch change := any(change).(type) {
		case func(time.Time) time.Time:
			b.At = change(b.At)
		case func(string) string:
			b.Why = change(b.Why)
		}
	}}
}

func isID(t reflect.Type) bool { return t.Kind() == reflect.String && t.PkgPath() != "" }

// ofRecords is a flaw of how records of one noun are kept.
func ofRecords(n *Noun, change func(record reflect.Value)) flaw {
	return flaw{keep: func(s *Plain, b *Batch, _ Batch) {
		for i, r := range b.Records {
			if s.room.noun(r) == n {
				v := addressable(r)
				change(v)
				b.Records[i] = v.Interface()
			}
		}
	}}
}
