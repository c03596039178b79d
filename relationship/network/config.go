package network

import "github.com/kithcrm/kith/relationship"

// A Config adjusts how a snapshot is made. Its zero value is ready to use.
type Config struct {
	// Kinds are the kinds of tie that may occur. The zero Kinds means [relationship.ReadyKinds];
	// [Read] and [ReadAsOf] take those of the book instead.
	Kinds relationship.Kinds

	// Weight is how much a tie counts where ties are weighed, from 0 to 1e290. nil means 1 for each.
	// [Columns] have weights of their own.
	Weight func(*relationship.Tie) float64

	// Each calls do(0) to do(n-1), in any order or at once, and returns when all are done. nil means
	// one after another. The library starts no goroutines; a host that has cores to spare gives
	//
	//	func(n int, do func(int)) {
	//		var all sync.WaitGroup
	//		for i := range n {
	//			all.Go(func() { do(i) })
	//		}
	//		all.Wait()
	//	}
	//
	// Answers are the same to the last bit, whatever Each does.
	Each func(n int, do func(int))

	// Progress, if not nil, is called now and then with how many records have been read. A call must
	// return soon.
	Progress func(read int)
}

// oneByOne is the Each of a config that has none.
func oneByOne(n int, do func(int)) {
	for i := range n {
		do(i)
	}
}

// each returns how to do many things.
func (c Config) each() func(n int, do func(int)) {
	if c.Each == nil {
		return oneByOne
	}
	return c.Each
}

// parts cuts 0..n-1 into stretches and does each of them. How it is cut depends on n alone, so that sums
// over the stretches do not depend on who does them.
func parts(each func(int, func(int)), n, size int, do func(part, low, high int)) {
	count := (n + size - 1) / size
	if count <= 1 {
		if n > 0 {
			do(0, 0, n)
		}
		return
	}
	each(count, func(i int) { do(i, i*size, min(n, (i+1)*size)) })
}
