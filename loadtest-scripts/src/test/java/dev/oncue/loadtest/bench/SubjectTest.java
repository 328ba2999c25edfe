package dev.oncue.loadtest.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class SubjectTest {
  private static final Duration SOME = Duration.ofMillis(100);

  @Test
  void aProcessCountsWithThoseItHasStarted() throws IOException {
    Process shell = new ProcessBuilder("sh", "-c", "(while :; do :; done) & wait").start();
    try {
      Instant deadline = Instant.now().plus(Duration.ofSeconds(30));
      while (Subject.cpu(shell.toHandle()).compareTo(SOME) < 0
          && Instant.now().isBefore(deadline)) {
        Thread.onSpinWait();
      }
      assertThat(Subject.cpu(shell.toHandle())).isGreaterThanOrEqualTo(SOME);
    } finally {
      shell.descendants().forEach(ProcessHandle::destroyForcibly);
      shell.destroyForcibly();
    }
  }
}
