package main

import (
	"context"
	"errors"
	"fmt"
	"net/netip"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"time"

	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"
	internalapi "k8s.io/cri-api/pkg/apis"
	cri "k8s.io/cri-api/pkg/apis/runtime/v1"
)

// processRuntime is a container runtime, as the kubelet asks for one, whose containers are processes of this machine in
// namespaces of their own. All fields behind the mutex belong to whoever holds it; processes report their end through it.
type processRuntime struct {
	// What the kubelet asks for and no manifest of the rig needs ends in a nil call: exec, attach, checkpoints.
	internalapi.RuntimeService
	folder    string
	images    images
	addresses *addresses

	mutex      sync.Mutex
	sandboxes  map[string]*sandbox
	containers map[string]*process
	count      int
}

type sandbox struct {
	id      string
	config  *cri.PodSandboxConfig
	address netip.Addr
	created time.Time
	ended   bool
}

func newRuntime(folder string, images images) (*processRuntime, error) {
	if err := os.RemoveAll(folder); err != nil {
		return nil, err
	}
	return &processRuntime{folder: folder, images: images, addresses: newAddresses(),
		sandboxes: map[string]*sandbox{}, containers: map[string]*process{}}, os.MkdirAll(folder, 0o755)
}

func notFound(id string) error {
	return status.Errorf(codes.NotFound, "%s is not there", id)
}

func (s *sandbox) network() string {
	return "/run/netns/" + s.id
}

func (s *sandbox) state() cri.PodSandboxState {
	if s.ended {
		return cri.PodSandboxState_SANDBOX_NOTREADY
	}
	return cri.PodSandboxState_SANDBOX_READY
}

func (r *processRuntime) RunPodSandbox(_ context.Context, config *cri.PodSandboxConfig, _ string) (string, error) {
	r.mutex.Lock()
	r.count++
	number := r.count
	r.mutex.Unlock()
	box := &sandbox{id: fmt.Sprintf("rig-pod-%d", number), config: config, address: r.addresses.take(), created: time.Now()}
	if err := plug(box.id, number, box.address); err != nil {
		r.addresses.giveBack(box.address)
		return "", err
	}
	r.mutex.Lock()
	defer r.mutex.Unlock()
	r.sandboxes[box.id] = box
	return box.id, os.MkdirAll(config.LogDirectory, 0o755)
}

func (r *processRuntime) StopPodSandbox(ctx context.Context, id string) error {
	r.mutex.Lock()
	box, found := r.sandboxes[id]
	var left []string
	for _, one := range r.containers {
		if one.sandbox == box {
			left = append(left, one.id)
		}
	}
	first := found && !box.ended
	if first {
		box.ended = true
	}
	r.mutex.Unlock()
	for _, one := range left {
		if err := r.StopContainer(ctx, one, 0); err != nil {
			return err
		}
	}
	if first {
		r.addresses.giveBack(box.address)
		return unplug(box.id)
	}
	return nil
}

func (r *processRuntime) RemovePodSandbox(ctx context.Context, id string) error {
	if err := r.StopPodSandbox(ctx, id); err != nil {
		return err
	}
	r.mutex.Lock()
	defer r.mutex.Unlock()
	delete(r.sandboxes, id)
	return nil
}

func (r *processRuntime) PodSandboxStatus(_ context.Context, id string, _ bool) (*cri.PodSandboxStatusResponse, error) {
	r.mutex.Lock()
	defer r.mutex.Unlock()
	box, found := r.sandboxes[id]
	if !found {
		return nil, notFound(id)
	}
	return &cri.PodSandboxStatusResponse{Status: &cri.PodSandboxStatus{
		Id: box.id, Metadata: box.config.Metadata, State: box.state(), CreatedAt: box.created.UnixNano(),
		Network: &cri.PodSandboxNetworkStatus{Ip: box.address.String()}, Labels: box.config.Labels, Annotations: box.config.Annotations,
		Linux: &cri.LinuxPodSandboxStatus{Namespaces: &cri.Namespace{Options: &cri.NamespaceOption{}}},
	}}, nil
}

func (r *processRuntime) ListPodSandbox(_ context.Context, filter *cri.PodSandboxFilter) ([]*cri.PodSandbox, error) {
	r.mutex.Lock()
	defer r.mutex.Unlock()
	var list []*cri.PodSandbox
	for _, box := range r.sandboxes {
		if filter != nil && (filter.Id != "" && filter.Id != box.id || filter.State != nil && filter.State.State != box.state() ||
			!has(box.config.Labels, filter.LabelSelector)) {
			continue
		}
		list = append(list, &cri.PodSandbox{Id: box.id, Metadata: box.config.Metadata, State: box.state(),
			CreatedAt: box.created.UnixNano(), Labels: box.config.Labels, Annotations: box.config.Annotations})
	}
	return list, nil
}

func has(labels, wanted map[string]string) bool {
	for key, value := range wanted {
		if labels[key] != value {
			return false
		}
	}
	return true
}

func (r *processRuntime) CreateContainer(_ context.Context, box string, config *cri.ContainerConfig, pod *cri.PodSandboxConfig) (string, error) {
	r.mutex.Lock()
	defer r.mutex.Unlock()
	sandbox, found := r.sandboxes[box]
	if !found {
		return "", notFound(box)
	}
	image, found := r.images.find(config.Image.Image)
	if !found {
		return "", fmt.Errorf("no program is known for the image %s", config.Image.Image)
	}
	r.count++
	one := &process{id: fmt.Sprintf("rig-container-%d", r.count), sandbox: sandbox, config: config, image: image,
		log:     filepath.Join(pod.LogDirectory, config.LogPath),
		created: time.Now(), gone: make(chan struct{})}
	if err := one.prepare(filepath.Join(r.folder, one.id)); err != nil {
		return "", err
	}
	r.containers[one.id] = one
	return one.id, nil
}

func (r *processRuntime) container(id string) (*process, error) {
	r.mutex.Lock()
	defer r.mutex.Unlock()
	if one, found := r.containers[id]; found {
		return one, nil
	}
	return nil, notFound(id)
}

func (r *processRuntime) StartContainer(_ context.Context, id string) error {
	one, err := r.container(id)
	if err != nil {
		return err
	}
	return one.start()
}

func (r *processRuntime) StopContainer(ctx context.Context, id string, seconds int64) error {
	one, err := r.container(id)
	if err != nil {
		return nil
	}
	one.stop(ctx, time.Duration(seconds)*time.Second)
	return nil
}

func (r *processRuntime) RemoveContainer(ctx context.Context, id string) error {
	one, err := r.container(id)
	if err != nil {
		return nil
	}
	one.stop(ctx, 0)
	r.mutex.Lock()
	delete(r.containers, id)
	r.mutex.Unlock()
	return os.RemoveAll(one.folder)
}

func (r *processRuntime) ListContainers(_ context.Context, filter *cri.ContainerFilter) ([]*cri.Container, error) {
	r.mutex.Lock()
	defer r.mutex.Unlock()
	var list []*cri.Container
	for _, one := range r.containers {
		state := one.status().State
		if filter != nil && (filter.Id != "" && filter.Id != one.id || filter.State != nil && filter.State.State != state ||
			filter.PodSandboxId != "" && filter.PodSandboxId != one.sandbox.id || !has(one.config.Labels, filter.LabelSelector)) {
			continue
		}
		list = append(list, &cri.Container{Id: one.id, PodSandboxId: one.sandbox.id, Metadata: one.config.Metadata, Image: one.config.Image,
			ImageRef: one.config.Image.Image, ImageId: one.config.Image.Image, State: state, CreatedAt: one.created.UnixNano(),
			Labels: one.config.Labels, Annotations: one.config.Annotations})
	}
	return list, nil
}

func (r *processRuntime) ContainerStatus(_ context.Context, id string, _ bool) (*cri.ContainerStatusResponse, error) {
	one, err := r.container(id)
	if err != nil {
		return nil, err
	}
	return &cri.ContainerStatusResponse{Status: one.status()}, nil
}

func (r *processRuntime) ReopenContainerLog(_ context.Context, id string) error {
	one, err := r.container(id)
	if err != nil {
		return err
	}
	return one.lines.reopen()
}

func (r *processRuntime) killAll() {
	r.mutex.Lock()
	var all []string
	for id := range r.sandboxes {
		all = append(all, id)
	}
	r.mutex.Unlock()
	for _, id := range all {
		_ = r.StopPodSandbox(context.Background(), id)
	}
}

// --- what the kubelet asks a runtime about itself, and images, which are all there ---------------------------------

func (r *processRuntime) Version(context.Context, string) (*cri.VersionResponse, error) {
	return &cri.VersionResponse{Version: "0.1.0", RuntimeName: "oncue-rig", RuntimeVersion: "1.0.0", RuntimeApiVersion: "v1"}, nil
}

func (r *processRuntime) Status(context.Context, bool) (*cri.StatusResponse, error) {
	return &cri.StatusResponse{Status: &cri.RuntimeStatus{Conditions: []*cri.RuntimeCondition{
		{Type: "RuntimeReady", Status: true}, {Type: "NetworkReady", Status: true}}}}, nil
}

func (r *processRuntime) RuntimeConfig(context.Context) (*cri.RuntimeConfigResponse, error) {
	return &cri.RuntimeConfigResponse{Linux: &cri.LinuxRuntimeConfiguration{CgroupDriver: cri.CgroupDriver_CGROUPFS}}, nil
}

func (r *processRuntime) UpdateRuntimeConfig(context.Context, *cri.RuntimeConfig) error { return nil }

func (r *processRuntime) UpdateContainerResources(context.Context, string, *cri.ContainerResources) error {
	return nil
}

func (r *processRuntime) ListContainerStats(context.Context, *cri.ContainerStatsFilter) ([]*cri.ContainerStats, error) {
	return nil, nil
}

func (r *processRuntime) ListPodSandboxStats(context.Context, *cri.PodSandboxStatsFilter) ([]*cri.PodSandboxStats, error) {
	return nil, nil
}

func (r *processRuntime) ExecSync(context.Context, string, []string, time.Duration) ([]byte, []byte, error) {
	return nil, nil, errors.New("the rig's runtime has no exec")
}

func (r *processRuntime) ListImages(context.Context, *cri.ImageFilter) ([]*cri.Image, error) {
	return nil, nil
}

func (r *processRuntime) ImageStatus(_ context.Context, spec *cri.ImageSpec, _ bool) (*cri.ImageStatusResponse, error) {
	found, ok := r.images.find(spec.Image)
	if !ok {
		return &cri.ImageStatusResponse{}, nil
	}
	return &cri.ImageStatusResponse{Image: &cri.Image{Id: spec.Image, RepoTags: []string{spec.Image}, Size: 1,
		Uid: &cri.Int64Value{Value: found.User}, Spec: spec}}, nil
}

func (r *processRuntime) PullImage(_ context.Context, spec *cri.ImageSpec, _ *cri.AuthConfig, _ *cri.PodSandboxConfig) (string, error) {
	if _, ok := r.images.find(spec.Image); !ok {
		return "", status.Errorf(codes.NotFound, "no program is known for the image %s", spec.Image)
	}
	return spec.Image, nil
}

func (r *processRuntime) RemoveImage(context.Context, *cri.ImageSpec) error { return nil }

func (r *processRuntime) ImageFsInfo(context.Context) (*cri.ImageFsInfoResponse, error) {
	usage := []*cri.FilesystemUsage{{FsId: &cri.FilesystemIdentifier{Mountpoint: "/"},
		UsedBytes: &cri.UInt64Value{}, InodesUsed: &cri.UInt64Value{}}}
	return &cri.ImageFsInfoResponse{ImageFilesystems: usage, ContainerFilesystems: usage}, nil
}

// resolvConf is the file of that name.
func resolvConf(dns *cri.DNSConfig) string {
	var text strings.Builder
	for _, server := range dns.GetServers() {
		fmt.Fprintf(&text, "nameserver %s\n", server)
	}
	if len(dns.GetSearches()) > 0 {
		fmt.Fprintf(&text, "search %s\n", strings.Join(dns.Searches, " "))
	}
	if len(dns.GetOptions()) > 0 {
		fmt.Fprintf(&text, "options %s\n", strings.Join(dns.Options, " "))
	}
	return text.String()
}
