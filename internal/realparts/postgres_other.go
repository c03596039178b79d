//go:build !unix

package realparts

import (
	"errors"
	"syscall"
)

// canStartPostgres says that no servers can be started here.
const canStartPostgres = false

// apart is never called here.
func apart(string) (*syscall.SysProcAttr, error) { return nil, errors.ErrUnsupported }

// killAll is never called here.
func killAll(int) error { return errors.ErrUnsupported }
