//go:build unix

package realparts

import (
	"errors"
	"fmt"
	"os"
	"os/user"
	"strconv"
	"strings"
	"syscall"
)

// canStartPostgres says that servers can be started here.
const canStartPostgres = true

// apart returns how a process is started that a key on the terminal does not reach. PostgreSQL does
// not run for root: for root, the process and its folder become another user's.
func apart(dir string) (*syscall.SysProcAttr, error) {
	alone := &syscall.SysProcAttr{Setsid: true}
	if os.Getuid() != 0 {
		return alone, nil
	}
	uid, gid, err := servant()
	if err != nil {
		return nil, err
	}
	alone.Credential = &syscall.Credential{Uid: uint32(uid), Gid: uint32(gid)}
	return alone, os.Chown(dir, uid, gid)
}

// servant returns the user and group for whom root starts a server.
func servant() (uid, gid int, err error) {
	u, err := user.Lookup("postgres")
	if err != nil {
		u, err = user.Lookup("nobody")
	}
	if err != nil {
		return 0, 0, err
	}
	uid, uidErr := strconv.Atoi(u.Uid)
	gid, gidErr := strconv.Atoi(u.Gid)
	return uid, gid, errors.Join(uidErr, gidErr)
}

// killAll kills a process and those that it started. Where the system does not tell which those are,
// they are left to notice that theirs is gone.
func killAll(process int) error {
	// It could start others in the meantime.
	if err := syscall.Kill(process, syscall.SIGSTOP); err != nil {
		return err
	}
	children, err := os.ReadFile(fmt.Sprintf("/proc/%d/task/%d/children", process, process))
	if err != nil && !errors.Is(err, os.ErrNotExist) {
		return err
	}
	for id := range strings.FieldsSeq(string(children)) {
		child, err := strconv.Atoi(id)
		if err != nil {
			return err
		}
		if err := syscall.Kill(child, syscall.SIGKILL); err != nil && !errors.Is(err, syscall.ESRCH) {
			return err
		}
	}
	return syscall.Kill(process, syscall.SIGKILL)
}
