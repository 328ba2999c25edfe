package dev.oncue.poll;

import static dev.oncue.poll.PollFixtures.NOON;
import static org.assertj.core.api.Assertions.assertThat;

import dev.oncue.ballot.Tally;
import dev.oncue.stream.StreamId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RetentionTest {
  private static final Retention FOR_AN_HOUR = new Retention(Duration.ofHours(1), 100, 100, 1_000);

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
    Retention two = new Retention(Duration.ofHours(1), 2, 100, 1_000);
    assertThat(two.expired(List.of(third, first, second), NOON.plusSeconds(1)))
        .containsExactly(first);
    assertThat(two.expired(List.of(second, first), NOON.plusSeconds(1))).isEmpty();
  }

  @Test
  void polls_that_are_not_settled_are_never_removed_and_take_nobodys_place() {
    Poll old = PollFixtures.freshPoll().openFor(Duration.ofSeconds(1)).build();
    Poll beingSettled = PollFixtures.freshPoll().closedAt(NOON).build();
    Poll settled = closed(NOON);
    Retention one = new Retention(Duration.ofHours(1), 1, 100, 1_000);
    List<Poll> all = List.of(old, beingSettled, settled);
    assertThat(one.expired(all, NOON.plusSeconds(5))).isEmpty();
    assertThat(one.expired(all, NOON.plus(Duration.ofDays(365)))).containsExactly(settled);
  }

  @Test
  void scratch_polls_are_kept_no_longer_than_they_are_open_and_take_nobodys_place() {
    Poll settled = closed(NOON);
    Poll scratch = scratch(NOON.plusMillis(1));
    Retention one = new Retention(Duration.ofHours(1), 1, 100, 1_000);
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
    assertThat(new Retention(Duration.ofHours(1), 0, 100, 1_000).expired(List.of(poll), NOON))
        .containsExactly(poll);
    assertThat(new Retention(Duration.ZERO, 9, 9, 9).expired(List.of(poll), NOON))
        .containsExactly(poll);
    assertThat(FOR_AN_HOUR.expired(List.of(), NOON)).isEmpty();
  }

  @Test
  void one_tenants_polls_do_not_push_out_those_of_another() {
    Retention two = new Retention(Duration.ofHours(1), 2, 100, 1_000);
    List<Poll> quiet = closed("quiet", "show", 0, 2);
    List<Poll> busy = closed("busy", "show", 10, 5);
    assertThat(two.expired(joined(quiet, busy), NOON.plusSeconds(60)))
        .containsExactlyInAnyOrderElementsOf(busy.subList(0, 3));
  }

  @Test
  void a_stream_keeps_its_newest_polls() {
    Retention two = new Retention(Duration.ofHours(1), 100, 2, 1_000);
    List<Poll> many = closed("t", "long", 0, 4);
    List<Poll> other = closed("t", "other", 0, 2);
    assertThat(two.expired(joined(many, other), NOON.plusSeconds(60)))
        .containsExactlyInAnyOrderElementsOf(many.subList(0, 2));
  }

  @Test
  void beyond_the_bound_for_all_those_give_up_polls_who_have_the_most() {
    Retention six = new Retention(Duration.ofHours(1), 100, 100, 6);
    List<Poll> small = closed("small", "show", 0, 1);
    List<Poll> middle = closed("middle", "show", 0, 3);
    List<Poll> large = closed("large", "show", 10, 20);
    List<Poll> all = joined(joined(small, middle), large);
    // One of small, and the rest in equal parts: two each, one place is left over.
    assertThat(six.expired(all, NOON.plusSeconds(60)))
        .containsExactlyInAnyOrderElementsOf(joined(middle.subList(0, 1), large.subList(0, 18)));
  }

  @Test
  void with_more_tenants_than_polls_are_kept_the_newest_stay() {
    Retention two = new Retention(Duration.ofHours(1), 100, 100, 2);
    List<Poll> all = new ArrayList<>();
    for (int tenant = 0; tenant < 4; tenant++) {
      all.addAll(closed("t" + tenant, "show", tenant, 1));
    }
    assertThat(two.expired(all, NOON.plusSeconds(60)))
        .containsExactlyInAnyOrderElementsOf(all.subList(0, 2));
  }

  private static List<Poll> joined(List<Poll> first, List<Poll> second) {
    List<Poll> all = new ArrayList<>(first);
    all.addAll(second);
    return all;
  }

  /** Polls of a stream, each closed a second after the one before. */
  private static List<Poll> closed(String tenant, String stream, int fromSecond, int number) {
    return IntStream.range(0, number)
        .mapToObj(i -> new PollId(new StreamId(tenant, stream), "q" + i))
        .map(
            id ->
                closed(id, NOON.plusSeconds(fromSecond + Integer.parseInt(id.name().substring(1)))))
        .toList();
  }

  private static Poll closed(PollId id, Instant at) {
    return PollFixtures.poll()
        .id(id)
        .closedAt(at)
        .result(Result.closed(Tally.ZERO, true, at))
        .build();
  }

  private static Poll closed(Instant at) {
    return closed(new PollId(new StreamId("tenant", "show"), "q" + at.toEpochMilli()), at);
  }
}
