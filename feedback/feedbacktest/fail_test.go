package feedbacktest_test

import (
	"testing"

	"github.com/kithcrm/kith/feedback"
	"github.com/kithcrm/kith/feedback/feedbacktest"
	"github.com/kithcrm/kith/internal/suite"
)

func TestWrapsDoWhatTheySay(t *testing.T) {
	t.Parallel()
	feedbacktest.Room().Wraps(t, suite.Wraps{
		FailNth:     func(s any, n int, err error) any { return feedbacktest.FailNth(s.(feedback.Store), n, err) },
		FailNthLate: func(s any, n int, err error) any { return feedbacktest.FailNthLate(s.(feedback.Store), n, err) },
		Serial:      func(s any) any { return feedbacktest.Serial(s.(feedback.Store)) },
		Forgetful:   func() any { return struct{ feedback.Store }{new(feedback.Memory)} },
	})
}
