package main

import (
	"context"
	"fmt"
	"net/http"
	"os"
	"os/signal"
	"sync"
	"syscall"
	"time"
)

// standIn takes a function's place where a test counts instances and needs no JVM in each: ready after
// STAND_IN_START, answers everything with 200, ends when asked. An event whose id begins with a number is refused that many
// times with 503 before; what became of each delivery is in the log.
func standIn() error {
	delay, err := time.ParseDuration(os.Getenv("STAND_IN_START"))
	if err != nil {
		return err
	}
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGTERM)
	defer stop()
	ready := time.Now().Add(delay)
	refusals := refusals{left: map[string]int{}}
	server := &http.Server{Addr: ":8080", ReadHeaderTimeout: 10 * time.Second,
		Handler: http.HandlerFunc(func(answer http.ResponseWriter, request *http.Request) {
			if request.URL.Path == "/q/health/ready" && time.Now().Before(ready) {
				answer.WriteHeader(http.StatusServiceUnavailable)
				return
			}
			status := http.StatusOK
			if id := request.Header.Get("ce-id"); id != "" {
				status = refusals.next(id)
				fmt.Printf("delivery of %s: %d\n", id, status)
			}
			answer.WriteHeader(status)
		})}
	go func() {
		<-ctx.Done()
		_ = server.Close()
	}()
	if err := server.ListenAndServe(); err != http.ErrServerClosed {
		return err
	}
	return nil
}

// refusals counts down, for at most a thousand events.
type refusals struct {
	mutex sync.Mutex
	left  map[string]int
}

func (r *refusals) next(id string) int {
	r.mutex.Lock()
	defer r.mutex.Unlock()
	count, known := r.left[id]
	if !known && len(r.left) < 1000 {
		_, _ = fmt.Sscanf(id, "%d", &count)
	}
	if count == 0 {
		return http.StatusOK
	}
	r.left[id] = count - 1
	return http.StatusServiceUnavailable
}
