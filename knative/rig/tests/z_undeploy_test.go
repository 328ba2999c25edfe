package tests

import (
	"os/exec"
	"strings"
	"testing"
	"time"
)

// undeploy leaves the grid, the secrets and the namespace, and nothing else of what deploy has brought.
func TestUndeployLeavesNothing(t *testing.T) {
	c := connect(t)
	c.deployed("production")
	began := time.Now()
	out := c.command(c.script("undeploy"), "production", "--timeout", "300")
	if !strings.Contains(out, "production is gone from oncue") {
		t.Fatal(out)
	}
	t.Logf("undeploy took %.0f s", time.Since(began).Seconds())
	// Pods of functions may take their timeoutSeconds to end.
	c.eventually(12*time.Minute, c.leftovers)
	for _, kept := range []string{"secret/oncue-jwt-keys", "deployment/oncue-grid"} {
		c.command("kubectl", "-n", namespace, "get", kept)
	}
	if out, err := c.try("kubectl", "-n", "knative-serving", "get", "role,rolebinding", "-o", "name"); err != nil || strings.Contains(out, "warm-pool") {
		t.Errorf("in knative-serving there is still %s", out)
	}
	c.command("kubectl", "annotate", "namespace", namespace, "oncue.dev/rig-overlay-")
}

// leftovers asks for each kind of namespaced object that the cluster knows.
func (c *cluster) leftovers() string {
	var kinds []string
	for _, kind := range strings.Fields(c.command("kubectl", "api-resources", "--verbs=list", "--namespaced", "-o", "name")) {
		// Events tell of what was.
		if !strings.HasPrefix(kind, "events") {
			kinds = append(kinds, kind)
		}
	}
	out, err := exec.Command("kubectl", "-n", namespace, "get", strings.Join(kinds, ","), "-o", "name").Output()
	if err != nil {
		return err.Error()
	}
	var all []string
	for _, name := range strings.Fields(string(out)) {
		if !c.belongs(name) {
			all = append(all, name)
		}
	}
	return strings.Join(all, " ")
}

// belongs: the rig's own, and what Kubernetes puts into each namespace.
func (c *cluster) belongs(name string) bool {
	for _, part := range []string{"/oncue-grid", "secret/rig-grid", "secret/oncue-", "configmap/kube-root-ca.crt", "serviceaccount/default"} {
		if strings.Contains(name, part) && name != "configmap/oncue-grid" {
			return true
		}
	}
	return false
}
