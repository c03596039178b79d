// Package special holds the special functions behind models of repeat purchases, in forms that neither overflow nor
// cancel: ratios of gamma functions, one hypergeometric function of Gauss in several guises, the function of
// Tricomi, and the incomplete beta function.
//
// All functions take finite arguments in the stated ranges, which the caller makes sure of. Unless said otherwise
// they are accurate to a relative error of about 1e-14.
//
// mathext of gonum is not used, as measured on the tables of the tests: its Digamma is off by 5e-11 at 2, its RegIncBeta by
// 3e-11 at (20000, 70), and its Hypergeo does not come back for parameters of heavy buyers. Its Zeta(2, z), the trigamma
// function, is as good as ours, which comes along with the other two.
package special
