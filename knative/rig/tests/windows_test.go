package tests

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"strconv"
	"strings"
	"time"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
)

// window is what the warm pool tells of one.
type window struct {
	Stream       string
	Window       string
	OpensAt      time.Time
	Status       string
	Since        time.Time
	WarmingSince time.Time
	WarmAfter    string
	Reason       string
	Functions    map[string]struct{ Wanted, Granted, Warm int }
}

func (w window) String() string {
	return fmt.Sprintf("%s since %s, %s, %v", w.Status, w.Since.Format("15:04:05.000"), w.Reason, w.Functions)
}

const pool = "http://warm-pool." + namespace + ".svc.cluster.local"

// call asks the warm pool, as a producer.
func (c *cluster) call(method, path string, body any, answer any) error {
	text, err := json.Marshal(body)
	if err != nil {
		return err
	}
	ctx, cancel := context.WithTimeout(context.Background(), 5*time.Second)
	defer cancel()
	request, err := http.NewRequestWithContext(ctx, method, pool+path, bytes.NewReader(text))
	if err != nil {
		return err
	}
	request.Header.Set("Authorization", "Bearer "+c.secret("producer"))
	request.Header.Set("Content-Type", "application/json")
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		return err
	}
	defer response.Body.Close()
	text, err = io.ReadAll(response.Body)
	if err != nil {
		return err
	}
	if response.StatusCode >= 300 {
		return fmt.Errorf("%s %s: %d %s", method, path, response.StatusCode, text)
	}
	return json.Unmarshal(text, answer)
}

// started tells the streams of this run from those of one before.
var started = strconv.FormatInt(time.Now().Unix(), 36)

func named(stream string) string { return stream + "-" + started }

// announce tells the pool of a window. Its lead is two minutes, so one that opens before is due at once.
func (c *cluster) announce(stream string, viewers int, opensIn time.Duration, duration string) window {
	c.Helper()
	opens := time.Now().Add(opensIn).UTC()
	var answer window
	err := c.call("POST", "/windows", map[string]any{"stream": named(stream), "window": "act", "expectedViewers": viewers,
		"opensAt": opens.Format("2006-01-02T15:04:05.000Z"), "duration": duration}, &answer)
	if err != nil {
		c.Fatal(err)
	}
	return answer
}

func (c *cluster) cancel(stream string) {
	c.Helper()
	c.eventually(30*time.Second, func() string {
		var answer window
		if err := c.call("DELETE", "/windows/"+named(stream)+"/act", nil, &answer); err != nil && !strings.Contains(err.Error(), "unknown-window") {
			return err.Error()
		}
		return ""
	})
}

func (c *cluster) window(stream string) (window, error) {
	var all struct{ Windows []window }
	if err := c.call("GET", "/windows?stream="+named(stream), nil, &all); err != nil {
		return window{}, err
	}
	for _, one := range all.Windows {
		if one.Stream == named(stream) {
			return one, nil
		}
	}
	return window{}, fmt.Errorf("no window of %s", stream)
}

// becomes waits for a status of the window, and gives the window as it was then.
func (c *cluster) becomes(stream, status string, patience time.Duration) window {
	c.Helper()
	var found window
	c.eventually(patience, func() string {
		one, err := c.window(stream)
		if err != nil {
			return err.Error()
		}
		if found = one; one.Status != status {
			return fmt.Sprintf("%s is not %s but %s", stream, status, one)
		}
		return ""
	})
	return found
}

// restored waits until all annotations are what they were, to the byte, and the record is empty.
func (c *cluster) restored(before map[string]string, patience time.Duration) {
	c.Helper()
	c.eventually(patience, func() string {
		if record := c.record(); record != "" {
			return "on record: " + record
		}
		return difference(before, c.annotations())
	})
}

// untouched waits until the pool holds nothing, also for polls of tests before, and gives all annotations.
func (c *cluster) untouched() map[string]string {
	c.Helper()
	c.eventually(4*time.Minute, func() string { return c.record() })
	return c.annotations()
}

func (c *cluster) record() string {
	found, err := c.core.CoreV1().ConfigMaps(namespace).Get(context.Background(), "oncue-warm-pool", metav1.GetOptions{})
	if gone(err) {
		return ""
	} else if err != nil {
		return err.Error()
	}
	var all []string
	for key, value := range found.Data {
		all = append(all, key+"="+value)
	}
	return strings.Join(all, " ")
}

// latest is the Revision that a Service routes to.
func (c *cluster) latest(service string) string {
	c.Helper()
	name, _, err := unstructured.NestedString(c.get(services, service).Object, "status", "latestReadyRevisionName")
	if err != nil {
		c.Fatal(err)
	}
	return name
}
