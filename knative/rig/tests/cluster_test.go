// Package tests tries Oncue on the rig: Kubernetes' and Knative's own programs. knative/rig/rig test runs them, inside the
// rig's network. They share one cluster and run one after the other, in the order of their files.
package tests

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"sort"
	"strings"
	"testing"
	"time"

	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/client-go/dynamic"
	"k8s.io/client-go/kubernetes"
	"k8s.io/client-go/rest"
	"k8s.io/client-go/tools/clientcmd"
)

const namespace = "oncue"

var (
	services       = schema.GroupVersionResource{Group: "serving.knative.dev", Version: "v1", Resource: "services"}
	revisions      = schema.GroupVersionResource{Group: "serving.knative.dev", Version: "v1", Resource: "revisions"}
	podAutoscalers = schema.GroupVersionResource{Group: "autoscaling.internal.knative.dev", Version: "v1alpha1", Resource: "podautoscalers"}
	crds           = schema.GroupVersionResource{Group: "apiextensions.k8s.io", Version: "v1", Resource: "customresourcedefinitions"}
)

var functions = []string{"vote", "reaction", "poll-open", "poll-close", "live"}

type cluster struct {
	*testing.T
	objects dynamic.Interface
	core    kubernetes.Interface
	run     string
}

func connect(t *testing.T) *cluster {
	t.Helper()
	kubeconfig := os.Getenv("KUBECONFIG")
	if kubeconfig == "" {
		t.Skip("not on the rig: knative/rig/rig test runs this")
	}
	config, err := clientcmd.BuildConfigFromFlags("", kubeconfig)
	if err != nil {
		t.Fatal(err)
	}
	config.QPS, config.Burst, config.Timeout = 100, 200, 10*time.Second
	// Failures of the client's own go to the test, not to the output.
	config.WarningHandler = rest.NoWarnings{}
	return &cluster{T: t, objects: dynamic.NewForConfigOrDie(config), core: kubernetes.NewForConfigOrDie(config),
		run: filepath.Dir(filepath.Dir(kubeconfig))}
}

// command runs a program and gives what it says; the test ends where it fails.
func (c *cluster) command(name string, arguments ...string) string {
	c.Helper()
	out, err := c.try(name, arguments...)
	if err != nil {
		c.Fatalf("%s %s: %v\n%s", filepath.Base(name), strings.Join(arguments, " "), err, out)
	}
	return out
}

func (c *cluster) try(name string, arguments ...string) (string, error) {
	ctx, cancel := context.WithTimeout(context.Background(), 15*time.Minute)
	defer cancel()
	out, err := exec.CommandContext(ctx, name, arguments...).CombinedOutput()
	return string(out), err
}

// eventually waits until the condition has nothing to say any more.
func (c *cluster) eventually(patience time.Duration, condition func() string) {
	c.Helper()
	end := time.Now().Add(patience)
	for {
		missing := condition()
		if missing == "" {
			return
		}
		if time.Now().After(end) {
			c.Fatalf("not within %s: %s", patience, missing)
		}
		time.Sleep(100 * time.Millisecond)
	}
}

func (c *cluster) list(kind schema.GroupVersionResource) []unstructured.Unstructured {
	c.Helper()
	list, err := c.objects.Resource(kind).Namespace(namespace).List(context.Background(), metav1.ListOptions{})
	if err != nil {
		c.Fatal(err)
	}
	return list.Items
}

func (c *cluster) names(kind schema.GroupVersionResource) []string {
	c.Helper()
	var all []string
	for _, one := range c.list(kind) {
		all = append(all, one.GetName())
	}
	sort.Strings(all)
	return all
}

func (c *cluster) get(kind schema.GroupVersionResource, name string) *unstructured.Unstructured {
	c.Helper()
	one, err := c.objects.Resource(kind).Namespace(namespace).Get(context.Background(), name, metav1.GetOptions{})
	if err != nil {
		c.Fatal(err)
	}
	return one
}

// annotations are those of all Services, Revisions and PodAutoscalers, each byte of them.
func (c *cluster) annotations() map[string]string {
	c.Helper()
	all := map[string]string{}
	for _, kind := range []schema.GroupVersionResource{services, revisions, podAutoscalers} {
		for _, one := range c.list(kind) {
			text, err := json.Marshal(one.GetAnnotations())
			if err != nil {
				c.Fatal(err)
			}
			all[kind.Resource+"/"+one.GetName()] = string(text)
		}
	}
	return all
}

// difference says what is not the same, and nothing when all is.
func difference(before, after map[string]string) string {
	var all []string
	for name, value := range before {
		if after[name] != value {
			all = append(all, fmt.Sprintf("%s was %s and is %s", name, value, after[name]))
		}
	}
	for name := range after {
		if _, found := before[name]; !found {
			all = append(all, name+" is new")
		}
	}
	sort.Strings(all)
	return strings.Join(all, "\n")
}

// readyPods counts the pods of a Knative Service that serve.
func (c *cluster) readyPods(service string) int {
	pods, err := c.core.CoreV1().Pods(namespace).List(context.Background(),
		metav1.ListOptions{LabelSelector: "serving.knative.dev/service=" + service})
	if err != nil {
		return -1
	}
	count := 0
	for _, pod := range pods.Items {
		for _, condition := range pod.Status.Conditions {
			if condition.Type == "Ready" && condition.Status == "True" && pod.DeletionTimestamp == nil {
				count++
			}
		}
	}
	return count
}

func (c *cluster) scaledTo(service string, wanted int) func() string {
	return func() string {
		if count := c.readyPods(service); count != wanted {
			return fmt.Sprintf("%s has %d ready pods, not %d", service, count, wanted)
		}
		return ""
	}
}

func gone(err error) bool { return errors.IsNotFound(err) }

// --- Oncue on it --------------------------------------------------------------------------------------------------

func (c *cluster) script(name string) string {
	return filepath.Join(c.run, "repository", "knative", name)
}

func (c *cluster) secret(name string) string {
	c.Helper()
	text, err := os.ReadFile(filepath.Join(c.run, "secrets", "oncue", name))
	if err != nil {
		c.Fatal(err)
	}
	return strings.TrimSpace(string(text))
}

// deploy brings an overlay, as a reader of knative/README.md does.
func (c *cluster) deploy(overlay string, options ...string) string {
	c.Helper()
	began := time.Now()
	out := c.command(c.script("deploy"), append([]string{overlay, "--skip-grid", "--timeout", "300"}, options...)...)
	c.Logf("deploy %s %s took %.0f s", overlay, strings.Join(options, " "), time.Since(began).Seconds())
	return out
}

// deployed brings an overlay unless it is there: a test that is run alone needs what those before it have left.
func (c *cluster) deployed(overlay string) {
	c.Helper()
	marker := "oncue.dev/rig-overlay"
	found, err := c.core.CoreV1().Namespaces().Get(context.Background(), namespace, metav1.GetOptions{})
	if err != nil {
		c.Fatal(err)
	}
	if found.Annotations[marker] != overlay {
		c.deploy(overlay, "--skip-smoke-test")
		c.command("kubectl", "annotate", "namespace", namespace, "--overwrite", marker+"="+overlay)
	}
}

func (c *cluster) podLog(pod corev1.Pod) string {
	files, _ := filepath.Glob(filepath.Join(c.run, "logs", "pods", pod.Namespace+"_"+pod.Name+"_*", "user-container", "*.log"))
	var all strings.Builder
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			c.Fatal(err)
		}
		all.Write(text)
	}
	return all.String()
}
