package dev.oncue.coldstart;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class FleetTest {
  private static final long SECOND = 1_000_000_000L;
  private static final Serving SERVING = new Serving(1_000, Duration.ofMillis(3), 2);

  private final Agenda agenda = new Agenda();
  private final AtomicInteger seen = new AtomicInteger();
  private final Fleet fleet =
      new Fleet(
          agenda,
          SERVING,
          new Startup(List.of(1.5), Duration.ofSeconds(2), Duration.ofSeconds(4)),
          new Random(1),
          seen::incrementAndGet);

  @Test
  void an_instance_is_seen_by_the_activator_and_then_ready() {
    fleet.scale(50);
    agenda.runUntil((long) (7.5 * SECOND));
    assertThat(fleet.seenByActivator()).isEmpty();
    agenda.runUntil((long) (7.7 * SECOND) + 1);
    assertThat(fleet.seenByActivator()).hasSize(50);
    assertThat(fleet.ready()).hasSizeBetween(1, 49);
    assertThat(seen).hasValue(50);
    agenda.runUntil((long) (8.5 * SECOND) + 1);
    assertThat(fleet.ready()).hasSize(50);
  }

  @Test
  void the_one_that_is_not_ready_goes_first_and_at_once() {
    fleet.scale(1);
    agenda.runUntil(20 * SECOND);
    fleet.scale(2);
    agenda.runUntil(21 * SECOND);
    fleet.scale(1);
    assertThat(fleet.ready()).hasSize(1);
    assertThat(fleet.all())
        .extracting(one -> one.lived(99 * SECOND) / SECOND)
        .containsExactly(99L, 1L);
  }

  @Test
  void a_ready_one_stays_for_half_a_minute_and_takes_nothing_new() {
    fleet.scale(1);
    agenda.runUntil(20 * SECOND);
    fleet.scale(0);
    assertThat(fleet.ready()).isEmpty();
    assertThat(fleet.all().get(0).lived(99 * SECOND)).isEqualTo(50 * SECOND);
  }

  @Test
  void votes_stand_in_line_up_to_a_limit() {
    Instance instance = new Instance(SERVING, 0, new Startup.Times(0, 0));
    assertThat(instance.enqueue(0)).contains(new Instance.Place(0, 4_000_000));
    assertThat(instance.enqueue(0)).contains(new Instance.Place(1_000_000, 5_000_000));
    assertThat(instance.enqueue(0)).as("two wait").isEmpty();
    assertThat(instance.enqueue(1_000_000)).contains(new Instance.Place(2_000_000, 6_000_000));
  }
}
