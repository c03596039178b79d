// Package businesscase turns an improvement for customers into money: what it is worth, how sure that is, what
// doing nothing costs, what to find out first, and what the customers gain by it.
//
//	c := businesscase.Case{
//		Currency: "EUR", Periods: 10, Rate: businesscase.Guess(businesscase.Triangular(.06, .08, .12)),
//		Customers: businesscase.Measured(customers), Spend: businesscase.Measured(spend),
//		Staying: businesscase.Staying{Alpha: alpha, Beta: beta}, // of lifetime.FitSBG
//		Change: businesscase.Change{Leaving: businesscase.Guess(hope), Once: businesscase.Amount(offer)},
//	}
//	m, err := c.Model()
//	r, err := m.Run(businesscase.Config{})
//	fmt.Println(r.Value, r.Loss, r.Inputs[0])
//
// A [Case] says who is there and who is to come, how long they stay, what they buy and gain, what changes, what
// that costs, and what happens if nothing is done. Each number is an [Input]: a [Dist] with what it rests on. A host
// whose business works otherwise writes the Flows of a [Model] itself, and all below works alike.
//
// [Model.Run] simulates: net present value, return, payback, probability of loss, doing nothing and staying as now
// beside it, how gains are shared, and what each input is worth finding out. [Model.Tornado], [Model.BreakEven] and
// [Model.Against] tell what it hangs on. [Model.Stage] plans a change as trials with a decision after each;
// [Model.Learn] puts in what one has found. [PresentValue], [ReturnRates] and [Payback] are for flows that are
// known.
//
// # Guarantees
//
//   - Amounts are in whole minor units of one currency at the edges ([Money]), which is never guessed, and numbers
//     between. All are worth now, unless said otherwise.
//   - The error of the simulation is told beside each figure, apart from the doubt in the inputs.
//   - The same input and seed give the same bits, however many cores the host lends ([Config.Each]).
//   - A change that improves nothing and costs nothing is worth exactly nothing.
//   - No result is NaN or infinite, and nothing that is impossible is put right silently: it is an error, or a [Flag].
//
// # Limits
//
// Flows come at the ends of periods. What is not in the model, such as competitors who answer, is not in the range
// either; a rate that is raised for the risk of what is in it counts that twice. Value to customers is what the host
// says that they gain. A distribution is as good as whoever guessed it: [Result.Inputs] says which to replace first.
// A host that writes its own Flows takes inputs by place, and nothing can tell a wrong place.
//
// Begin with case.go and model.go; then run.go, and result.go for what comes out.
package businesscase
