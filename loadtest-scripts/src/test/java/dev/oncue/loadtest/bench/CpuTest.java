package dev.oncue.loadtest.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class CpuTest {
  private static final long SOME_MICROS = 100_000;

  @Test
  void aProcessCountsWithThoseItHasStarted() throws IOException {
    Process shell = new ProcessBuilder("sh", "-c", "(while :; do :; done) & wait").start();
    try {
      Instant deadline = Instant.now().plus(Duration.ofSeconds(30));
      while (Cpu.micros(shell.pid()) < SOME_MICROS && Instant.now().isBefore(deadline)) {
        Thread.onSpinWait();
      }
      assertThat(Cpu.micros(shell.pid())).isGreaterThanOrEqualTo(SOME_MICROS);
    } finally {
      shell.descendants().forEach(ProcessHandle::destroyForcibly);
      shell.destroyForcibly();
    }
  }
}
