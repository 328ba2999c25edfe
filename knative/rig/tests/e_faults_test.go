package tests

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/types"
)

const (
	minScale = "autoscaling.knative.dev/min-scale"
	maxScale = "autoscaling.knative.dev/max-scale"
	// A small crowd: one instance of most functions.
	few = 10_000
)

// Each fault of the table in functions/warm-pool/README.md, in a window. Afterwards all is as it was, to the byte.

func TestTheLeaderIsKilled(t *testing.T) {
	c := connect(t)
	before := c.start("leader-killed", time.Minute)
	leader := c.leader()
	c.becomes("leader-killed", "warm", time.Minute)
	if err := killPod(leader); err != nil {
		t.Fatal(err)
	}
	killed := time.Now()
	// The other one, or the same pod's next process: its Lease has the name that it had.
	c.eventually(time.Minute, func() string {
		renewed, err := c.renewed()
		if err != nil || !renewed.After(killed) {
			return fmt.Sprintf("the Lease was last renewed at %s: %v", renewed, err)
		}
		return ""
	})
	t.Logf("the Lease was renewed %.1f s after its holder's death", time.Since(killed).Seconds())
	c.end("leader-killed", before)
}

func TestTheAPIServerIsAwayFor49Seconds(t *testing.T) {
	c := connect(t)
	before := c.start("api-away", 80*time.Second)
	c.becomes("api-away", "warm", time.Minute)
	c.rig("kill", "kube-apiserver")
	time.Sleep(49 * time.Second) // The fault itself, which no condition ends.
	c.rig("again", "kube-apiserver")
	back := time.Now()
	c.eventually(time.Minute, func() string {
		if _, err := c.core.Discovery().ServerVersion(); err != nil {
			return err.Error()
		}
		return ""
	})
	// Whoever leads has looked at the instances again, and they were there all the time.
	c.eventually(2*time.Minute, func() string {
		renewed, err := c.renewed()
		if err != nil || !renewed.After(back) {
			return fmt.Sprintf("the Lease was last renewed at %s: %v", renewed, err)
		}
		return ""
	})
	t.Logf("the Lease was renewed %.1f s after the API server's return", time.Since(back).Seconds())
	warm := c.becomes("api-away", "warm", 2*time.Minute)
	t.Logf("warm again %.1f s after the API server's return: %s", time.Since(back).Seconds(), warm)
	c.end("api-away", before)
}

func TestTheAutoscalerIsRestartedWithAFunctionAtZero(t *testing.T) {
	c := connect(t)
	c.deployed("rig-stand-in")
	c.eventually(6*time.Minute, c.scaledTo("vote", 0))
	c.command("kubectl", "-n", "knative-serving", "delete", "pod", "-l", "app=autoscaler", "--grace-period=1")
	c.command("kubectl", "-n", "knative-serving", "rollout", "status", "deployment/autoscaler", "--timeout=120s")
	before := c.start("autoscaler-restarted", time.Minute)
	warm := c.becomes("autoscaler-restarted", "warm", 2*time.Minute)
	t.Logf("warm %.1f s before it opens, after %s", warm.OpensAt.Sub(warm.Since).Seconds(), warm.WarmAfter)
	c.end("autoscaler-restarted", before)
}

func TestTheWebhookIsAway(t *testing.T) {
	c := connect(t)
	c.deployed("rig-stand-in")
	c.command("kubectl", "-n", "knative-serving", "scale", "deployment/webhook", "--replicas=0")
	c.command("kubectl", "-n", "knative-serving", "wait", "--for=delete", "pod", "-l", "app=webhook", "--timeout=120s")
	before := c.start("webhook-away", time.Minute)
	c.eventually(time.Minute, func() string {
		one, err := c.window("webhook-away")
		if err != nil {
			return err.Error()
		}
		if one.Status == "warm" || !strings.Contains(one.Reason, "webhook") {
			return "the reason does not name the webhook: " + one.String()
		}
		t.Logf("while the webhook is away: %s", one)
		return ""
	})
	c.command("kubectl", "-n", "knative-serving", "scale", "deployment/webhook", "--replicas=1")
	c.command("kubectl", "-n", "knative-serving", "rollout", "status", "deployment/webhook", "--timeout=120s")
	back := time.Now()
	c.becomes("webhook-away", "warm", 2*time.Minute)
	t.Logf("warm %.1f s after the webhook's return", time.Since(back).Seconds())
	c.end("webhook-away", before)
}

func TestMaxScaleIsBelowWhatAWindowNeeds(t *testing.T) {
	c := connect(t)
	c.deployed("rig-stand-in")
	previous := c.template("vote", maxScale, "1")
	before := c.start("max-scale-below", time.Minute)
	c.becomes("max-scale-below", "warm", 2*time.Minute)
	if got := c.get(revisions, c.latest("vote")).GetAnnotations(); got[maxScale] == "1" || got[minScale] == "" {
		t.Errorf("neither was raised: %v", got)
	}
	c.end("max-scale-below", before)
	c.template("vote", maxScale, previous)
}

func TestAServiceIsDeletedInAWindow(t *testing.T) {
	c := connect(t)
	c.deployed("rig-stand-in")
	c.start("service-deleted", time.Minute)
	c.becomes("service-deleted", "warm", time.Minute)
	c.command("kubectl", "-n", namespace, "delete", "ksvc", "reaction")
	c.eventually(time.Minute, func() string {
		if record := c.record(); strings.Contains(record, "reaction") {
			return "on record: " + record
		}
		return ""
	})
	one, err := c.window("service-deleted")
	if err != nil || one.Functions["vote"].Warm < one.Functions["vote"].Granted {
		t.Errorf("vote suffered: %s %v", one, err)
	}
	c.cancel("service-deleted")
	c.eventually(30*time.Second, func() string { return c.record() })
	c.deploy("rig-stand-in", "--skip-smoke-test")
}

func TestSomebodyElsesChangeStays(t *testing.T) {
	c := connect(t)
	before := c.start("somebody-else", time.Minute)
	c.becomes("somebody-else", "warm", time.Minute)
	revision := c.latest("vote")
	c.annotate(revision, minScale, "4")
	c.eventually(30*time.Second, func() string {
		out, err := c.try("kubectl", "-n", namespace, "get", "events", "-o", "name", "--field-selector", "reason=WarmPoolLeftAlone")
		if err != nil || out == "" {
			return "no Event says that it was left alone"
		}
		return ""
	})
	c.cancel("somebody-else")
	c.eventually(30*time.Second, func() string { return c.record() })
	if got := c.get(revisions, revision).GetAnnotations()[minScale]; got != "4" {
		t.Errorf("their min-scale is %q now", got)
	}
	c.command("kubectl", "-n", namespace, "annotate", "revision", revision, minScale+"=0", "--overwrite")
	c.restored(before, 30*time.Second)
}

func TestARevisionIsRolledOutInAWindow(t *testing.T) {
	c := connect(t)
	before := c.start("rolled-out", time.Minute)
	c.becomes("rolled-out", "warm", time.Minute)
	old := c.latest("vote")
	c.template("vote", "oncue.dev/rig", strconv.FormatInt(time.Now().Unix(), 10))
	if c.latest("vote") == old {
		t.Fatal("there is no new Revision")
	}
	c.eventually(time.Minute, func() string {
		if got := c.get(revisions, c.latest("vote")).GetAnnotations()[minScale]; got == "" || got == "0" {
			return "the new Revision was not raised: " + got
		}
		return ""
	})
	c.becomes("rolled-out", "warm", time.Minute)
	c.cancel("rolled-out")
	c.eventually(30*time.Second, func() string { return c.record() })
	after := c.annotations()
	for _, name := range []string{"revisions/" + old, "podautoscalers/" + old} {
		if stable(after[name]) != stable(before[name]) {
			t.Errorf("%s was %s and is %s", name, before[name], after[name])
		}
	}
}

// --- what these share ---------------------------------------------------------------------------------------------

// start announces a window that opens soon, and gives the annotations from before it.
func (c *cluster) start(stream string, opensIn time.Duration) map[string]string {
	c.Helper()
	c.deployed("rig-stand-in")
	before := c.untouched()
	c.announce(stream, few, opensIn, "PT10M")
	c.eventually(30*time.Second, func() string {
		if c.record() == "" {
			return "nothing is on record"
		}
		return ""
	})
	return before
}

func (c *cluster) end(stream string, before map[string]string) {
	c.Helper()
	c.cancel(stream)
	c.restored(before, time.Minute)
}

// stable leaves out what Knative writes into a Revision that is not routed to any more.
func stable(annotations string) string {
	index := strings.Index(annotations, `,"serving.knative.dev/rout`)
	if index < 0 {
		return annotations
	}
	return annotations[:index] + "}"
}

func (c *cluster) rig(arguments ...string) {
	c.Helper()
	c.command(filepath.Join(os.Getenv("ONCUE_RIG"), "rig"), arguments...)
}

func (c *cluster) leader() string {
	c.Helper()
	lease, err := c.core.CoordinationV1().Leases(namespace).Get(context.Background(), "oncue-warm-pool", metav1.GetOptions{})
	if err != nil || lease.Spec.HolderIdentity == nil {
		c.Fatalf("nobody has the Lease: %v", err)
	}
	return *lease.Spec.HolderIdentity
}

func (c *cluster) renewed() (time.Time, error) {
	lease, err := c.core.CoordinationV1().Leases(namespace).Get(context.Background(), "oncue-warm-pool", metav1.GetOptions{})
	if err != nil || lease.Spec.RenewTime == nil {
		return time.Time{}, err
	}
	return lease.Spec.RenewTime.Time, nil
}

// killPod is kill -9 of a pod's JVM: its namespaces are those of this machine, and its name is in its environment.
func killPod(pod string) error {
	out, err := exec.Command("pgrep", "-f", "quarkus-run.jar").Output()
	if err != nil {
		return err
	}
	for _, text := range strings.Fields(string(out)) {
		environment, err := os.ReadFile(filepath.Join("/proc", text, "environ"))
		if err == nil && strings.Contains("\x00"+string(environment), "\x00HOSTNAME="+pod+"\x00") {
			pid, err := strconv.Atoi(text)
			if err != nil {
				return err
			}
			return syscall.Kill(pid, syscall.SIGKILL)
		}
	}
	return fmt.Errorf("no process of %s", pod)
}

func (c *cluster) annotate(revision, name, value string) {
	c.Helper()
	patch := fmt.Sprintf(`{"metadata":{"annotations":{%q:%q}}}`, name, value)
	_, err := c.objects.Resource(revisions).Namespace(namespace).Patch(context.Background(), revision, types.MergePatchType, []byte(patch), metav1.PatchOptions{})
	if err != nil {
		c.Fatal(err)
	}
}

// template changes an annotation of a Service's template, waits for the new Revision, and gives the value from before.
func (c *cluster) template(service, name, value string) string {
	c.Helper()
	old := c.latest(service)
	before := strings.TrimSpace(c.command("kubectl", "-n", namespace, "get", "ksvc", service, "-o",
		"jsonpath={.spec.template.metadata.annotations."+strings.ReplaceAll(name, ".", `\.`)+"}"))
	c.command("kubectl", "-n", namespace, "patch", "ksvc", service, "--type=merge", "-p",
		fmt.Sprintf(`{"spec":{"template":{"metadata":{"annotations":{%q:%q}}}}}`, name, value))
	c.eventually(2*time.Minute, func() string {
		status := c.get(services, service).Object["status"].(map[string]any)
		generation, metadata := status["observedGeneration"], c.get(services, service).GetGeneration()
		if generation != metadata || status["latestCreatedRevisionName"] != status["latestReadyRevisionName"] {
			return fmt.Sprintf("%s is not rolled out: %v", service, status["latestCreatedRevisionName"])
		}
		// Knative writes into the old one that it is routed to no more.
		if state := c.get(revisions, old).GetLabels()["serving.knative.dev/routingState"]; state != "reserve" {
			return old + " is " + state
		}
		return ""
	})
	return before
}
