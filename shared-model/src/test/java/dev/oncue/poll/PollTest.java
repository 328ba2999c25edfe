package dev.oncue.poll;

import static dev.oncue.poll.PollFixtures.NOON;
import static org.assertj.core.api.Assertions.assertThat;

import dev.oncue.ballot.Tally;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PollTest {
  private static final Poll LIMITED =
      PollFixtures.poll()
          .window(new VotingWindow(NOON, NOON.plusSeconds(20), Duration.ofMillis(500)))
          .build();

  @ParameterizedTest
  @CsvSource({
    "-3600000, SCHEDULED",
    "-1,       SCHEDULED",
    "0,        OPEN",
    "20000,    OPEN",
    "20499,    OPEN",
    "20500,    CLOSED",
    "3600000,  CLOSED"
  })
  void a_poll_opens_and_closes_by_time_alone(long millis, PollStatus status) {
    assertThat(LIMITED.status(NOON.plusMillis(millis))).isEqualTo(status);
  }

  @ParameterizedTest
  @ValueSource(longs = {-3_600_000, -1, 0, 10_000, 20_500})
  void a_poll_that_was_closed_by_hand_is_closed_whenever_one_looks(long millis) {
    Poll closed = LIMITED.closedAt(NOON.plusSeconds(5));
    assertThat(closed.status(NOON.plusMillis(millis))).isEqualTo(PollStatus.CLOSED);
  }

  @Test
  void a_poll_without_an_end_stays_open() {
    Poll endless = PollFixtures.poll().build();
    assertThat(endless.status(Instant.MAX)).isEqualTo(PollStatus.OPEN);
  }

  @Test
  void closing_and_settling_change_nothing_else() {
    Result result = Result.closed(Tally.of(1, 1), true, NOON);
    Poll settled = LIMITED.closedAt(NOON.plusSeconds(5)).settled(result);
    assertThat(settled)
        .usingRecursiveComparison()
        .ignoringFields("closedAt", "result")
        .isEqualTo(LIMITED);
    assertThat(settled.closedAt()).isEqualTo(NOON.plusSeconds(5));
    assertThat(settled.result()).isEqualTo(result);
    assertThat(settled.isSettled()).isTrue();
    assertThat(LIMITED.closedAt(NOON).isSettled()).isFalse();
    assertThat(LIMITED.closedAt()).isNull();
  }

  @ParameterizedTest
  @CsvSource({
    "LIVE, -1, true",
    "LIVE, 0, true",
    "LIVE, 20500, true",
    "CLOSED, -1, false",
    "CLOSED, 0, false",
    "CLOSED, 20499, false",
    "CLOSED, 20500, true"
  })
  void counts_are_shown_live_or_once_it_is_closed(
      ResultVisibility visibility, long millis, boolean shown) {
    Poll poll = PollFixtures.poll().window(LIMITED.window()).visibility(visibility).build();
    assertThat(poll.showsCounts(NOON.plusMillis(millis))).isEqualTo(shown);
  }

  @Test
  void options_come_to_one_bit_each_in_whatever_order_they_are_named() {
    Poll poll = PollFixtures.poll().options(PollFixtures.options(32)).maxOptions(32).build();
    assertThat(poll.select(List.of("o1"))).isEqualTo(new Selection.Chosen(1));
    assertThat(poll.select(List.of("o3", "o1"))).isEqualTo(new Selection.Chosen(0b101));
    assertThat(poll.select(List.of("o32"))).isEqualTo(new Selection.Chosen(Integer.MIN_VALUE));
    List<String> all = poll.options().stream().map(Option::id).toList();
    assertThat(poll.select(all)).isEqualTo(new Selection.Chosen(-1));
  }

  @Test
  void an_option_that_the_poll_does_not_have_is_named() {
    Poll poll = PollFixtures.poll().maxOptions(2).build();
    assertThat(poll.select(List.of("green"))).isEqualTo(new Selection.UnknownOption("green"));
    assertThat(poll.select(List.of("red", "Blue"))).isEqualTo(new Selection.UnknownOption("Blue"));
  }

  @Test
  void as_many_options_as_the_poll_allows_and_not_one_more() {
    Poll poll = PollFixtures.poll().options(PollFixtures.options(3)).maxOptions(2).build();
    assertThat(poll.select(List.of("o1", "o2"))).isEqualTo(new Selection.Chosen(0b11));
    assertThat(poll.select(List.of("o1", "o2", "o3"))).isEqualTo(new Selection.TooMany(2));
  }

  @Property(tries = 300)
  void what_was_selected_reads_back_in_the_polls_order(
      @ForAll @IntRange(min = 2, max = 32) int count, @ForAll int bits) {
    Poll poll = PollFixtures.poll().options(PollFixtures.options(count)).maxOptions(count).build();
    int chosen = count == 32 ? bits : bits & (1 << count) - 1;
    List<String> ids = poll.optionIds(chosen);
    assertThat(ids).hasSize(Integer.bitCount(chosen));
    assertThat(ids).isSubsetOf(poll.options().stream().map(Option::id).toList());
    assertThat(poll.select(ids)).isEqualTo(new Selection.Chosen(chosen));
  }

  @ParameterizedTest
  @CsvSource({
    "2, viewer-%d",
    "3, viewer-%d",
    "4, viewer-%d",
    "2, %d",
    "4, user:%d@example",
    "4, %08x"
  })
  void numbered_viewers_spread_evenly_over_the_shards(int shards, String pattern) {
    Poll poll = PollFixtures.poll().shards(shards).build();
    int viewers = 40_000;
    int[] sizes = new int[shards];
    IntStream.range(0, viewers).forEach(i -> sizes[poll.shardOf(pattern.formatted(i))]++);
    double fair = (double) viewers / shards;
    assertThat(sizes)
        .satisfies(all -> IntStream.of(all).forEach(s -> assertThat(s / fair).isBetween(0.9, 1.1)));
  }

  @Property
  void every_viewer_has_a_shard(
      @ForAll String viewer, @ForAll @IntRange(min = 1, max = 64) int shards) {
    Poll poll = PollFixtures.poll().shards(shards).build();
    assertThat(poll.shardOf(viewer)).isBetween(0, shards - 1);
  }

  /** Ballots that are kept would not be found again if this changed. */
  @ParameterizedTest
  @CsvSource({"viewer-1, 3", "viewer-2, 1", "ann@example.org, 3"})
  void a_viewers_shard_is_the_same_in_every_release(String viewer, int shard) {
    assertThat(PollFixtures.poll().shards(4).build().shardOf(viewer)).isEqualTo(shard);
  }

  @Test
  void a_poll_is_cancelled_when_it_was_closed_before_it_began() {
    Poll poll = PollFixtures.poll().opensOnArrival(false).build();
    assertThat(poll.isCancelled()).isFalse();
    assertThat(poll.closedAt(NOON.minusMillis(1)).isCancelled()).isTrue();
    assertThat(poll.closedAt(NOON).isCancelled()).isFalse();
    Poll empty = poll.closedAt(NOON.minusMillis(1)).settled(Result.closed(Tally.ZERO, true, NOON));
    assertThat(empty.isCancelled()).isTrue();
    Poll voted =
        poll.closedAt(NOON.minusMillis(1)).settled(Result.closed(Tally.of(1, 1, 0), true, NOON));
    assertThat(voted.isCancelled()).isFalse();
  }
}
