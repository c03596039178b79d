package realparts

import (
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// postgresPrograms returns the folder with the programs of PostgreSQL that the test needs. Where there
// is none, the test skips or fails, and the folder is "".
func postgresPrograms(tb testing.TB) string {
	tb.Helper()
	needed := []string{"psql"}
	if os.Getenv("KITH_POSTGRES") == "" {
		if !canStartPostgres {
			missing(tb, "postgres", "a PostgreSQL server cannot be started on this system: name one in KITH_POSTGRES")
			return ""
		}
		needed = []string{"psql", "initdb", "postgres"}
	}
	for _, bin := range postgresFolders() {
		if !slices.ContainsFunc(needed, func(name string) bool { return !isProgram(bin, name) }) {
			return bin
		}
	}
	missing(tb, "postgres", "there is no PostgreSQL with "+strings.Join(needed, ", ")+
		": install postgresql, or name the folder of its programs in KITH_POSTGRES_BIN")
	return ""
}

// postgresFolders returns the folders that may hold the programs, the best first.
func postgresFolders() []string {
	if named := os.Getenv("KITH_POSTGRES_BIN"); named != "" {
		return []string{named}
	}
	var folders []string
	for _, name := range []string{"initdb", "psql"} {
		// What is on the PATH may be a link to where the other programs are.
		if found, err := exec.LookPath(name); err == nil {
			folders = append(folders, filepath.Dir(found))
			if real, err := filepath.EvalSymlinks(found); err == nil {
				folders = append(folders, filepath.Dir(real))
			}
		}
	}
	if out, err := exec.Command("pg_config", "--bindir").Output(); err == nil {
		folders = append(folders, strings.TrimSpace(string(out)))
	}
	debian, err := filepath.Glob("/usr/lib/postgresql/[1-9][0-9]/bin")
	if err == nil {
		slices.Reverse(debian) // the newest first
	}
	return append(folders, debian...)
}

// isProgram reports whether the folder holds a program of this name.
func isProgram(bin, name string) bool {
	_, err := exec.LookPath(programPath(bin, name))
	return err == nil
}

// programPath returns the path of a program in a folder, which is never looked for elsewhere.
func programPath(bin, name string) string {
	full, err := filepath.Abs(filepath.Join(bin, name))
	if err != nil {
		return filepath.Join(bin, name)
	}
	return full
}
