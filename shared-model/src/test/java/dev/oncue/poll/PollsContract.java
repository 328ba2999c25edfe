package dev.oncue.poll;

import static dev.oncue.Concurrently.await;
import static dev.oncue.poll.PollFixtures.NOON;
import static org.assertj.core.api.Assertions.assertThat;

import dev.oncue.Concurrently;
import dev.oncue.Grid;
import dev.oncue.ballot.Receipts;
import dev.oncue.ballot.Tally;
import dev.oncue.stream.StreamId;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What holds for {@link Polls} on every grid. The tests may share one. */
@Timeout(60)
public abstract class PollsContract {
  private final PollId id = PollFixtures.freshId();

  /** The grid to try. */
  protected abstract Grid grid();

  private Polls polls() {
    return grid().polls();
  }

  private PollFixtures.Builder poll() {
    return PollFixtures.poll().id(id);
  }

  @Test
  public void a_poll_that_was_not_added_is_not_there() {
    assertThat(await(polls().find(id))).isEmpty();
    assertThat(await(polls().ofStream(id.stream()))).isEmpty();
  }

  @Test
  public void a_poll_is_kept_with_all_it_has() {
    Poll poll =
        poll()
            .question("Welche \"Farbe\"? \uD83D\uDD25\u2028<b>")
            .options(PollFixtures.options(Poll.MAX_OPTIONS))
            .window(new VotingWindow(NOON, NOON.plusMillis(1), Duration.ofMillis(7)))
            .opensOnArrival(false)
            .maxOptions(5)
            .revote(true)
            .visibility(ResultVisibility.CLOSED)
            .expectedViewers(1_000_000)
            .shards(4)
            .receipts(Receipts.withNewKey())
            .closedAt(NOON.plusMillis(3))
            .result(Result.closed(Tally.of(9, 8, 1), true, NOON.plusMillis(4)))
            .build();
    assertThat(await(polls().add(poll))).isEmpty();
    assertThat(await(polls().find(id))).contains(poll);
  }

  @Test
  public void a_poll_without_end_or_expectation_is_kept_without() {
    Poll poll = poll().build();
    await(polls().add(poll));
    assertThat(await(polls().find(id))).contains(poll);
  }

  @Test
  public void a_second_poll_with_the_same_id_is_shown_the_first() {
    Poll first = poll().build();
    Poll second = poll().question("Another?").build();
    await(polls().add(first));
    assertThat(await(polls().add(second))).contains(first);
    assertThat(await(polls().add(first))).contains(first);
    assertThat(await(polls().find(id))).contains(first);
  }

  @Test
  public void a_poll_is_replaced_only_by_who_knows_it_as_it_is() {
    Poll open = poll().build();
    Poll closed = open.closedAt(NOON.plusSeconds(1));
    await(polls().add(open));
    assertThat(await(polls().replace(open, closed))).isTrue();
    assertThat(await(polls().find(id))).contains(closed);
    assertThat(await(polls().replace(open, open.closedAt(NOON.plusSeconds(2))))).isFalse();
    assertThat(await(polls().find(id))).contains(closed);
  }

  @Test
  public void a_poll_that_is_not_there_is_not_replaced() {
    Poll open = poll().build();
    assertThat(await(polls().replace(open, open.closedAt(NOON)))).isFalse();
    assertThat(await(polls().find(id))).isEmpty();
  }

  @Test
  public void among_threads_that_add_at_once_one_wins_and_the_others_see_its_poll() {
    List<Poll> offered =
        IntStream.range(0, 4).mapToObj(i -> poll().question("By " + i).build()).toList();
    List<Optional<Poll>> answers =
        Concurrently.run(4, thread -> await(polls().add(offered.get(thread))));
    assertThat(answers).containsOnlyOnce(Optional.empty());
    Poll winner = offered.get(answers.indexOf(Optional.empty()));
    assertThat(answers).allMatch(answer -> answer.isEmpty() || answer.get().equals(winner));
    assertThat(await(polls().find(id))).contains(winner);
  }

  @Test
  public void no_replacement_is_lost_under_contention() {
    int threads = 4;
    int each = 100;
    await(polls().add(poll().expectedViewers(0).build()));
    Concurrently.run(
        threads,
        thread -> {
          for (int i = 0; i < each; i++) {
            while (!await(expectOneMore())) {
              Thread.onSpinWait();
            }
          }
          return null;
        });
    assertThat(await(polls().find(id)).orElseThrow().expectedViewers()).isEqualTo(threads * each);
  }

  private CompletionStage<Boolean> expectOneMore() {
    return polls()
        .find(id)
        .thenCompose(
            found ->
                polls()
                    .replace(
                        found.orElseThrow(),
                        poll().expectedViewers(found.get().expectedViewers() + 1).build()));
  }

  @Test
  public void a_stream_has_its_own_polls_and_no_others() {
    StreamId stream = id.stream();
    Poll first = poll().build();
    Poll second = PollFixtures.poll().id(new PollId(stream, "q2")).build();
    Poll longer = inStream(new StreamId(stream.tenant(), stream.name() + "1"));
    Poll foreign = inStream(new StreamId(stream.tenant() + "1", stream.name()));
    List.of(first, second, longer, foreign).forEach(poll -> await(polls().add(poll)));
    assertThat(await(polls().ofStream(stream))).containsExactlyInAnyOrder(first, second);
    assertThat(await(polls().find(foreign.id()))).contains(foreign);
    assertThat(await(polls().all())).contains(first, second, longer, foreign);
  }

  private static Poll inStream(StreamId stream) {
    return PollFixtures.poll().id(new PollId(stream, "q1")).build();
  }

  @Test
  public void a_stream_lists_a_poll_as_it_is_now() {
    Poll open = poll().build();
    Poll closed = open.closedAt(NOON);
    await(polls().add(open));
    await(polls().replace(open, closed));
    assertThat(await(polls().ofStream(id.stream()))).containsExactly(closed);
    assertThat(await(polls().all())).contains(closed).doesNotContain(open);
  }

  @Test
  public void a_poll_that_was_removed_is_gone_and_its_id_is_free() {
    Poll poll = poll().build();
    await(polls().add(poll));
    await(
        polls().replace(poll, poll.closedAt(NOON).settled(Result.closed(Tally.ZERO, true, NOON))));
    await(polls().remove(id));
    assertThat(await(polls().find(id))).isEmpty();
    assertThat(await(polls().ofStream(id.stream()))).isEmpty();
    await(polls().remove(id));
    assertThat(await(polls().add(poll))).isEmpty();
  }

  @Test
  public void who_watches_is_told_of_every_poll_that_is_added_or_replaced_and_of_nothing_else() {
    List<Poll> seen = new CopyOnWriteArrayList<>();
    CompletableFuture<Void> last = new CompletableFuture<>();
    Poll open = poll().build();
    Poll closed = open.closedAt(NOON);
    Poll settled = closed.settled(Result.closed(Tally.ZERO, true, NOON));
    polls()
        .watch(
            poll -> {
              if (poll.id().equals(id)) {
                seen.add(poll);
              }
              if (poll.equals(settled)) {
                last.complete(null);
              }
            });
    await(polls().add(open));
    await(polls().add(poll().question("Refused?").build()));
    await(polls().replace(open, closed));
    await(polls().replace(open, open.closedAt(NOON.plusSeconds(1))));
    await(polls().replace(closed, settled));
    await(last);
    assertThat(seen).containsExactly(open, closed, settled);
  }
}
