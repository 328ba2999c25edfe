package dev.oncue.coldstart;

import static org.assertj.core.api.Assertions.assertThat;

import dev.oncue.coldstart.Simulation.World;
import dev.oncue.coldstart.WarmPool.Announcement;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** The lower bound as the real plan says it: opens at minute 2, for 20 s, held for a minute. */
class WarmPoolTest {
  private static final long SECOND = 1_000_000_000L;
  private static final World WORLD = Worlds.world(Worlds.show(1_000, 1), 100, 1);

  private static WarmPool pool(int expected, int connected, int atRest) {
    return new WarmPool(
        WORLD.show(),
        WORLD.serving(),
        WORLD.scaling(),
        new Announcement(expected, connected, Duration.ofSeconds(30), atRest));
  }

  @Test
  void it_is_raised_from_the_lead_until_the_hold_is_over() {
    WarmPool pool = pool(1_000, 0, 1);
    assertThat(pool.at(89 * SECOND)).isEqualTo(1);
    assertThat(pool.at(90 * SECOND)).isEqualTo(11);
    assertThat(pool.at(199 * SECOND)).isEqualTo(11);
    assertThat(pool.at(200 * SECOND)).isEqualTo(1);
  }

  @Test
  void viewers_on_the_feed_correct_an_announcement_that_is_too_low() {
    assertThat(pool(100, 0, 0).most()).isEqualTo(2);
    assertThat(pool(100, 1_000, 0).most()).isEqualTo(11);
  }

  @Test
  void without_an_announcement_it_rests() {
    assertThat(pool(0, 1_000, 1).at(120 * SECOND)).isEqualTo(1);
    assertThat(pool(0, 1_000, 1).most()).isEqualTo(1);
  }
}
