package dev.oncue.viewer;

import static dev.oncue.Concurrently.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.oncue.Grid;
import dev.oncue.poll.PollFixtures;
import dev.oncue.stream.StreamId;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What holds for {@link Viewers} on every grid. The tests may share one. */
@Timeout(60)
public abstract class ViewersContract {
  private final StreamId stream = PollFixtures.freshStream();

  /** The grid to try. */
  protected abstract Grid grid();

  private void tell(String instance, StreamId of, int viewers) {
    await(grid().viewers().report(new Connected(instance, of, viewers)));
  }

  private List<Connected> told() {
    return await(grid().viewers().all()).stream()
        .filter(one -> one.stream().tenant().startsWith(stream.tenant()))
        .toList();
  }

  @Test
  public void nobody_is_connected_where_nothing_was_told() {
    assertThat(told()).isEmpty();
  }

  @Test
  public void every_instance_has_its_own_viewers_of_every_stream() {
    StreamId second = new StreamId(stream.tenant(), stream.name() + "2");
    StreamId foreign = new StreamId(stream.tenant() + "2", stream.name());
    tell("live-1", stream, 40_000);
    tell("live-2", stream, 2);
    tell("live-1", second, 3);
    tell("live-1", foreign, Integer.MAX_VALUE);
    assertThat(told())
        .containsExactlyInAnyOrder(
            new Connected("live-1", stream, 40_000),
            new Connected("live-2", stream, 2),
            new Connected("live-1", second, 3),
            new Connected("live-1", foreign, Integer.MAX_VALUE));
    assertThat(Connected.byStream(told())).containsEntry(stream, 40_002L);
  }

  @Test
  public void what_is_told_takes_the_place_of_what_was_told_before() {
    tell("live-1", stream, 7);
    tell("live-1", stream, 9);
    assertThat(told()).containsExactly(new Connected("live-1", stream, 9));
    tell("live-1", stream, 0);
    assertThat(told()).isEmpty();
    tell("live-1", stream, 0);
    assertThat(told()).isEmpty();
  }

  @Test
  public void it_is_told_apart_from_the_report_of_the_warm_pool() {
    await(
        grid()
            .windows()
            .report(new dev.oncue.window.PoolReport(true, Duration.ZERO, PollFixtures.NOON)));
    tell("live-1", stream, 7);
    assertThat(told()).containsExactly(new Connected("live-1", stream, 7));
  }

  @Tag("grid")
  @Test
  public void what_is_not_told_again_is_forgotten() {
    tell("dead", stream, 7);
    long toldNanos = System.nanoTime();
    Awaitility.await().atMost(Viewers.KEPT.multipliedBy(2)).until(() -> told().isEmpty());
    assertThat(Duration.ofNanos(System.nanoTime() - toldNanos))
        .isGreaterThan(Viewers.KEPT.dividedBy(2));
  }
}
