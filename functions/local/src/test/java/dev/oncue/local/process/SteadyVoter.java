package dev.oncue.local.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.oncue.testbed.engine.EngineClient;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;

/** Votes all the time, each time as another viewer, on a thread of its own. */
final class SteadyVoter implements AutoCloseable {
  private static final Duration PROMISE = Duration.ofSeconds(1);
  private static final int FEWEST = 20;

  private final EngineClient client;
  private final String stream;
  private final String poll;
  private final Queue<Integer> refused = new ConcurrentLinkedQueue<>();
  private final Queue<Duration> times = new ConcurrentLinkedQueue<>();
  private final AtomicBoolean ending = new AtomicBoolean();
  private final Thread thread = new Thread(this::vote, "steady-voter");

  private SteadyVoter(EngineClient client, String stream, String poll) {
    this.client = client;
    this.stream = stream;
    this.poll = poll;
  }

  static SteadyVoter start(EngineClient client, String stream, String poll) {
    SteadyVoter voter = new SteadyVoter(client, stream, poll);
    voter.thread.start();
    return voter;
  }

  private void vote() {
    for (int viewer = 0; !ending.get(); viewer++) {
      long begun = System.nanoTime();
      int status = client.vote(stream, poll, "viewer-" + viewer, "red").status();
      times.add(Duration.ofNanos(System.nanoTime() - begun));
      if (status != 200) {
        refused.add(status);
      }
    }
  }

  /** Each vote so far was taken, and all but one in a hundred within a second. */
  void assertWentOn() {
    assertThat(refused).isEmpty();
    List<Duration> sorted = times.stream().sorted().toList();
    assertThat(sorted).hasSizeGreaterThan(FEWEST);
    assertThat(sorted.get(sorted.size() * 99 / 100)).isLessThan(PROMISE);
  }

  @Override
  public void close() throws InterruptedException {
    ending.set(true);
    thread.join();
  }
}
