package main

import (
	"context"
	"fmt"
	"net/http"
	"os"
	"os/signal"
	"syscall"
	"time"
)

// standIn takes a function's place where a test counts instances and needs no JVM in each: ready after
// STAND_IN_START, answers everything with 200, ends when asked.
func standIn() error {
	delay, err := time.ParseDuration(os.Getenv("STAND_IN_START"))
	if err != nil {
		return err
	}
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGTERM)
	defer stop()
	ready := time.Now().Add(delay)
	server := &http.Server{Addr: ":8080", ReadHeaderTimeout: 10 * time.Second,
		Handler: http.HandlerFunc(func(answer http.ResponseWriter, request *http.Request) {
			if request.URL.Path == "/q/health/ready" && time.Now().Before(ready) {
				answer.WriteHeader(http.StatusServiceUnavailable)
				return
			}
			fmt.Fprintln(answer, "{}")
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
