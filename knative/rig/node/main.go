// Command node is the rig's only node: a kubelet of Kubernetes' own, and, in place of what a cluster has beyond it, a
// container runtime of plain processes, a proxy for cluster addresses, a DNS server and an ingress.
package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"path/filepath"
	"syscall"

	"k8s.io/client-go/dynamic"
	"k8s.io/client-go/informers"
	"k8s.io/client-go/kubernetes"
	"k8s.io/client-go/rest"
	"k8s.io/client-go/tools/clientcmd"
	"k8s.io/klog/v2"
)

const (
	nodeName      = "rig"
	nodeAddress   = "10.244.0.1"
	dnsAddress    = "10.96.0.10"
	ingressTarget = "10.96.0.80"
	// Names below it are addresses of the ingress; config-domain of the rig has it.
	ingressDomain = "rig.test"
)

func main() {
	if len(os.Args) > 1 && os.Args[1] == "container" {
		fail(enterContainer(os.Args[2]))
	}
	if len(os.Args) > 1 && os.Args[1] == "stand-in" {
		fail(standIn())
	}
	home := flag.String("home", "", "the rig's folder for what runs")
	images := flag.String("images", "", "the file that says which image is which program")
	klog.InitFlags(nil)
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGTERM, syscall.SIGINT)
	defer stop()
	if err := run(ctx, *home, *images); err != nil {
		fail(err)
	}
}

func run(ctx context.Context, home, imagesFile string) error {
	config, err := readConfig(home, "admin")
	if err != nil {
		return err
	}
	client, err := kubernetes.NewForConfig(config)
	if err != nil {
		return err
	}
	dynamicClient, err := dynamic.NewForConfig(config)
	if err != nil {
		return err
	}
	// The kubelet has the rights of a node and no more.
	nodeConfig, err := readConfig(home, "node")
	if err != nil {
		return err
	}
	nodeClient, err := kubernetes.NewForConfig(nodeConfig)
	if err != nil {
		return err
	}
	images, err := readImages(imagesFile)
	if err != nil {
		return err
	}
	runtime, err := newRuntime(filepath.Join(home, "containers"), images)
	if err != nil {
		return err
	}
	defer runtime.killAll()
	factory := informers.NewSharedInformerFactory(client, 0)
	services := newServices(factory)
	ingress := newIngress(dynamicClient, services)
	factory.Start(ctx.Done())
	factory.WaitForCacheSync(ctx.Done())
	if err := serveDNS(services); err != nil {
		return err
	}
	if err := ingress.start(ctx); err != nil {
		return err
	}
	if err := startKubelet(ctx, home, nodeClient, runtime); err != nil {
		return err
	}
	fmt.Println("the node is up")
	<-ctx.Done()
	return nil
}

func readConfig(home, name string) (*rest.Config, error) {
	config, err := clientcmd.BuildConfigFromFlags("", filepath.Join(home, "secrets", name+".kubeconfig"))
	if err == nil {
		config.QPS, config.Burst = 200, 400
	}
	return config, err
}

func fail(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, "node:", err)
		os.Exit(1)
	}
	os.Exit(0)
}
