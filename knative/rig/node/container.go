package main

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"syscall"

	securejoin "github.com/cyphar/filepath-securejoin"
	"golang.org/x/sys/unix"
)

// container is what a process is to become. It crosses to a fresh process as JSON.
type container struct {
	Network  string   // path of the network namespace
	Hostname string   //
	Root     string   // folder with upper, work and root: the layer above this machine's root file system
	ReadOnly bool     // the root file system
	Mounts   []bind   //
	User     int      //
	Group    int      //
	Groups   []int    //
	NoNew    bool     // no new privileges
	Folder   string   // working folder
	Command  []string //
	Env      []string //
}

type bind struct {
	From     string
	To       string
	ReadOnly bool
}

// enterContainer makes this process the container: new namespaces of mounts, processes and names are around it already.
// It returns only when something fails.
func enterContainer(text string) error {
	runtime.LockOSThread()
	var c container
	if err := json.Unmarshal([]byte(text), &c); err != nil {
		return err
	}
	for _, step := range []func() error{c.joinNetwork, c.buildRoot, c.changeRoot, c.dropRights} {
		if err := step(); err != nil {
			return err
		}
	}
	program, err := lookPath(c.Command[0], c.Env)
	if err != nil {
		return err
	}
	return fmt.Errorf("%s: %w", program, syscall.Exec(program, c.Command, c.Env))
}

func (c container) joinNetwork() error {
	file, err := os.Open(c.Network)
	if err != nil {
		return err
	}
	defer file.Close()
	if err := unix.Setns(int(file.Fd()), unix.CLONE_NEWNET); err != nil {
		return fmt.Errorf("the pod's network: %w", err)
	}
	return unix.Sethostname([]byte(c.Hostname))
}

func (c container) buildRoot() error {
	if err := unix.Mount("", "/", "", unix.MS_REC|unix.MS_PRIVATE, ""); err != nil {
		return err
	}
	root := filepath.Join(c.Root, "root")
	layers := fmt.Sprintf("lowerdir=/,upperdir=%s,workdir=%s", filepath.Join(c.Root, "upper"), filepath.Join(c.Root, "work"))
	if err := unix.Mount("overlay", root, "overlay", 0, layers); err != nil {
		return fmt.Errorf("the root's layer: %w", err)
	}
	if err := unix.Mount("proc", filepath.Join(root, "proc"), "proc", 0, ""); err != nil {
		return fmt.Errorf("proc: %w", err)
	}
	if err := devices(filepath.Join(root, "dev")); err != nil {
		return fmt.Errorf("dev: %w", err)
	}
	for _, mount := range append([]bind{{"/sys", "/sys", true}}, c.Mounts...) {
		if err := mount.into(root); err != nil {
			return err
		}
	}
	return nil
}

// devices are those that every container has.
func devices(folder string) error {
	if err := unix.Mount("tmpfs", folder, "tmpfs", unix.MS_NOSUID, "mode=755,size=64m"); err != nil {
		return err
	}
	for _, name := range []string{"null", "zero", "full", "random", "urandom", "tty"} {
		if err := (bind{"/dev/" + name, name, false}).into(folder); err != nil {
			return err
		}
	}
	for name, target := range map[string]string{"fd": "", "stdin": "/0", "stdout": "/1", "stderr": "/2"} {
		if err := os.Symlink("/proc/self/fd"+target, filepath.Join(folder, name)); err != nil {
			return err
		}
	}
	shared := filepath.Join(folder, "shm")
	if err := os.Mkdir(shared, 0o1777); err != nil {
		return err
	}
	return os.Chmod(shared, 0o777|os.ModeSticky)
}

func (m bind) into(root string) error {
	// A link such as /var/run to /run is followed inside the root, not out of it.
	target, err := securejoin.SecureJoin(root, m.To)
	if err != nil {
		return err
	}
	about, err := os.Stat(m.From)
	if err != nil {
		return err
	}
	if about.IsDir() {
		err = os.MkdirAll(target, 0o755)
	} else if _, missing := os.Stat(target); missing != nil {
		if err = os.MkdirAll(filepath.Dir(target), 0o755); err == nil {
			err = os.WriteFile(target, nil, 0o644)
		}
	}
	if err != nil {
		return err
	}
	if err := unix.Mount(m.From, target, "", unix.MS_BIND|unix.MS_REC, ""); err != nil {
		return fmt.Errorf("%s at %s: %w", m.From, m.To, err)
	}
	if m.ReadOnly {
		return readOnly(target)
	}
	return nil
}

func readOnly(target string) error {
	if err := unix.Mount("", target, "", unix.MS_BIND|unix.MS_REMOUNT|unix.MS_RDONLY, ""); err != nil {
		return fmt.Errorf("%s read-only: %w", target, err)
	}
	return nil
}

func (c container) changeRoot() error {
	if err := unix.Chroot(filepath.Join(c.Root, "root")); err != nil {
		return err
	}
	if err := unix.Chdir("/"); err != nil {
		return err
	}
	if c.ReadOnly {
		if err := readOnly("/"); err != nil {
			return err
		}
	}
	if c.Folder != "" {
		return unix.Chdir(c.Folder)
	}
	return nil
}

// dropRights gives away root's rights by the change of the user, and then asks anew for the end with the node, which that
// change has cancelled.
func (c container) dropRights() error {
	// Who opens /dev/stdout anew, as nginx does, must own what is behind it.
	for _, out := range []int{1, 2} {
		if err := syscall.Fchown(out, c.User, c.Group); err != nil {
			return err
		}
	}
	if err := syscall.Setgroups(c.Groups); err != nil {
		return err
	}
	if err := syscall.Setgid(c.Group); err != nil {
		return err
	}
	if err := syscall.Setuid(c.User); err != nil {
		return err
	}
	if c.NoNew {
		if err := unix.Prctl(unix.PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0); err != nil {
			return err
		}
	}
	return unix.Prctl(unix.PR_SET_PDEATHSIG, uintptr(unix.SIGKILL), 0, 0, 0)
}

func lookPath(name string, env []string) (string, error) {
	if filepath.IsAbs(name) {
		return name, nil
	}
	for _, folder := range []string{"/usr/local/bin", "/usr/bin", "/bin", "/usr/sbin", "/sbin"} {
		if path := filepath.Join(folder, name); unix.Access(path, unix.X_OK) == nil {
			return path, nil
		}
	}
	return "", fmt.Errorf("%s is not there", name)
}
