package dev.oncue.reaction;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class ReactionLimitTest {
  private static final long NOW = 1_700_000_000_000L;

  @Test
  void twenty_may_be_sent_at_once_and_the_next_must_wait_ten_seconds() {
    ReactionLimit limit = ReactionLimit.fresh();
    for (int i = 0; i < 20; i++) {
      assertThat(limit.delay(NOW)).isZero();
      limit = limit.after(NOW);
    }
    assertThat(limit.delay(NOW)).isEqualTo(Duration.ofSeconds(10));
    assertThat(limit.delay(NOW + 9_999)).isEqualTo(Duration.ofMillis(1));
    assertThat(limit.delay(NOW + 10_000)).isZero();
  }

  @Test
  void the_period_slides_each_reaction_frees_its_own_place() {
    ReactionLimit limit = ReactionLimit.fresh();
    for (int i = 0; i < 20; i++) {
      limit = limit.after(NOW + 100L * i);
    }
    assertThat(limit.delay(NOW + 9_999)).isEqualTo(Duration.ofMillis(1));
    limit = limit.after(NOW + 10_000);
    assertThat(limit.delay(NOW + 10_000)).isEqualTo(Duration.ofMillis(100));
    assertThat(limit.delay(NOW + 10_100)).isZero();
  }

  @Test
  void a_limit_does_not_change_when_a_reaction_is_added_to_it() {
    ReactionLimit before = ReactionLimit.fresh();
    for (int i = 0; i < 19; i++) {
      before = before.after(NOW);
    }
    assertThat(before.after(NOW).delay(NOW)).isPositive();
    assertThat(before.delay(NOW)).isZero();
    assertThat(ReactionLimit.fresh().delay(NOW)).isZero();
  }

  @Property(tries = 300)
  void no_ten_seconds_ever_see_more_than_twenty_and_nobody_waits_without_need(
      @ForAll @Size(min = 30, max = 120) List<@LongRange(min = 0, max = 700) Long> pauses) {
    ReactionLimit limit = ReactionLimit.fresh();
    List<Long> sent = new ArrayList<>();
    long now = NOW;
    for (long pause : pauses) {
      now += pause;
      long moment = now;
      long lately = sent.stream().filter(at -> at > moment - 10_000).count();
      assertThat(limit.delay(now).isZero()).isEqualTo(lately < 20);
      if (limit.delay(now).isZero()) {
        limit = limit.after(now);
        sent.add(now);
      } else {
        assertThat(limit.delay(now + limit.delay(now).toMillis())).isZero();
      }
    }
  }
}
