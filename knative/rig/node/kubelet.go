package main

import (
	"context"
	"os"
	"path/filepath"
	"time"

	cadvisorapi "github.com/google/cadvisor/info/v1"
	noopoteltrace "go.opentelemetry.io/otel/trace/noop"
	"k8s.io/client-go/kubernetes"
	"k8s.io/kubernetes/cmd/kubelet/app"
	"k8s.io/kubernetes/cmd/kubelet/app/options"
	"k8s.io/kubernetes/pkg/kubelet"
	cadvisortest "k8s.io/kubernetes/pkg/kubelet/cadvisor/testing"
	"k8s.io/kubernetes/pkg/kubelet/cm"
	kubecontainer "k8s.io/kubernetes/pkg/kubelet/container"
	kubeletutil "k8s.io/kubernetes/pkg/kubelet/util"
	"k8s.io/kubernetes/pkg/util/oom"
	"k8s.io/kubernetes/pkg/volume"
	"k8s.io/kubernetes/pkg/volume/configmap"
	"k8s.io/kubernetes/pkg/volume/downwardapi"
	"k8s.io/kubernetes/pkg/volume/emptydir"
	"k8s.io/kubernetes/pkg/volume/projected"
	"k8s.io/kubernetes/pkg/volume/secret"
	"k8s.io/kubernetes/pkg/volume/util/hostutil"
	"k8s.io/kubernetes/pkg/volume/util/subpath"
	"k8s.io/mount-utils"
)

// machine tells the kubelet of more cores and memory than there are: requests of a production overlay are for a cluster.
type machine struct{ cadvisortest.Fake }

func (*machine) MachineInfo() (*cadvisorapi.MachineInfo, error) {
	return &cadvisorapi.MachineInfo{NumCores: 512, MemoryCapacity: 1 << 40}, nil
}

// startKubelet runs Kubernetes' own kubelet without what needs a machine of its own: cgroups and statistics of disks.
// Probes, volumes, tokens, restarts and terminations are the real ones.
func startKubelet(ctx context.Context, home string, client *kubernetes.Clientset, runtime *processRuntime) error {
	flags := options.NewKubeletFlags()
	flags.RootDirectory = filepath.Join(home, "kubelet")
	flags.HostnameOverride = nodeName
	flags.NodeIP = nodeAddress
	flags.MinimumGCAge.Duration = 10 * time.Second
	flags.MaxPerPodContainerCount = 1
	config, err := options.NewKubeletConfiguration()
	if err != nil {
		return err
	}
	config.StaticPodPath = ""
	config.EnableServer = false
	config.ReadOnlyPort = 0
	config.MaxPods = 200
	config.ClusterDNS = []string{dnsAddress}
	config.ClusterDomain = "cluster.local"
	config.CgroupsPerQOS = false
	config.EnforceNodeAllocatable = nil
	config.EvictionHard = map[string]string{}
	config.FailSwapOn = false
	config.FailCgroupV1 = false
	config.EnableControllerAttachDetach = false
	config.LocalStorageCapacityIsolation = false
	config.KubeAPIQPS, config.KubeAPIBurst = 200, 400
	config.SerializeImagePulls = false
	config.NodeStatusReportFrequency.Duration = time.Minute
	config.PodLogsDir = filepath.Join(home, "logs", "pods")
	for _, folder := range []string{flags.RootDirectory, config.PodLogsDir} {
		if err := os.MkdirAll(folder, 0o755); err != nil {
			return err
		}
	}
	mounter := mount.New("")
	return app.RunKubelet(ctx, &options.KubeletServer{KubeletFlags: *flags, KubeletConfiguration: *config}, &kubelet.Dependencies{
		KubeClient:                client,
		HeartbeatClient:           client,
		EventClient:               client.CoreV1(),
		RemoteRuntimeService:      runtime,
		RemoteImageService:        runtime,
		CAdvisorInterface:         &machine{},
		OSInterface:               kubecontainer.RealOS{},
		ContainerManager:          cm.NewStubContainerManager(),
		VolumePlugins:             volumePlugins(),
		OOMAdjuster:               oom.NewFakeOOMAdjuster(),
		Mounter:                   mounter,
		Subpather:                 subpath.New(mounter),
		HostUtil:                  hostutil.NewHostUtil(),
		PodStartupLatencyTracker:  kubeletutil.NewPodStartupLatencyTracker(),
		NodeStartupLatencyTracker: kubeletutil.NewNodeStartupLatencyTracker(),
		TracerProvider:            noopoteltrace.NewTracerProvider(),
	})
}

func volumePlugins() []volume.VolumePlugin {
	var plugins []volume.VolumePlugin
	plugins = append(plugins, emptydir.ProbeVolumePlugins()...)
	plugins = append(plugins, secret.ProbeVolumePlugins()...)
	plugins = append(plugins, configmap.ProbeVolumePlugins()...)
	plugins = append(plugins, downwardapi.ProbeVolumePlugins()...)
	return append(plugins, projected.ProbeVolumePlugins()...)
}
