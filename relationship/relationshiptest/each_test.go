package relationshiptest_test

import (
	"reflect"
	"time"

	"github.com/kithcrm/kith/relationship"
)

// keeping is a flaw of how things are kept: every value of one type, IDs and numbers of batches
// aside, is changed on its way in.
func keeping[T any](change func(T) T) flaw {
	return flaw{keep: func(_ *plain, b *relationship.Batch, _ relationship.Batch) {
		each(reflect.ValueOf(b).Elem(), change)
	}}
}

func each[T any](v reflect.Value, change func(T) T) {
	if x, ok := v.Interface().(T); ok && v.CanSet() {
		v.Set(reflect.ValueOf(change(x)))
		return
	}
	switch v.Kind() {
	case reflect.Struct:
		if _, ok := v.Interface().(time.Time); ok {
			return
		}
		for _, field := range v.Fields() {
			each(field, change)
		}
	case reflect.Slice:
		for i := range v.Len() {
			each(v.Index(i), change)
		}
	case reflect.Interface:
		if x, ok := v.Interface().(T); ok {
			v.Set(reflect.ValueOf(change(x)))
		}
	}
}

// ofParties, ofTies and ofNeeds are flaws of how single records are kept.
func ofParties(change func(*relationship.Party)) flaw {
	return flaw{keep: func(_ *plain, b *relationship.Batch, _ relationship.Batch) {
		for i := range b.Parties {
			change(&b.Parties[i])
		}
	}}
}

func ofTies(change func(*relationship.Tie)) flaw {
	return flaw{keep: func(_ *plain, b *relationship.Batch, _ relationship.Batch) {
		for i := range b.Ties {
			change(&b.Ties[i])
		}
	}}
}

func ofNeeds(change func(*relationship.Need)) flaw {
	return flaw{keep: func(_ *plain, b *relationship.Batch, _ relationship.Batch) {
		for i := range b.Needs {
			change(&b.Needs[i])
		}
	}}
}

// ofFacts is a flaw of how facts of parties and ties are kept.
func ofFacts(change func([]relationship.Fact) []relationship.Fact) flaw {
	return flaw{keep: func(_ *plain, b *relationship.Batch, _ relationship.Batch) {
		for i := range b.Parties {
			b.Parties[i].Facts = change(b.Parties[i].Facts)
		}
		for i := range b.Ties {
			b.Ties[i].Facts = change(b.Ties[i].Facts)
		}
	}}
}

// eachFact changes one fact at a time.
func eachFact(change func(*relationship.Fact)) flaw {
	return ofFacts(func(facts []relationship.Fact) []relationship.Fact {
		for i := range facts {
			change(&facts[i])
		}
		return facts
	})
}
