package lifetime

// All models as movable ones. They are values, so that with leaves what it is called on as it is.

func (m BGNBD) params() point      { return point{m.R, m.Alpha, m.A, m.B} }
func (m MBGNBD) params() point     { return point{m.R, m.Alpha, m.A, m.B} }
func (m ParetoNBD) params() point  { return point{m.R, m.Alpha, m.S, m.Beta} }
func (m BGBB) params() point       { return point{m.Alpha, m.Beta, m.Gamma, m.Delta} }
func (m SBG) params() point        { return point{m.Alpha, m.Beta} }
func (m BDW) params() point        { return point{m.Alpha, m.Beta, m.C} }
func (m GammaGamma) params() point { return point{m.P, m.Q, m.Gamma} }

func (BGNBD) with(p point) any      { return BGNBD{p[0], p[1], p[2], p[3]} }
func (MBGNBD) with(p point) any     { return MBGNBD{p[0], p[1], p[2], p[3]} }
func (ParetoNBD) with(p point) any  { return ParetoNBD{p[0], p[1], p[2], p[3]} }
func (BGBB) with(p point) any       { return BGBB{p[0], p[1], p[2], p[3]} }
func (SBG) with(p point) any        { return SBG{p[0], p[1]} }
func (BDW) with(p point) any        { return BDW{p[0], p[1], p[2]} }
func (GammaGamma) with(p point) any { return GammaGamma{p[0], p[1], p[2]} }
