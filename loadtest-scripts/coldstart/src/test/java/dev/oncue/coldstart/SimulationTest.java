package dev.oncue.coldstart;

import static dev.oncue.coldstart.Worlds.always;
import static dev.oncue.coldstart.Worlds.show;
import static dev.oncue.coldstart.Worlds.world;
import static org.assertj.core.api.Assertions.assertThat;

import dev.oncue.coldstart.Simulation.World;
import dev.oncue.coldstart.WarmPool.Announcement;
import java.time.Duration;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** What holds for every show. */
class SimulationTest {
  private static Figures play(World world, Variant variant) {
    return Simulation.play(world, variant).figures();
  }

  @Property(tries = 60)
  void each_vote_is_answered_or_refused(
      @ForAll @IntRange(max = 2_000) int voters,
      @ForAll @IntRange(min = 1, max = 3) int windows,
      @ForAll @IntRange(max = 4) int kept,
      @ForAll @IntRange(min = 50, max = 500) int capacity,
      @ForAll @IntRange(max = 1_000) int seed) {
    Outcome outcome = Simulation.play(world(show(voters, windows), capacity, seed), always(kept));
    assertThat(outcome.votes()).allMatch(vote -> vote.isAnswered() != vote.isRefused());
    Figures figures = outcome.figures();
    assertThat(figures.votes()).isEqualTo((long) voters * windows);
    assertThat(figures.answered() + figures.refused()).isEqualTo(figures.votes());
    assertThat(figures.cold()).isBetween(figures.refused(), figures.votes());
    assertThat(figures.withinSecond()).isLessThanOrEqualTo(figures.answered());
  }

  @Property(tries = 30)
  void the_same_seed_gives_the_same_figures(
      @ForAll @IntRange(max = 1_000) int voters,
      @ForAll @IntRange(max = 2) int kept,
      @ForAll @IntRange(max = 1_000) int seed) {
    World world = world(show(voters, 1), 100, seed);
    assertThat(play(world, always(kept))).isEqualTo(play(world, always(kept)));
  }

  @Property(tries = 30)
  void more_instances_never_let_more_votes_meet_a_cold_start(
      @ForAll @IntRange(min = 1, max = 2_000) int voters, @ForAll @IntRange(max = 1_000) int seed) {
    World world = world(show(voters, 1), 100, seed);
    long before = play(world, always(0)).cold();
    assertThat(before).isEqualTo(voters);
    for (int kept : new int[] {1, 2, 4, 8, 16, 32}) {
      long cold = play(world, always(kept)).cold();
      assertThat(cold).isLessThanOrEqualTo(before);
      before = cold;
    }
    assertThat(before).as("32 instances for 20").isZero();
  }

  @Property(tries = 30)
  void an_instance_answers_no_faster_than_it_can(
      @ForAll @IntRange(min = 1, max = 2_000) int voters,
      @ForAll @IntRange(min = 1, max = 8) int kept) {
    Figures figures = play(world(show(voters, 1), 100, 1), always(kept));
    assertThat(figures.p50Millis()).isGreaterThanOrEqualTo(13);
    assertThat(figures.p99Millis()).isBetween(figures.p50Millis(), figures.p999Millis());
    assertThat(figures.maxMillis()).isGreaterThanOrEqualTo(figures.p999Millis());
  }

  @Example
  void nobody_votes() {
    Figures figures = play(world(show(0, 2), 100, 1), always(0));
    assertThat(figures).isEqualTo(new Figures(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0));
    assertThat(play(world(show(0, 2), 100, 1), always(3)).instanceSeconds())
        .isEqualTo(3 * show(0, 2).span().toSeconds());
  }

  @Example
  void a_single_vote_from_zero_waits_for_one_start() {
    Figures figures = play(world(show(1, 1), 100, 1), always(0));
    assertThat(figures.cold()).isEqualTo(1);
    assertThat(figures.maxMillis()).isBetween(2_800.0, 3_400.0);
    assertThat(figures.mostInstances()).isEqualTo(1);
  }

  @Example
  void what_comes_through_only_after_the_close_is_refused() {
    World world = world(show(100, 1), 1, 1).with(new Scaling(10, 1, Duration.ofMinutes(1)));
    Figures figures = play(world, always(1));
    assertThat(figures.answered()).as("one a second, for 20 s").isBetween(1L, 20L);
    assertThat(figures.refused()).isEqualTo(100 - figures.answered());
  }

  @Example
  void the_pool_is_warm_when_the_window_opens_and_costs_less_than_keeping_it() {
    World world = world(show(1_000, 1), 100, 1);
    Announcement announced = new Announcement(1_000, 0, Duration.ofSeconds(30), 1);
    WarmPool pool = new WarmPool(world.show(), world.serving(), world.scaling(), announced);
    Figures warm = play(world, new Variant("warm pool", pool));
    Figures one = play(world, always(1));
    Figures always = play(world, always(pool.most()));
    assertThat(pool.most()).as("1000 x 0.85 x 1.2 / 100").isEqualTo(11);
    assertThat(warm.cold()).isZero();
    assertThat(warm.withinSecond()).isEqualTo(1_000);
    assertThat(one.cold()).isPositive();
    assertThat(warm.instanceSeconds()).isLessThan(always.instanceSeconds());
  }
}
