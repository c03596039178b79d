module github.com/kithcrm/kith

go 1.26

require (
	github.com/google/uuid v1.6.0
	pgregory.net/rapid v1.3.0
)

require github.com/google/go-cmp v0.7.0

require gonum.org/v1/gonum v0.17.0
