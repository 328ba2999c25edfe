package main

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"time"

	cri "k8s.io/cri-api/pkg/apis/runtime/v1"
)

// process is a container of the rig. Its state belongs to its own mutex; it is started once and ends once.
type process struct {
	id      string
	sandbox *sandbox
	config  *cri.ContainerConfig
	image   image
	folder  string
	log     string
	created time.Time
	lines   *logFile
	gone    chan struct{}

	mutex    sync.Mutex
	started  time.Time
	finished time.Time
	pid      int
	code     int32
}

// prepare makes the folders above which the container's own root is laid.
func (p *process) prepare(folder string) error {
	p.folder = folder
	for _, name := range []string{"upper", "work", "root"} {
		if err := os.MkdirAll(filepath.Join(folder, name), 0o755); err != nil {
			return err
		}
	}
	lines, err := openLog(p.log)
	if err != nil {
		return err
	}
	p.lines = lines
	return os.WriteFile(filepath.Join(folder, "resolv.conf"), []byte(resolvConf(p.sandbox.config.DnsConfig)), 0o644)
}

// describe is what the process is to become.
func (p *process) describe() container {
	security := p.config.GetLinux().GetSecurityContext()
	user := p.image.User
	if security.GetRunAsUser() != nil {
		user = security.RunAsUser.Value
	}
	group := user
	if security.GetRunAsGroup() != nil {
		group = security.RunAsGroup.Value
	}
	c := container{Network: p.sandbox.network(), Hostname: p.sandbox.config.Hostname, Root: p.folder, ReadOnly: security.GetReadonlyRootfs(),
		User: int(user), Group: int(group), NoNew: security.GetNoNewPrivs(), Folder: p.config.WorkingDir}
	for _, extra := range security.GetSupplementalGroups() {
		c.Groups = append(c.Groups, int(extra))
	}
	for _, extra := range p.sandbox.config.GetLinux().GetSecurityContext().GetSupplementalGroups() {
		c.Groups = append(c.Groups, int(extra))
	}
	for to, from := range p.image.Folders {
		c.Mounts = append(c.Mounts, bind{from, to, true})
	}
	c.Mounts = append(c.Mounts, bind{filepath.Join(p.folder, "resolv.conf"), "/etc/resolv.conf", true})
	for _, mount := range p.config.Mounts {
		c.Mounts = append(c.Mounts, bind{mount.HostPath, mount.ContainerPath, mount.Readonly})
	}
	c.Command = p.command()
	c.Env = []string{"PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin", "HOSTNAME=" + p.sandbox.config.Hostname, "HOME=/"}
	for name, value := range p.image.Env {
		c.Env = append(c.Env, name+"="+value)
	}
	for _, one := range p.config.Envs {
		c.Env = append(c.Env, one.Key+"="+one.Value)
	}
	return c
}

func (p *process) command() []string {
	command := p.image.Command
	if len(p.config.Command) > 0 {
		command = p.config.Command
	}
	resources := p.config.GetLinux().GetResources()
	cores := 1.0
	if resources.GetCpuQuota() > 0 && resources.GetCpuPeriod() > 0 {
		cores = math.Ceil(float64(resources.CpuQuota) / float64(resources.CpuPeriod))
	}
	limits := strings.NewReplacer("{cores}", strconv.Itoa(int(cores)), "{memory}", strconv.FormatInt(resources.GetMemoryLimitInBytes(), 10))
	var all []string
	for _, word := range append(append([]string{}, command...), p.config.Args...) {
		all = append(all, limits.Replace(word))
	}
	return all
}

func (p *process) start() error {
	text, err := json.Marshal(p.describe())
	if err != nil {
		return err
	}
	self, err := os.Executable()
	if err != nil {
		return err
	}
	command := exec.Command(self, "container", string(text))
	command.Env = []string{}
	command.SysProcAttr = &syscall.SysProcAttr{
		Cloneflags: syscall.CLONE_NEWNS | syscall.CLONE_NEWPID | syscall.CLONE_NEWUTS | syscall.CLONE_NEWIPC,
		Pdeathsig:  syscall.SIGKILL,
	}
	out, err := command.StdoutPipe()
	if err != nil {
		return err
	}
	faults, err := command.StderrPipe()
	if err != nil {
		return err
	}
	if err := command.Start(); err != nil {
		return err
	}
	p.mutex.Lock()
	p.started, p.pid = time.Now(), command.Process.Pid
	p.mutex.Unlock()
	go p.watch(command, out, faults)
	return nil
}

// watch owns the process' end: it reads what the process says to its last word, and then says that it is gone.
func (p *process) watch(command *exec.Cmd, out, faults io.Reader) {
	var both sync.WaitGroup
	both.Add(2)
	go func() { defer both.Done(); p.lines.copy("stdout", out) }()
	go func() { defer both.Done(); p.lines.copy("stderr", faults) }()
	both.Wait()
	err := command.Wait()
	code := 0
	var ended *exec.ExitError
	if errors.As(err, &ended) {
		code = ended.ExitCode()
		if status := ended.Sys().(syscall.WaitStatus); status.Signaled() {
			code = 128 + int(status.Signal())
		}
	}
	p.mutex.Lock()
	p.finished, p.code = time.Now(), int32(code)
	p.mutex.Unlock()
	p.lines.close()
	close(p.gone)
}

// stop asks the process to end, and ends it when it takes longer than it may.
func (p *process) stop(ctx context.Context, patience time.Duration) {
	p.mutex.Lock()
	pid := p.pid
	p.mutex.Unlock()
	if pid == 0 {
		return
	}
	if patience > 0 {
		p.signal(syscall.SIGTERM)
		select {
		case <-p.gone:
			return
		case <-ctx.Done():
		case <-time.After(patience):
		}
	}
	p.signal(syscall.SIGKILL)
	<-p.gone
}

func (p *process) signal(signal syscall.Signal) {
	select {
	case <-p.gone:
	default:
		_ = syscall.Kill(p.pid, signal)
	}
}

func (p *process) status() *cri.ContainerStatus {
	p.mutex.Lock()
	defer p.mutex.Unlock()
	status := &cri.ContainerStatus{Id: p.id, Metadata: p.config.Metadata, CreatedAt: p.created.UnixNano(), Image: p.config.Image,
		ImageRef: p.config.Image.Image, ImageId: p.config.Image.Image, Labels: p.config.Labels, Annotations: p.config.Annotations,
		Mounts: p.config.Mounts, LogPath: p.log}
	if !p.started.IsZero() {
		status.State, status.StartedAt = cri.ContainerState_CONTAINER_RUNNING, p.started.UnixNano()
	}
	if !p.finished.IsZero() {
		status.State, status.FinishedAt, status.ExitCode = cri.ContainerState_CONTAINER_EXITED, p.finished.UnixNano(), p.code
		status.Reason = "Completed"
		if p.code != 0 {
			status.Reason = "Error"
		}
	}
	return status
}
