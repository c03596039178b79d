module github.com/kithcrm/kith/adapters/sqlstore

go 1.26

require (
	github.com/google/go-cmp v0.7.0
	github.com/kithcrm/kith v0.0.0
	pgregory.net/rapid v1.3.0
)

require github.com/google/uuid v1.6.0 // indirect

replace github.com/kithcrm/kith => ../..
