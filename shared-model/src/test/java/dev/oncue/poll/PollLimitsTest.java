package dev.oncue.poll;

import static dev.oncue.poll.PollFixtures.NOON;
import static org.assertj.core.api.Assertions.assertThat;

import dev.oncue.ballot.Tally;
import dev.oncue.limit.ClaimSet;
import dev.oncue.stream.StreamId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PollLimitsTest {
  private static final PollLimits TWO_AND_THREE = new PollLimits(2, 3, 100);
  private static final Instant AHEAD = NOON.plusSeconds(60);
  private static final String OPEN_RULE = "a tenant has at most 2 open polls";

  private final List<Poll> known = new ArrayList<>();
  private ClaimSet claims = ClaimSet.none();
  private int number;

  private Poll poll(String tenant, String stream, Instant opensAt) {
    return PollFixtures.poll()
        .id(new PollId(new StreamId(tenant, stream), "q" + number++))
        .window(
            new VotingWindow(
                opensAt, opensAt.plus(Duration.ofHours(1)), Duration.ZERO, Latency.NONE))
        .build();
  }

  private Poll open() {
    return poll("t", "s", NOON);
  }

  private Poll scheduled() {
    return poll("t", "s", AHEAD);
  }

  private Optional<String> refusal(Poll next, Instant now) {
    return refusal(TWO_AND_THREE, next, now);
  }

  private Optional<String> refusal(PollLimits limits, Poll next, Instant now) {
    String tenant = next.id().stream().tenant();
    return limits.refusal(next, TenantPolls.of(tenant, known, now), claims, now);
  }

  @Test
  void a_tenant_has_so_many_open_polls() {
    known.add(open());
    assertThat(refusal(open(), NOON)).isEmpty();
    known.add(open());
    assertThat(refusal(open(), NOON)).contains(OPEN_RULE);
    assertThat(refusal(scheduled(), NOON)).isEmpty();
    assertThat(refusal(poll("another", "s", NOON), NOON)).isEmpty();
  }

  @Test
  void closed_polls_do_not_count() {
    for (int i = 0; i < 3; i++) {
      known.add(open().closedAt(NOON).settled(Result.closed(Tally.ZERO, true, NOON)));
      known.add(open());
    }
    assertThat(refusal(open(), NOON.plus(Duration.ofHours(2)))).isEmpty();
  }

  @Test
  void a_tenant_has_so_many_scheduled_polls() {
    known.addAll(List.of(scheduled(), scheduled()));
    assertThat(refusal(scheduled(), NOON)).isEmpty();
    known.add(scheduled());
    assertThat(refusal(scheduled(), NOON).orElseThrow())
        .startsWith("a tenant has at most 3 scheduled polls");
    assertThat(refusal(open(), NOON)).isEmpty();
  }

  @Test
  void what_opened_by_itself_beyond_the_open_ones_keeps_its_place_among_the_scheduled_ones() {
    known.addAll(List.of(open(), open(), scheduled(), scheduled(), scheduled()));
    Poll late = poll("t", "s", AHEAD.plusSeconds(60));
    assertThat(refusal(late, AHEAD)).isPresent();
    assertThat(refusal(poll("t", "s", AHEAD), AHEAD)).contains(OPEN_RULE);
    known.remove(0);
    assertThat(refusal(late, AHEAD)).isEmpty();
    assertThat(refusal(poll("t", "s", AHEAD), AHEAD)).contains(OPEN_RULE);
  }

  @Test
  void a_stream_has_so_many_that_are_not_closed() {
    known.addAll(List.of(open(), scheduled()));
    PollLimits two = new PollLimits(100, 100, 2);
    String rule = "a stream has at most 2 open and scheduled polls";
    assertThat(refusal(two, open(), NOON)).contains(rule);
    assertThat(refusal(two, scheduled(), NOON)).contains(rule);
    assertThat(refusal(two, poll("t", "another", NOON), NOON)).isEmpty();
  }

  @Test
  void a_poll_that_is_claimed_counts_once_whether_it_is_known_or_not() {
    Poll mine = open();
    Poll others = open();
    claims = claims.plus(PollLimits.claim(mine, NOON), 1, AHEAD);
    assertThat(refusal(open(), NOON)).isEmpty();
    known.add(mine);
    assertThat(refusal(open(), NOON)).isEmpty();
    claims = claims.plus(PollLimits.claim(others, NOON), 1, AHEAD);
    assertThat(refusal(open(), NOON)).contains(OPEN_RULE);
  }

  @Test
  void a_poll_that_is_claimed_and_closed_does_not_count() {
    Poll mine = open();
    claims = claims.plus(PollLimits.claim(mine, NOON), 1, AHEAD);
    known.addAll(List.of(mine.closedAt(NOON), open()));
    assertThat(refusal(open(), NOON)).isEmpty();
  }

  @Test
  void with_less_than_there_is_nothing_more_is_admitted() {
    known.addAll(List.of(open(), open(), open(), scheduled(), scheduled(), scheduled()));
    PollLimits less = new PollLimits(1, 1, 100);
    assertThat(refusal(less, open(), NOON)).isPresent();
    assertThat(refusal(less, scheduled(), NOON)).isPresent();
  }
}
