package tests

import (
	"strings"
	"testing"
	"time"
)

// undeploy leaves the grid, the secrets and the namespace, and nothing else of what deploy has brought.
func TestUndeployLeavesNothing(t *testing.T) {
	c := connect(t)
	c.deployed("production")
	out := c.command(c.script("undeploy"), "production", "--timeout", "300")
	if !strings.Contains(out, "production is gone from oncue") {
		t.Fatal(out)
	}
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
	kinds := strings.Fields(c.command("kubectl", "api-resources", "--verbs=list", "--namespaced", "-o", "name"))
	var all []string
	for _, kind := range kinds {
		// Events tell of what was; the kinds of metrics are computed.
		if strings.HasPrefix(kind, "events") {
			continue
		}
		out, err := c.try("kubectl", "-n", namespace, "get", kind, "-o", "name")
		if err != nil {
			return out
		}
		for _, name := range strings.Fields(out) {
			if !c.belongs(name) {
				all = append(all, name)
			}
		}
	}
	return strings.Join(all, " ")
}

// belongs: the rig's own, and what Kubernetes puts into each namespace.
func (c *cluster) belongs(name string) bool {
	for _, part := range []string{"oncue-grid", "rig-grid", "secret/oncue-", "configmap/kube-root-ca.crt", "configmap/config-openshift-trusted-cabundle",
		"configmap/knative-eventing-bundle", "serviceaccount/default"} {
		if strings.Contains(name, part) && !strings.HasPrefix(name, "configmap/oncue-grid") {
			return true
		}
	}
	return false
}
