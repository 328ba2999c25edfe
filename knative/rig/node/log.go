package main

import (
	"bufio"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"sync"
	"time"
)

// logFile is a container's log in the form that the kubelet reads and rotates: time, stream, F (a full line) or P (a part).
type logFile struct {
	path  string
	mutex sync.Mutex
	file  *os.File
}

func openLog(path string) (*logFile, error) {
	log := &logFile{path: path}
	return log, log.reopen()
}

func (l *logFile) reopen() error {
	if err := os.MkdirAll(filepath.Dir(l.path), 0o755); err != nil {
		return err
	}
	file, err := os.OpenFile(l.path, os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o644)
	if err != nil {
		return err
	}
	l.mutex.Lock()
	defer l.mutex.Unlock()
	if l.file != nil {
		_ = l.file.Close()
	}
	l.file = file
	return nil
}

func (l *logFile) close() {
	l.mutex.Lock()
	defer l.mutex.Unlock()
	_ = l.file.Close()
}

// copy writes all that comes in, in parts of at most 16 KiB, until its end.
func (l *logFile) copy(stream string, from io.Reader) {
	reader := bufio.NewReaderSize(from, 16<<10)
	for {
		line, part, err := reader.ReadLine()
		if err != nil {
			return
		}
		tag := "F"
		if part {
			tag = "P"
		}
		l.mutex.Lock()
		fmt.Fprintf(l.file, "%s %s %s %s\n", time.Now().UTC().Format(time.RFC3339Nano), stream, tag, line)
		l.mutex.Unlock()
	}
}
