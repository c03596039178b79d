package peers_test

import (
	"runtime"
	"testing"

	"github.com/kithcrm/kith/relationship/network"
)

// sides is one network on both sides, once it is needed, and what memory it takes there.
type sides struct {
	columns                              network.Columns
	peer                                 peer
	one, all                             kith // loaded without help, and with all cores
	peerBytes, snapshotBytes, graphBytes uint64
}

// ready loads the network unless it was loaded before.
func (s *sides) ready(b *testing.B) {
	b.Helper()
	if s.peer.graph != nil {
		return
	}
	start := liveBytes()
	s.peer = loadPeer(s.columns)
	peer := liveBytes()
	s.all.snapshot = loadKith(b, s.columns, cores)
	snapshot := liveBytes()
	s.all.graph = graphOf(b, s.all.snapshot)
	graph := liveBytes()
	s.one = newKith(b, s.columns, nil)
	s.peerBytes, s.snapshotBytes, s.graphBytes = peer-start, snapshot-peer, graph-snapshot
}

// liveBytes returns how much memory is in use.
func liveBytes() uint64 {
	// What finalizers hold on to goes with the second collection.
	runtime.GC()
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return m.HeapAlloc
}
