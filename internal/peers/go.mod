module github.com/kithcrm/kith/internal/peers

go 1.26

require (
	github.com/kithcrm/kith v0.0.0
	gonum.org/v1/gonum v0.17.0
)

require github.com/google/uuid v1.6.0 // indirect

replace github.com/kithcrm/kith => ../..
