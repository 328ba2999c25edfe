package dev.oncue.poll;

import static dev.oncue.Concurrently.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.oncue.Grid;
import dev.oncue.stream.StreamId;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What holds for {@link Latencies} on every grid. The tests may share one. */
@Timeout(60)
public abstract class LatenciesContract {
  private final StreamId stream = PollFixtures.freshStream();

  /** The grid to try. */
  protected abstract Grid grid();

  private Latencies latencies() {
    return grid().latencies();
  }

  private static Latency latency(long minMillis, long maxMillis) {
    return new Latency(Duration.ofMillis(minMillis), Duration.ofMillis(maxMillis));
  }

  @Test
  public void a_stream_has_none_until_it_is_set() {
    assertThat(await(latencies().find(stream))).isEmpty();
  }

  @Test
  public void what_was_set_last_is_found() {
    await(latencies().set(stream, latency(2_000, 8_000)));
    await(latencies().set(stream, latency(1, 60_000)));
    assertThat(await(latencies().find(stream))).contains(latency(1, 60_000));
    await(latencies().set(stream, Latency.NONE));
    assertThat(await(latencies().find(stream))).contains(Latency.NONE);
  }

  @Test
  public void each_stream_has_its_own() {
    await(latencies().set(stream, latency(2_000, 8_000)));
    assertThat(await(latencies().find(PollFixtures.freshStream()))).isEmpty();
    StreamId sameName = new StreamId("another-tenant", stream.name());
    assertThat(await(latencies().find(sameName))).isEmpty();
  }

  @Test
  public void of_several_at_once_one_stays() {
    CompletableFuture<?>[] setting =
        IntStream.rangeClosed(1, 5)
            .mapToObj(i -> latencies().set(stream, latency(i, i)).toCompletableFuture())
            .toArray(CompletableFuture[]::new);
    await(CompletableFuture.allOf(setting));
    Latency kept = await(latencies().find(stream)).orElseThrow();
    assertThat(kept.max().toMillis()).isBetween(1L, 5L);
    assertThat(kept.min()).isEqualTo(kept.max());
  }
}
