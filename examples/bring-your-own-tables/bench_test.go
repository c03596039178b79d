package main

import (
	"testing"

	"github.com/kithcrm/kith/relationship"
	"github.com/kithcrm/kith/relationship/relationshiptest"
)

func BenchmarkStore(b *testing.B) {
	open := opener(b)
	relationshiptest.Bench(b, func(tb relationshiptest.TB) relationship.Store { return open(tb) })
}
