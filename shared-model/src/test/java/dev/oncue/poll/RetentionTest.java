package dev.oncue.poll;

import static dev.oncue.poll.PollFixtures.NOON;
import static org.assertj.core.api.Assertions.assertThat;

import dev.oncue.ballot.Tally;
import dev.oncue.stream.StreamId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class RetentionTest {
  private static final Retention FOR_AN_HOUR = new Retention(Duration.ofHours(1), 100);

  @Test
  void a_poll_is_kept_for_its_time_and_not_longer() {
    Poll poll = closed(NOON);
    Instant end = NOON.plus(Duration.ofHours(1));
    assertThat(FOR_AN_HOUR.expired(List.of(poll), end.minusMillis(1))).isEmpty();
    assertThat(FOR_AN_HOUR.expired(List.of(poll), end)).containsExactly(poll);
  }

  @Test
  void the_ones_closed_longest_ago_go_when_there_are_too_many() {
    Poll first = closed(NOON);
    Poll second = closed(NOON.plusMillis(1));
    Poll third = closed(NOON.plusMillis(2));
    Retention two = new Retention(Duration.ofHours(1), 2);
    assertThat(two.expired(List.of(third, first, second), NOON.plusSeconds(1)))
        .containsExactly(first);
    assertThat(two.expired(List.of(second, first), NOON.plusSeconds(1))).isEmpty();
  }

  @Test
  void polls_that_are_not_settled_are_never_removed_and_take_nobodys_place() {
    Poll old = PollFixtures.freshPoll().openFor(Duration.ofSeconds(1)).build();
    Poll beingSettled = PollFixtures.freshPoll().closedAt(NOON).build();
    Poll settled = closed(NOON);
    Retention one = new Retention(Duration.ofHours(1), 1);
    List<Poll> all = List.of(old, beingSettled, settled);
    assertThat(one.expired(all, NOON.plusSeconds(5))).isEmpty();
    assertThat(one.expired(all, NOON.plus(Duration.ofDays(365)))).containsExactly(settled);
  }

  @Test
  void scratch_polls_are_kept_no_longer_than_they_are_open_and_take_nobodys_place() {
    Poll settled = closed(NOON);
    Poll scratch = scratch(NOON.plusMillis(1));
    Retention one = new Retention(Duration.ofHours(1), 1);
    assertThat(one.expired(List.of(scratch, settled), NOON.plusMillis(1))).containsExactly(scratch);
    Poll open = PollFixtures.poll().id(scratch.id()).openFor(Duration.ofSeconds(1)).build();
    assertThat(one.expired(List.of(open), NOON.plusSeconds(5))).isEmpty();
  }

  private static Poll scratch(Instant at) {
    StreamId stream = new StreamId(StreamId.SCRATCH_TENANT, "priming");
    return PollFixtures.poll()
        .id(new PollId(stream, "q1"))
        .closedAt(at)
        .result(Result.closed(Tally.ZERO, true, at))
        .build();
  }

  @Test
  void nothing_is_kept_where_nothing_shall_be() {
    Poll poll = closed(NOON);
    assertThat(new Retention(Duration.ofHours(1), 0).expired(List.of(poll), NOON))
        .containsExactly(poll);
    assertThat(new Retention(Duration.ZERO, 9).expired(List.of(poll), NOON)).containsExactly(poll);
    assertThat(FOR_AN_HOUR.expired(List.of(), NOON)).isEmpty();
  }

  private static Poll closed(Instant at) {
    return PollFixtures.freshPoll()
        .closedAt(at)
        .result(Result.closed(Tally.ZERO, true, at))
        .build();
  }
}
