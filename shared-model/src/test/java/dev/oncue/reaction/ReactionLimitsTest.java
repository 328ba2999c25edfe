package dev.oncue.reaction;

import static org.assertj.core.api.Assertions.assertThat;

import dev.oncue.stream.StreamId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class ReactionLimitsTest {
  private static final StreamId STREAM = new StreamId("default", "show-42");
  private static final Emoji FIRE = new Emoji("\uD83D\uDD25");
  private static final Instant NOON = Instant.parse("2026-11-21T12:00:00Z");

  private static Reaction reaction(String viewer, long millis) {
    return new Reaction(STREAM, viewer, FIRE, NOON.plusMillis(millis));
  }

  /** Minutes of reactions of a few viewers, in batches of any size, beside one limit for each. */
  @Property(tries = 100)
  void each_viewer_has_the_limit_that_it_would_have_alone(@ForAll long seed) {
    Random random = new Random(seed);
    Map<String, ReactionLimit> alone = new HashMap<>();
    ReactionLimits limits = ReactionLimits.none();
    long millis = 0;
    for (int batch = 0; batch < 100; batch++) {
      List<Reaction> reactions = new ArrayList<>();
      List<Long> expected = new ArrayList<>();
      for (int i = random.nextInt(30); i >= 0; i--) {
        millis += random.nextInt(random.nextInt(50) == 0 ? 20_000 : 200);
        String viewer = "v" + random.nextInt(4);
        Reaction reaction = reaction(viewer, millis);
        reactions.add(reaction);
        long now = reaction.at().toEpochMilli();
        ReactionLimit limit = alone.getOrDefault(viewer, ReactionLimit.fresh());
        expected.add(limit.delay(now).toMillis());
        if (limit.delay(now).isZero()) {
          alone.put(viewer, limit.after(now));
        }
      }
      ReactionLimits.Taken taken = limits.take(reactions);
      assertThat(taken.delays())
          .containsExactly(expected.stream().mapToLong(Long::longValue).toArray());
      limits =
          random.nextBoolean() ? taken.limits() : ReactionLimits.decode(taken.limits().encode());
    }
  }

  @Test
  void a_clock_that_is_five_seconds_ahead_makes_nobody_forgotten() {
    ReactionLimits limits = ReactionLimits.none();
    for (int i = 0; i < ReactionLimit.MAX; i++) {
      limits = limits.take(List.of(reaction("ann", 0))).limits();
    }
    for (long ahead = 0; ahead < 14_900; ahead += 1_000) {
      limits = limits.take(List.of(reaction("bob", ahead))).limits();
    }
    assertThat(limits.take(List.of(reaction("ann", 9_900))).delays()).containsExactly(100);
  }

  @Test
  void viewers_who_do_not_react_any_more_are_forgotten() {
    ReactionLimits limits = ReactionLimits.none();
    List<Reaction> crowd = new ArrayList<>();
    for (int i = 0; i < 1_000; i++) {
      crowd.add(reaction("viewer-" + i, 0));
    }
    limits = limits.take(crowd).limits();
    int full = limits.encode().length;
    long generation = ReactionLimits.LIFESPAN.dividedBy(2).toMillis();
    limits = limits.take(List.of(reaction("ann", generation))).limits();
    assertThat(limits.encode().length).isGreaterThanOrEqualTo(full);
    limits = limits.take(List.of(reaction("ann", 2 * generation))).limits();
    assertThat(limits.encode().length).isLessThan(100);
  }

  @Test
  void a_crowd_of_any_size_takes_bounded_memory() {
    ReactionLimits limits = ReactionLimits.none();
    int longest = 0;
    for (int batch = 0; batch < 500; batch++) {
      List<Reaction> crowd = new ArrayList<>();
      for (int i = 0; i < 1_000; i++) {
        crowd.add(reaction("v" + (batch * 1_000 + i), 0));
      }
      limits = limits.take(crowd).limits();
      if (batch % 50 == 49) {
        longest = Math.max(longest, limits.encode().length);
      }
    }
    int ofOneViewer = 40;
    assertThat(longest).isBetween(100_000, 200_000 * ofOneViewer);
    assertThat(limits.encode().length).isLessThan(200_000 * ofOneViewer);
  }
}
