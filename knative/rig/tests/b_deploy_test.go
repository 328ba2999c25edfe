package tests

import (
	"context"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
)

// deploy brings real functions on JVMs and plays a real poll through Knative's routes. Again, it changes nothing.
func TestDeployTwiceAndPlayAPoll(t *testing.T) {
	c := connect(t)
	token := filepath.Join(c.run, "secrets", "oncue", "producer")
	out := c.deploy("production", "--token-file", token)
	if !strings.Contains(out, "production is in oncue and works") {
		t.Fatal(out)
	}
	before, pods := c.names(revisions), c.podNames()
	generations := c.generations()
	c.deploy("production", "--token-file", token)
	if after := c.names(revisions); !reflect.DeepEqual(before, after) {
		t.Errorf("Revisions were %v and are %v", before, after)
	}
	if after := c.generations(); difference(generations, after) != "" {
		t.Error(difference(generations, after))
	}
	for name := range pods {
		if strings.HasPrefix(name, "warm-pool") && !c.podNames()[name] {
			t.Errorf("the warm pool's pod %s was replaced", name)
		}
	}
	c.command("kubectl", "annotate", "namespace", namespace, "--overwrite", "oncue.dev/rig-overlay=production")
}

func (c *cluster) podNames() map[string]bool {
	pods, err := c.core.CoreV1().Pods(namespace).List(context.Background(), metav1.ListOptions{})
	if err != nil {
		c.Fatal(err)
	}
	all := map[string]bool{}
	for _, pod := range pods.Items {
		all[pod.Name] = true
	}
	return all
}

func (c *cluster) generations() map[string]string {
	all := map[string]string{}
	for _, one := range c.list(services) {
		latest, _, err := unstructured.NestedString(one.Object, "status", "latestCreatedRevisionName")
		if err != nil {
			c.Fatal(err)
		}
		all[one.GetName()] = latest
	}
	return all
}
