package scoringtest_test

import (
	"testing"

	"github.com/kithcrm/kith/internal/suite"
	"github.com/kithcrm/kith/scoring"
	"github.com/kithcrm/kith/scoring/scoringtest"
)

func TestWrapsDoWhatTheySay(t *testing.T) {
	t.Parallel()
	scoringtest.Room().Wraps(t, suite.Wraps{
		FailNth:     func(s any, n int, err error) any { return scoringtest.FailNth(s.(scoring.Store), n, err) },
		FailNthLate: func(s any, n int, err error) any { return scoringtest.FailNthLate(s.(scoring.Store), n, err) },
		Serial:      func(s any) any { return scoringtest.Serial(s.(scoring.Store)) },
		Forgetful:   func() any { return struct{ scoring.Store }{new(scoring.Memory)} },
	})
}
