package lifetime_test

import (
	"errors"
	"strings"
	"testing"
	"testing/iotest"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/kithcrm/kith/relationship"
	"github.com/kithcrm/kith/scoring/lifetime"
)

// FuzzReadLog checks that any text gives a log or a refusal, the same however it arrives, and that what it counts
// can be.
func FuzzReadLog(f *testing.F) {
	for _, text := range []string{
		"", "customer,date\n", "customer,date,amount\na,2026-01-01,1\n\"a \"\"b\"\"\",2026-01-02T10:00Z,2.50",
		"\ufeffdate,customer\r\n2026-02-30,a\r\n", "amount,customer,date\n1e3,a,0001-01-01\n.,a,9999-12-31\n", "customer,date\n\"a", ",,\n,,",
	} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		l, err := lifetime.ReadLog(strings.NewReader(text), lifetime.LogConfig{})
		again, againErr := lifetime.ReadLog(iotest.OneByteReader(strings.NewReader(text)), lifetime.LogConfig{})
		if err != nil {
			if !errors.Is(err, relationship.ErrInvalid) || againErr == nil || err.Error() != againErr.Error() {
				t.Fatalf("got %v, and byte by byte %v", err, againErr)
			}
			return
		}
		histories := clvHistories(t, l, time.Time{})
		if diff := cmp.Diff(histories, clvHistories(t, again, time.Time{})); diff != "" {
			t.Fatal("byte by byte: " + diff)
		}
		for i, h := range histories {
			if err := h.Customer.Check(); err != nil || h.Spend < 0 || i > 0 && histories[i-1].Party >= h.Party {
				t.Fatalf("got %+v, %v", h, err)
			}
		}
	})
}
