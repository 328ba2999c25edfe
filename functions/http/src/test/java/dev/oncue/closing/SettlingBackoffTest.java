package dev.oncue.closing;

import static dev.oncue.poll.PollFixtures.NOON;
import static org.assertj.core.api.Assertions.assertThat;

import dev.oncue.poll.PollFixtures;
import dev.oncue.poll.PollId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SettlingBackoffTest {
  private final PollId poll = PollFixtures.freshId();
  private final SettlingBackoff backoff = new SettlingBackoff();

  @Test
  void a_poll_that_never_failed_is_not_left_alone() {
    assertThat(backoff.isPaused(poll, NOON)).isFalse();
  }

  @Test
  void what_fails_again_and_again_is_tried_less_and_less() {
    List<Long> tries = new ArrayList<>();
    for (long second = 0; second < 128; second++) {
      Instant now = NOON.plusSeconds(second);
      if (!backoff.isPaused(poll, now)) {
        tries.add(second);
        backoff.failed(poll, now);
      }
    }
    assertThat(tries).containsExactly(0L, 1L, 3L, 7L, 15L, 31L, 63L, 95L, 127L);
  }

  @Test
  void others_are_not_left_alone_with_it() {
    backoff.failed(poll, NOON);
    assertThat(backoff.isPaused(PollFixtures.freshId(), NOON)).isFalse();
  }

  @Test
  void one_that_was_settled_begins_anew() {
    backoff.failed(poll, NOON);
    backoff.failed(poll, NOON);
    backoff.settled(poll);
    assertThat(backoff.isPaused(poll, NOON)).isFalse();
    backoff.failed(poll, NOON);
    assertThat(backoff.isPaused(poll, NOON.plusSeconds(1))).isFalse();
  }
}
