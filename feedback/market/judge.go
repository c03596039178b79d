package market

import (
	"time"

	"github.com/kithcrm/kith/internal/rules"
	"github.com/kithcrm/kith/relationship"
)

// Settle notes which outcome came true, by its place, and ends trading: each share of it is worth a coin,
// all others nothing. A market that depends on a change is settled only when the change was made.
//
// It returns an error matching [relationship.ErrInvalid], and changes nothing, where by is not the judge,
// there is no such outcome, at is before the act that was done last, or the market is settled and not
// disputed, or refunded.
func (m *Market) Settle(by relationship.PartyID, at time.Time, outcome int) (Act, error) {
	act, err := m.settlement(by, at, outcome)
	return m.act("settle", act, err)
}

func (m *Market) settlement(by relationship.PartyID, at time.Time, outcome int) (Act, error) {
	return m.may(Act{Kind: Settled, By: by, At: rules.UTC(at), Outcome: outcome}, m.checkJudge(by))
}

// Dispute objects to a settlement, which is then as if it had not been until the judge settles again,
// which is final, or refunds. Whoever has something in the market can object, the sponsor too.
//
// It returns an error matching [relationship.ErrInvalid], and changes nothing, where by has nothing in it,
// there is no reason, and where no settlement can be disputed: none was made, or not within
// Terms.DisputeFor before at, or after a dispute.
func (m *Market) Dispute(by relationship.PartyID, at time.Time, reason string) (Act, error) {
	act, err := m.objection(by, at, reason)
	return m.act("dispute", act, err)
}

func (m *Market) objection(by relationship.PartyID, at time.Time, reason string) (Act, error) {
	err := m.checkDisputable()
	if h := m.traders[by]; err == nil && (by == "" || h == nil && by != m.terms.Sponsor) {
		err = rules.Break("By", "must have something in the market")
	}
	if err == nil && (at.Before(m.settled) || !at.Before(m.disputableTo())) {
		err = rules.Break("At", "must be in the time for disputes")
	}
	err = rules.First(err, rules.Break("Reason", longText(reason)))
	return m.may(Act{Kind: Disputed, By: by, At: rules.UTC(at), Reason: reason, Insider: m.insider(by)}, err)
}

// Refund gives all coins back, as if nobody had traded: where the change that a market depends on is not
// made, or its criterion cannot be judged. It is final.
//
// It returns an error matching [relationship.ErrInvalid], and changes nothing, where by is not the judge,
// there is no reason, at is before the act that was done last, or the market is settled and not disputed, or
// refunded.
func (m *Market) Refund(by relationship.PartyID, at time.Time, reason string) (Act, error) {
	act, err := m.repayment(by, at, reason, m.checkJudge(by))
	return m.act("refund", act, err)
}

func (m *Market) repayment(by relationship.PartyID, at time.Time, reason string, err error) (Act, error) {
	err = rules.First(err, rules.Break("Reason", longText(reason)))
	return m.may(Act{Kind: Refunded, By: by, At: rules.UTC(at), Reason: reason}, err)
}

func (m *Market) checkJudge(by relationship.PartyID) error {
	return rules.Break("By", when(by == "" || by != m.terms.Judge, "must be the judge"))
}

// checkUndecided returns an error where the judge has spoken.
func (m *Market) checkUndecided() error {
	return rules.Break("State", when(m.state == Settled || m.state == Refunded, "must not be settled or refunded already"))
}

func (m *Market) checkDisputable() error {
	return rules.First(
		rules.Break("State", when(m.state != Settled, "must be settled")),
		rules.Break("State", when(m.final, "must not be settled after a dispute: that is final")),
	)
}
