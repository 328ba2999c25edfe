package tests

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"
)

// Viewers who come to a real function on a JVM at zero, and to one that the pool has kept: how long the first answers take.
// Without a vote that counts: a request without a ticket is answered by the function itself, with 401.
func TestFromZeroWithAndWithoutThePool(t *testing.T) {
	c := connect(t)
	c.deployed("rig-from-zero")
	const viewers = 50
	c.eventually(6*time.Minute, c.scaledTo("vote", 0))
	cold := c.crowd(viewers)
	t.Logf("%d viewers, vote at zero: the first answer after %.2f s, the last after %.2f s", viewers, cold.first.Seconds(), cold.last.Seconds())

	c.eventually(6*time.Minute, c.scaledTo("vote", 0))
	before := c.untouched()
	c.announce("from-zero", viewers, time.Minute, "PT10M")
	warm := c.becomes("from-zero", "warm", 2*time.Minute)
	if left := warm.OpensAt.Sub(warm.Since); left < 10*time.Second {
		t.Errorf("warm only %s before it opens", left)
	}
	pooled := c.crowd(viewers)
	t.Logf("%d viewers, vote kept by the pool since %s: the first answer after %.2f s, the last after %.2f s",
		viewers, warm.WarmAfter, pooled.first.Seconds(), pooled.last.Seconds())
	c.cancel("from-zero")
	c.restored(before, 30*time.Second)
	for _, all := range []crowd{cold, pooled} {
		if all.failed != "" {
			t.Error(all.failed)
		}
	}
	// A JVM cannot start in the time in which one that runs answers, on whatever machine.
	if pooled.last > cold.first {
		t.Errorf("with the pool the last viewer waited %s, without it the first one %s", pooled.last, cold.first)
	}
}

type crowd struct {
	first, last time.Duration
	failed      string
}

// crowd sends all viewers at once.
func (c *cluster) crowd(viewers int) crowd {
	c.Helper()
	var result crowd
	var mutex sync.Mutex
	var all sync.WaitGroup
	client := &http.Client{Timeout: 2 * time.Minute, Transport: &http.Transport{DisableKeepAlives: true}}
	defer client.CloseIdleConnections()
	began := time.Now()
	for range viewers {
		all.Go(func() {
			err := vote(client)
			took := time.Since(began)
			mutex.Lock()
			defer mutex.Unlock()
			if err != nil {
				result.failed = err.Error()
			}
			if result.first == 0 || took < result.first {
				result.first = took
			}
			if took > result.last {
				result.last = took
			}
		})
	}
	all.Wait()
	return result
}

func vote(client *http.Client) error {
	request, err := http.NewRequestWithContext(context.Background(), "POST", "http://vote."+namespace+".rig.test/vote",
		strings.NewReader(`{"stream":"from-zero","poll":"q1","option":"red"}`))
	if err != nil {
		return err
	}
	request.Header.Set("Content-Type", "application/json")
	response, err := client.Do(request)
	if err != nil {
		return err
	}
	defer response.Body.Close()
	text, _ := io.ReadAll(response.Body)
	if response.StatusCode != http.StatusUnauthorized {
		return fmt.Errorf("vote answered %d: %s", response.StatusCode, text)
	}
	return nil
}
