package dev.oncue.window;

import static dev.oncue.Concurrently.await;
import static dev.oncue.poll.PollFixtures.NOON;
import static org.assertj.core.api.Assertions.assertThat;

import dev.oncue.Concurrently;
import dev.oncue.Grid;
import dev.oncue.poll.PollFixtures;
import dev.oncue.stream.StreamId;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What holds for {@link Windows} on every grid. The tests may share one. */
@Timeout(60)
public abstract class WindowsContract {
  private final StreamId stream = PollFixtures.freshStream();

  /** The grid to try. */
  protected abstract Grid grid();

  private Windows windows() {
    return grid().windows();
  }

  private WindowFixtures.Builder window() {
    return WindowFixtures.of(stream);
  }

  private List<Window> ofStream() {
    return await(windows().all()).stream().filter(one -> one.id().stream().equals(stream)).toList();
  }

  private static WindowStatus warm() {
    return new WindowStatus(
        Phase.WARM,
        NOON.plusMillis(12_345),
        NOON,
        Duration.ofMillis(12_345),
        null,
        Map.of("vote", new Instances(22, 22, 22), "live", new Instances(3, 3, 4)));
  }

  @Test
  public void a_window_that_was_not_added_is_not_there() {
    assertThat(await(windows().find(window().build().id()))).isEmpty();
    assertThat(ofStream()).isEmpty();
  }

  @Test
  public void a_window_is_kept_with_all_it_has() {
    Window window =
        window()
            .named("AZaz09._:@-")
            .lead(Duration.ofMinutes(5))
            .expectedViewers(Window.MAX_EXPECTED_VIEWERS)
            .status(
                new WindowStatus(
                    Phase.SHORT,
                    NOON.plusMillis(1),
                    NOON.minusMillis(1),
                    Duration.ofMillis(999),
                    "vote: 2 of 425 \"instances\"",
                    Map.of("vote", new Instances(425, 2, 1))))
            .cancelled()
            .build();
    assertThat(await(windows().add(window))).isEmpty();
    assertThat(await(windows().find(window.id()))).contains(window);
    assertThat(ofStream()).containsExactly(window);
  }

  @Test
  public void a_second_window_with_the_same_id_is_shown_the_first() {
    Window first = window().build();
    Window second = window().expectedViewers(7).build();
    await(windows().add(first));
    assertThat(await(windows().add(second))).contains(first);
    assertThat(await(windows().add(first))).contains(first);
    assertThat(ofStream()).containsExactly(first);
  }

  @Test
  public void stream_tenant_origin_and_name_tell_windows_apart() {
    List<Window> all =
        List.of(
            window().build(),
            window().named("act-2").build(),
            window().ofPoll("act-1").build(),
            WindowFixtures.of(new StreamId(stream.tenant(), stream.name() + "2")).build(),
            WindowFixtures.of(new StreamId(stream.tenant() + "2", stream.name())).build());
    for (Window one : all) {
      assertThat(await(windows().add(one))).as("%s", one.id()).isEmpty();
    }
    assertThat(await(windows().all())).containsAll(all);
    for (Window one : all) {
      assertThat(await(windows().find(one.id()))).contains(one);
    }
  }

  @Test
  public void its_status_is_kept_by_who_knows_it_as_it_is() {
    Window planned = window().build();
    Window warm = planned.with(warm());
    await(windows().add(planned));
    assertThat(await(windows().replace(planned, warm))).isTrue();
    assertThat(await(windows().find(planned.id()))).contains(warm);
    assertThat(ofStream()).containsExactly(warm);
    assertThat(await(windows().replace(planned, planned.cancelledAt(NOON)))).isFalse();
    assertThat(await(windows().find(planned.id()))).contains(warm);
  }

  @Test
  public void a_window_that_is_not_there_is_not_replaced() {
    Window planned = window().build();
    assertThat(await(windows().replace(planned, planned.with(warm())))).isFalse();
    assertThat(await(windows().find(planned.id()))).isEmpty();
  }

  @Test
  public void among_threads_that_announce_at_once_one_wins_and_the_others_see_its_window() {
    List<Window> offered =
        IntStream.range(0, 4).mapToObj(i -> window().expectedViewers(i + 1).build()).toList();
    List<Optional<Window>> answers =
        Concurrently.run(4, thread -> await(windows().add(offered.get(thread))));
    assertThat(answers).containsOnlyOnce(Optional.empty());
    Window winner = offered.get(answers.indexOf(Optional.empty()));
    assertThat(answers).allMatch(answer -> answer.isEmpty() || answer.get().equals(winner));
    assertThat(await(windows().find(winner.id()))).contains(winner);
  }

  @Test
  public void a_window_that_was_removed_is_gone_and_its_id_is_free() {
    Window window = window().build();
    await(windows().add(window));
    await(windows().remove(window.id()));
    assertThat(await(windows().find(window.id()))).isEmpty();
    assertThat(ofStream()).isEmpty();
    await(windows().remove(window.id()));
    assertThat(await(windows().add(window))).isEmpty();
  }

  @Test
  public void who_watches_is_told_of_every_window_that_is_added_or_replaced_and_of_nothing_else() {
    List<Window> seen = new CopyOnWriteArrayList<>();
    CompletableFuture<Void> last = new CompletableFuture<>();
    Window planned = window().build();
    Window warm = planned.with(warm());
    Window cancelled = warm.cancelledAt(NOON.plusSeconds(30));
    windows()
        .watch(
            window -> {
              if (window.id().equals(planned.id())) {
                seen.add(window);
              }
              if (window.equals(cancelled)) {
                last.complete(null);
              }
            });
    await(windows().add(planned));
    await(windows().add(window().expectedViewers(7).build()));
    await(windows().replace(planned, warm));
    await(windows().replace(planned, planned.cancelledAt(NOON)));
    await(windows().replace(warm, cancelled));
    await(last);
    assertThat(seen).containsExactly(planned, warm, cancelled);
  }

  @Tag("grid")
  @Test
  public void the_report_of_the_controller_is_forgotten_unless_it_is_made_again() {
    PoolReport first = new PoolReport(false, Duration.ofMinutes(2), NOON);
    PoolReport second = new PoolReport(true, Duration.ofSeconds(30), NOON.plusMillis(1));
    await(windows().report(first));
    assertThat(await(windows().report())).contains(first);
    await(windows().report(second));
    assertThat(await(windows().report())).contains(second);
    long toldNanos = System.nanoTime();
    Awaitility.await()
        .atMost(PoolReport.KEPT.multipliedBy(2))
        .until(() -> await(windows().report()).isEmpty());
    assertThat(Duration.ofNanos(System.nanoTime() - toldNanos))
        .isGreaterThan(PoolReport.KEPT.dividedBy(2));
  }
}
