package network

import (
	"context"
	"time"

	"github.com/kithcrm/kith/relationship"
)

// A PaymentsQuery says which ties carry payments, and how much.
type PaymentsQuery struct {
	// Ties selects the ties; the zero query selects all.
	Ties relationship.TieQuery

	// At is the instant that is asked about. Only ties that hold at it count. It must not be zero.
	At time.Time

	// Amount returns which end of a tie pays the other, and how much. An unknown amount says that
	// something is paid and nobody knows how much; an exact 0 says that nothing is. It must not be nil, and
	// must leave the tie as it is.
	Amount func(*relationship.Tie) (payer relationship.Side, amount relationship.Estimate)
}

// ReadPayments returns the payments along ties, in order of the ties' IDs, for [FollowValue]. The parties
// are as merges have them; ties whose two ends are one party are left out, and so are ties along which
// exactly nothing is paid.
//
// It returns an error matching [relationship.ErrInvalid] for an At that is zero or an Amount that is nil,
// and otherwise the errors of [relationship.Reader.Ties]. Amounts are checked by FollowValue. It reads
// all merges, and each tie once.
func ReadPayments(ctx context.Context, r *relationship.Reader, q PaymentsQuery) ([]Payment, error) {
	if q.At.IsZero() {
		return nil, broken(opPayments, "At", "must not be zero")
	}
	if q.Amount == nil {
		return nil, broken(opPayments, "Amount", "must not be nil")
	}
	resolve, err := r.Resolver(ctx)
	if err != nil {
		return nil, err
	}
	var payments []Payment
	for t, err := range r.Ties(ctx, q.Ties) {
		if err != nil {
			return nil, err
		}
		if p, ok := q.payment(&t, resolve); ok {
			payments = append(payments, p)
		}
	}
	return payments, nil
}

const opPayments = "read payments"

// payment returns the payment along a tie, if there is one.
func (q *PaymentsQuery) payment(t *relationship.Tie, resolve func(relationship.PartyID) relationship.PartyID) (Payment, bool) {
	if !t.Holds(q.At) || resolve(t.From) == resolve(t.To) {
		return Payment{}, false
	}
	side, amount := q.Amount(t)
	if amount.Known() && amount.Low == 0 && amount.High == 0 && amount.Value == 0 {
		return Payment{}, false
	}
	return Payment{
		Tie: t.ID, Kind: t.Kind, Amount: amount,
		Payer: resolve(t.Party(side)), Payee: resolve(t.Party(side.Other())),
	}, true
}
