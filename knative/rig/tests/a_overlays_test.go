package tests

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// Knative's own webhook takes each overlay, before anything of it is there: the order of knative/README.md.
func TestOverlaysPassTheRealWebhook(t *testing.T) {
	c := connect(t)
	for _, overlay := range []string{"production", "dev", "single-tenant"} {
		t.Run(overlay, func(t *testing.T) {
			c := connect(t)
			where := namespaceOf(c, overlay)
			if where != namespace {
				c.command("kubectl", "create", "namespace", where)
				defer c.command("kubectl", "delete", "namespace", where, "--wait=false")
				for _, name := range strings.Fields(c.command("kubectl", "-n", namespace, "get", "secret", "-o", "name")) {
					copySecret(c, name, where)
				}
			}
			out := c.command(c.script("deploy"), overlay, "--skip-grid", "--dry-run")
			if strings.Count(out, "serving.knative.dev/") < 5 || !strings.Contains(out, "nothing was changed") {
				t.Errorf("not all was judged:\n%s", out)
			}
			if left, _ := c.try("kubectl", "-n", where, "get", "ksvc", "-o", "name"); strings.Contains(left, "service") {
				t.Errorf("a dry run left %s", left)
			}
		})
	}
	// It is the webhook that judges: what the kinds' schemas allow and Knative does not is refused.
	manifest, err := os.ReadFile(c.script("base/vote.yaml"))
	if err != nil {
		t.Fatal(err)
	}
	broken := strings.Replace(string(manifest), `min-scale: "0"`, `min-scale: "101"`, 1)
	broken = strings.ReplaceAll(broken, "serviceAccountName: oncue-function", "serviceAccountName: default")
	file := filepath.Join(t.TempDir(), "vote.yaml")
	if err := os.WriteFile(file, []byte(broken), 0o600); err != nil {
		t.Fatal(err)
	}
	out, err := c.try("kubectl", "-n", namespace, "apply", "--dry-run=server", "-f", file)
	if err == nil || !strings.Contains(out, "validation.webhook.serving.knative.dev") {
		t.Errorf("min-scale above max-scale: %s", out)
	}
}

func namespaceOf(c *cluster, overlay string) string {
	text, err := os.ReadFile(c.script("overlays/" + overlay + "/kustomization.yaml"))
	if err != nil {
		c.Fatal(err)
	}
	for _, line := range strings.Split(string(text), "\n") {
		if name, found := strings.CutPrefix(line, "namespace: "); found {
			return name
		}
	}
	c.Fatalf("%s names no namespace", overlay)
	return ""
}

func copySecret(c *cluster, name, to string) {
	text := c.command("kubectl", "-n", namespace, "get", name, "-o", "json")
	file := filepath.Join(c.TempDir(), "secret.json")
	text = strings.ReplaceAll(text, `"namespace": "`+namespace+`"`, `"namespace": "`+to+`"`)
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		c.Fatal(err)
	}
	c.command("kubectl", "apply", "-f", file)
}
