package suite

func voidClauses() []clause {
	return []clause{
		{name: "void/gone", sentence: "A record in b.Void is gone from all reads.", check: checkVoidGone},
		{name: "void/not-there", sentence: "A void record is not there: ErrNotFound.", check: checkVoidNotThere},
		{name: "void/not-found", sentence: "One matching ErrNotFound must be returned where a record to void is not there.", check: checkVoidNotFound},
		{name: "void/stale", sentence: "One matching ErrStale must be returned where a Rev is not the record's.", check: checkVoidStale},
		{name: "void/create-again", sentence: "A record whose Rev is 0 is created; it may have been void before.", check: checkVoidCreateAgain},
	}
}

func checkVoidGone(k kit) {
	rev := k.write(k.each("a")...)
	was := k.content(0)
	for _, v := range k.voids("a", rev) {
		k.write(v)
	}
	k.mustEqual("all records, after they were made void", k.content(0), []any{})
	k.mustEqual("the records by their IDs, after they were made void", k.byIDs(was), []any{})
	for _, r := range was {
		n := k.room.noun(r)
		for _, f := range n.Finds {
			k.mustFind(n, Query{Where: map[string][]string{f.Name: {textOf(r, f.Fields[0])}}})
		}
	}
}

func checkVoidNotThere(k kit) {
	rev := k.write(k.each("a")...)
	gone := k.write(k.voids("a", rev)...)
	for _, r := range []int64{rev, gone} {
		k.refuseEach(k.room.Errors.NotFound, append(k.each("a", r), k.voids("a", r)...)...)
	}
}

func checkVoidNotFound(k kit) {
	rev := k.write(k.first().bare("z"))
	k.unchanged(func() { k.refuseEach(k.room.Errors.NotFound, k.voids("a", rev)...) })
}

func checkVoidStale(k kit) {
	first := k.write(k.each("a")...)
	second := k.write(k.each("a", first)...)
	k.unchanged(func() {
		for _, rev := range []int64{first, second + 1000} {
			k.refuseEach(k.room.Errors.Stale, k.voids("a", rev)...)
		}
	})
	k.write(k.voids("a", second)...)
}

func checkVoidCreateAgain(k kit) {
	rev := k.write(k.each("a")...)
	k.write(k.voids("a", rev)...)
	again := k.write(k.each("a")...)
	k.mustHold(k.each("a")...)
	for _, old := range k.each("a", rev) {
		k.refuse(k.room.Errors.Stale, old)
	}
	k.write(k.each("a", again)...)
}
