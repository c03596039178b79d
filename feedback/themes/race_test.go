package themes_test

import (
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/kithcrm/kith/feedback/themes"
)

func TestSeveralMayAskAtOnce(t *testing.T) {
	t.Parallel()
	x, m, alone := index(t, guests()), train(t, café()), new(themes.Model)
	want := similar(t, index(t, guests()), "screen")
	var all sync.WaitGroup
	for range 4 {
		all.Go(func() {
			for _, s := range guests() {
				_, err1 := m.Suggest(s.Text)
				_, err2 := alone.Suggest(s.Text)
				got, err3 := x.Similar("screen", 3)
				if err1 != nil || err2 != nil || err3 != nil || !cmp.Equal(want, got) {
					t.Errorf("got errors %v, %v, %v (-want +got)\n%s", err1, err2, err3, cmp.Diff(want, got))
				}
			}
		})
	}
	all.Wait()
}
