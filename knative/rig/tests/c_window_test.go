package tests

import (
	"os"
	"strconv"
	"testing"
	"time"
)

// A hundred thousand viewers, announced a minute before. Programs that start in three seconds stand for the functions, because
// this machine has no room for fifty JVMs; pool, autoscaler, webhook, queue-proxies and all counts are real.
// ONCUE_RIG_RUNS repeats it.
func TestAWindowOf100000(t *testing.T) {
	c := connect(t)
	c.deployed("rig-stand-in")
	runs := 1
	if text := os.Getenv("ONCUE_RIG_RUNS"); text != "" {
		runs, _ = strconv.Atoi(text)
	}
	before := c.untouched()
	for run := range runs {
		stream := "show-" + strconv.Itoa(run)
		c.cold()
		announced := c.announce(stream, 100_000, time.Minute, "PT20S")
		for name, wanted := range map[string]int{"vote": 21, "reaction": 5, "live": 24, "poll-open": 1, "poll-close": 1} {
			if got := announced.Functions[name]; got.Wanted != wanted || got.Granted != wanted {
				t.Errorf("%s: %d wanted and %d granted, not %d", name, got.Wanted, got.Granted, wanted)
			}
		}
		warm := c.becomes(stream, "warm", 2*time.Minute)
		t.Logf("run %d: warm %.1f s before it opens, %s after the first call", run, warm.OpensAt.Sub(warm.Since).Seconds(), warm.WarmAfter)
		if left := warm.OpensAt.Sub(warm.Since); left < 10*time.Second {
			t.Errorf("run %d: warm only %s before it opens", run, left)
		}
		for _, name := range []string{"vote", "reaction", "live"} {
			if count := c.readyPods(name); count < warm.Functions[name].Granted {
				t.Errorf("%s is said to be warm and has %d ready pods", name, count)
			}
		}
		c.becomes(stream, "released", 4*time.Minute)
		c.restored(before, 30*time.Second)
	}
}

// cold waits until what a window raised has gone.
func (c *cluster) cold() {
	c.Helper()
	c.eventually(6*time.Minute, c.scaledTo("vote", 0))
	c.eventually(2*time.Minute, c.scaledTo("live", 0))
	c.eventually(2*time.Minute, c.scaledTo("reaction", 0))
}
