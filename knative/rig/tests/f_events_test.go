package tests

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
)

const brokerIngress = "http://broker-ingress.knative-eventing.svc.cluster.local/" + namespace + "/oncue"

// Events go through a real Broker to real functions: one opens a poll, one that can never succeed becomes a dead letter.
func TestEventsThroughARealBroker(t *testing.T) {
	c := connect(t)
	c.deployed("production")
	poll := fmt.Sprintf("events-%d", time.Now().Unix())
	c.send("open-"+started, "dev.oncue.poll.open.v1", c.secret("producer"),
		`{"stream":"show-events","poll":"`+poll+`","question":"Which?","options":[{"id":"red","text":"Red"},{"id":"blue","text":"Blue"}],"duration":"PT60S"}`)
	c.eventually(time.Minute, func() string {
		text, err := c.state("show-events")
		if err != nil {
			return err.Error()
		}
		if !strings.Contains(text, poll) {
			return "the poll is not open: " + text
		}
		return ""
	})
	c.send("refused-"+started, "dev.oncue.poll.open.v1", "no token", `{}`)
	c.eventually(2*time.Minute, func() string {
		log := c.log("dead-letters")
		if !strings.Contains(log, `"id":"refused-`+started+`"`) {
			return "no dead letter: " + log
		}
		if !strings.Contains(log, `"code":"401"`) {
			return "the dead letter has not the answer: " + log
		}
		return ""
	})
	if log := c.log("dead-letters"); strings.Contains(log, `"id":"open"`) || strings.Contains(log, "no token") {
		t.Error(log)
	}
}

const again = `
apiVersion: serving.knative.dev/v1
kind: Service
metadata: {name: rig-again, namespace: oncue}
spec:
  template:
    metadata:
      annotations: {autoscaling.knative.dev/min-scale: "1", autoscaling.knative.dev/max-scale: "1"}
    spec:
      containers: [{image: "rig.local/stand-in@sha256:0000000000000000000000000000000000000000000000000000000000000001"}]
---
apiVersion: eventing.knative.dev/v1
kind: Trigger
metadata: {name: rig-again, namespace: oncue}
spec:
  broker: oncue
  filter: {attributes: {type: dev.oncue.rig.v1}}
  subscriber: {ref: {apiVersion: serving.knative.dev/v1, kind: Service, name: rig-again}}
`

// The Broker's delivery as base/broker.yaml has it: a subscriber that answers 503 hears of the event again, at most five
// times, and then it is a dead letter.
func TestTheBrokerSendsAgain(t *testing.T) {
	c := connect(t)
	c.deployed("production")
	file := filepath.Join(t.TempDir(), "again.yaml")
	if err := os.WriteFile(file, []byte(again), 0o600); err != nil {
		t.Fatal(err)
	}
	c.command("kubectl", "apply", "-f", file)
	defer c.command("kubectl", "delete", "--wait=false", "-f", file)
	c.command("kubectl", "-n", namespace, "wait", "--for=condition=Ready", "--timeout=180s", "ksvc/rig-again", "triggers.eventing.knative.dev/rig-again")
	recovers, never := "3-"+started, "100-"+started
	c.send(recovers, "dev.oncue.rig.v1", "none", "{}")
	c.send(never, "dev.oncue.rig.v1", "none", "{}")
	for id, refusals := range map[string]int{recovers: 3, never: 6} {
		c.eventually(time.Minute, func() string {
			log := c.log("rig-again")
			if got := strings.Count(log, "delivery of "+id+": 503"); got != refusals {
				return fmt.Sprintf("%s was refused %d times: %s", id, got, log)
			}
			return ""
		})
	}
	c.eventually(time.Minute, func() string {
		if log := c.log("rig-again"); !strings.Contains(log, "delivery of "+recovers+": 200") {
			return recovers + " did not arrive: " + log
		}
		if log := c.log("dead-letters"); !strings.Contains(log, `"id":"`+never+`","code":"503"`) {
			return never + " is no dead letter: " + log
		}
		return ""
	})
	if log := c.log("dead-letters"); strings.Contains(log, recovers) {
		t.Error(log)
	}
}

func (c *cluster) send(id, kind, token, data string) {
	c.Helper()
	c.eventually(time.Minute, func() string {
		request, err := http.NewRequestWithContext(context.Background(), "POST", brokerIngress, strings.NewReader(data))
		if err != nil {
			return err.Error()
		}
		for name, value := range map[string]string{"Content-Type": "application/json", "ce-specversion": "1.0", "ce-id": id,
			"ce-source": "/rig", "ce-type": kind, "ce-oncuetoken": token} {
			request.Header.Set(name, value)
		}
		response, err := http.DefaultClient.Do(request)
		if err != nil {
			return err.Error()
		}
		defer response.Body.Close()
		if response.StatusCode != http.StatusAccepted {
			return fmt.Sprintf("the Broker answered %d", response.StatusCode)
		}
		return ""
	})
}

func (c *cluster) state(stream string) (string, error) {
	request, err := http.NewRequestWithContext(context.Background(), "GET", "http://live."+namespace+".rig.test/streams/"+stream+"/state", nil)
	if err != nil {
		return "", err
	}
	request.Header.Set("Authorization", "Bearer "+c.secret("host"))
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		return "", err
	}
	defer response.Body.Close()
	text, err := io.ReadAll(response.Body)
	return string(text), err
}

// log is what the pods of a function have said, from the files that the kubelet has of them: the node serves no logs.
func (c *cluster) log(service string) string {
	c.Helper()
	pods, err := c.core.CoreV1().Pods(namespace).List(context.Background(), metav1.ListOptions{LabelSelector: "serving.knative.dev/service=" + service})
	if err != nil {
		c.Fatal(err)
	}
	var all strings.Builder
	for _, pod := range pods.Items {
		all.WriteString(c.podLog(pod))
	}
	return all.String()
}
