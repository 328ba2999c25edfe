package dev.oncue.warmpool.plan;

import static dev.oncue.poll.PollFixtures.NOON;
import static dev.oncue.warmpool.plan.PoolFixtures.HOLD;
import static dev.oncue.warmpool.plan.PoolFixtures.LEAD;
import static dev.oncue.warmpool.plan.PoolFixtures.OTHER;
import static dev.oncue.warmpool.plan.PoolFixtures.SHOW;
import static dev.oncue.warmpool.plan.PoolFixtures.announced;
import static dev.oncue.warmpool.plan.PoolFixtures.oneVoteAnInstance;
import static dev.oncue.warmpool.plan.PoolFixtures.poll;
import static dev.oncue.warmpool.plan.PoolFixtures.settings;
import static org.assertj.core.api.Assertions.assertThat;

import dev.oncue.stream.StreamId;
import dev.oncue.window.Instances;
import dev.oncue.window.Window;
import dev.oncue.window.WindowFixtures;
import dev.oncue.window.WindowId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The plan at single points, as tables. What holds for all of them: {@link PlanPropertiesTest}. */
class WarmPoolPlanTest {
  private static final int PLENTY = 1_000_000_000;
  private static final Instant OPEN = NOON.plusSeconds(10);

  private static WarmPoolPlan plan(PoolSettings settings, Instant now, Window... windows) {
    return WarmPoolPlan.of(List.of(windows), Map.of(), settings, now);
  }

  /** How many votes a second are planned for. */
  private static int votes(Instant now, Window... windows) {
    return plan(oneVoteAnInstance(PLENTY), now, windows).instances().get("vote");
  }

  private static int votes(Map<StreamId, Long> connected, Window... windows) {
    return WarmPoolPlan.of(List.of(windows), connected, oneVoteAnInstance(PLENTY), OPEN)
        .instances()
        .get("vote");
  }

  @ParameterizedTest
  @CsvSource({
    // viewers, vote, reaction, live, poll-open, poll-close
    "1, 1, 1, 1, 1, 1",
    "4901, 1, 1, 1, 1, 1",
    "4902, 2, 1, 1, 1, 1",
    "8333, 2, 1, 1, 1, 1",
    "8334, 2, 1, 2, 1, 1",
    "100000, 21, 5, 12, 1, 1",
    "250000, 51, 12, 30, 1, 1"
  })
  void each_function_by_its_own_measure(
      int viewers, int vote, int reaction, int live, int pollOpen, int pollClose) {
    assertThat(plan(settings(), OPEN, announced(SHOW, "act-1", viewers)).instances())
        .isEqualTo(
            Map.of(
                "vote", vote,
                "reaction", reaction,
                "live", live,
                "poll-open", pollOpen,
                "poll-close", pollClose));
  }

  @Test
  void without_windows_nothing_is_kept_but_the_floor() {
    assertThat(plan(settings(), NOON).instances().values()).containsOnly(0);
    PoolSettings floor = settings(Map.of("oncue.warm-pool.vote.floor", "3"));
    assertThat(plan(floor, NOON).instances()).containsEntry("vote", 3).containsEntry("live", 0);
    assertThat(plan(floor, NOON).needed()).containsEntry("vote", 0);
    assertThat(plan(floor, OPEN, announced(SHOW, "act-1", 1)).instances()).containsEntry("vote", 3);
    assertThat(plan(floor, OPEN, announced(SHOW, "act-1", 100_000)).instances())
        .containsEntry("vote", 21);
  }

  @Test
  void it_counts_from_the_lead_before_it_opens_until_the_hold_after_it_closed() {
    Window window = announced(SHOW, "act-1", 7);
    Instant closes = window.closesAt();
    assertThat(votes(NOON.minus(LEAD).minusMillis(1), window)).isZero();
    assertThat(votes(NOON.minus(LEAD), window)).isEqualTo(7);
    assertThat(votes(closes.plus(HOLD).minusMillis(1), window)).isEqualTo(7);
    assertThat(votes(closes.plus(HOLD), window)).isZero();
    assertThat(votes(closes.plus(Duration.ofDays(400)), window)).isZero();
  }

  @Test
  void a_window_may_have_a_lead_of_its_own() {
    Window early = WindowFixtures.of(SHOW).expectedViewers(7).lead(Duration.ofHours(1)).build();
    assertThat(votes(NOON.minus(Duration.ofHours(1)), early)).isEqualTo(7);
    Window late = WindowFixtures.of(SHOW).expectedViewers(7).lead(Duration.ZERO).build();
    assertThat(votes(NOON.minusMillis(1), late)).isZero();
    assertThat(votes(NOON, late)).isEqualTo(7);
  }

  @Test
  void a_clock_that_is_set_back_finds_what_was_there() {
    Window window = announced(SHOW, "act-1", 7);
    assertThat(votes(OPEN, window)).isEqualTo(7);
    assertThat(votes(window.closesAt().plus(HOLD), window)).isZero();
    assertThat(votes(OPEN.minusSeconds(5), window)).isEqualTo(7);
    assertThat(votes(Instant.EPOCH, window)).isZero();
  }

  @Test
  void windows_that_overlap_add_up() {
    Window next =
        WindowFixtures.of(OTHER)
            .at(Duration.ofMinutes(30), Duration.ofHours(1))
            .expectedViewers(5)
            .build();
    Window first = announced(SHOW, "act-1", 7);
    assertThat(votes(OPEN, first, next)).isEqualTo(7);
    assertThat(votes(next.opensAt(), first, next)).isEqualTo(12);
    assertThat(votes(first.closesAt().plus(HOLD), first, next)).isEqualTo(5);
    assertThat(votes(OPEN, first, announced(SHOW, "act-2", 4))).as("of one stream").isEqualTo(11);
  }

  @Test
  void a_poll_in_an_announced_window_is_the_same_audience() {
    Window act = announced(SHOW, "act-1", 7);
    assertThat(votes(OPEN, act, poll(SHOW, "q1", 7))).isEqualTo(7);
    assertThat(votes(OPEN, act, poll(SHOW, "q1", 9))).isEqualTo(9);
    assertThat(votes(OPEN, act, poll(OTHER, "q1", 7))).as("of another stream").isEqualTo(14);
  }

  @Test
  void polls_at_once_are_more_votes_and_no_more_connections() {
    Window[] polls = {poll(SHOW, "q1", 100_000), poll(SHOW, "q2", 50_000)};
    Map<String, Integer> instances = plan(settings(), OPEN, polls).instances();
    assertThat(instances).containsEntry("vote", 31).containsEntry("live", 12);
  }

  @Test
  void connected_viewers_raise_an_expectation_that_is_too_low() {
    Window act = announced(SHOW, "act-1", 7);
    assertThat(votes(Map.of(SHOW, 70L), act)).isEqualTo(70);
    assertThat(votes(Map.of(SHOW, 5L), act)).isEqualTo(7);
    assertThat(votes(Map.of(OTHER, 70L), act)).isEqualTo(7);
    assertThat(votes(Map.of(SHOW, 70L), act, announced(SHOW, "act-2", 7))).isEqualTo(70);
    assertThat(votes(Map.of(SHOW, 70L), poll(SHOW, "q1", 0))).isEqualTo(70);
    assertThat(votes(Map.of(SHOW, 70L))).as("without a window").isZero();
  }

  @Test
  void who_is_connected_today_says_nothing_of_tomorrow() {
    Window tomorrow = WindowFixtures.of(SHOW).at(Duration.ofDays(1), Duration.ofHours(1)).build();
    WarmPoolPlan plan =
        WarmPoolPlan.of(
            List.of(announced(SHOW, "act-1", 7), tomorrow),
            Map.of(SHOW, 1_000_000L),
            oneVoteAnInstance(1_000),
            OPEN);
    assertThat(plan.windows().get(tomorrow.id()).get("vote"))
        .isEqualTo(new Instances(1_000, 1_000, 0));
    assertThat(plan.shortages()).singleElement().extracting(Shortage::at).isEqualTo(OPEN);
  }

  @Test
  void a_poll_that_expects_nobody_takes_no_votes() {
    Map<String, Integer> instances = plan(settings(), OPEN, poll(SHOW, "q1", 0)).instances();
    assertThat(instances)
        .isEqualTo(Map.of("vote", 0, "reaction", 0, "live", 0, "poll-open", 1, "poll-close", 1));
  }

  @Test
  void what_was_cancelled_or_closed_before_it_opened_counts_nothing() {
    Window cancelled = WindowFixtures.of(SHOW).cancelled().build();
    Window neverOpened = WindowFixtures.of(SHOW).ofPoll("q1").closesAt(NOON).build();
    Window earlier = WindowFixtures.of(SHOW).ofPoll("q2").closesAt(NOON.minusSeconds(9)).build();
    WarmPoolPlan plan = plan(settings(), NOON, cancelled, neverOpened, earlier);
    assertThat(plan.instances().values()).containsOnly(0);
    assertThat(plan.windows()).isEmpty();
  }

  @Test
  void a_poll_that_was_closed_early_is_held_for_a_moment() {
    Window closed = WindowFixtures.of(SHOW).ofPoll("q1").closesAt(OPEN).expectedViewers(7).build();
    assertThat(votes(OPEN, closed)).isEqualTo(7);
    assertThat(votes(OPEN.plus(HOLD), closed)).isZero();
  }

  @Test
  void a_million_viewers_on_a_ceiling_of_two() {
    Window window = announced(SHOW, "act-1", 1_000_000);
    PoolSettings two = settings(Map.of("oncue.warm-pool.vote.ceiling", "2"));
    WarmPoolPlan plan = plan(two, OPEN, window);
    assertThat(plan.needed()).containsEntry("vote", 204);
    assertThat(plan.instances()).containsEntry("vote", 2);
    assertThat(plan.windows().get(window.id()).get("vote")).isEqualTo(new Instances(204, 2, 0));
    assertThat(plan.shortages())
        .contains(new Shortage("vote", 204, 2, OPEN, List.of(window.id())))
        .extracting(Shortage::function)
        .containsExactly("vote", "live");
    assertThat(plan.shortages().get(0).sentence(OPEN))
        .isEqualTo(
            "vote: 204 instances are needed now and the ceiling is 2,"
                + " for the windows acme/show-42/announced/act-1");
  }

  @Test
  void a_cut_is_known_long_before() {
    Window window = announced(SHOW, "act-1", 11);
    WarmPoolPlan plan = plan(oneVoteAnInstance(10), NOON.minus(Duration.ofDays(30)), window);
    assertThat(plan.instances()).containsEntry("vote", 0);
    assertThat(plan.shortages())
        .containsExactly(new Shortage("vote", 11, 10, NOON.minus(LEAD), List.of(window.id())));
    assertThat(plan.windows().get(window.id()).get("vote")).isEqualTo(new Instances(11, 10, 0));
  }

  @Test
  void those_that_overlap_are_cut_by_the_same_factor_and_others_are_not() {
    Window large = announced(SHOW, "large", 150);
    Window small = announced(OTHER, "small", 50);
    Window later =
        WindowFixtures.of(OTHER)
            .named("later")
            .at(Duration.ofHours(9), Duration.ofHours(1))
            .expectedViewers(90)
            .build();
    WarmPoolPlan plan = plan(oneVoteAnInstance(100), OPEN, large, small, later);
    assertThat(plan.shortages().get(0).windows()).containsExactly(large.id(), small.id());
    assertThat(shares(plan))
        .isEqualTo(
            Map.of(
                large.id(), new Instances(150, 75, 0),
                small.id(), new Instances(50, 25, 0),
                later.id(), new Instances(90, 90, 0)));
  }

  private static Map<WindowId, Instances> shares(WarmPoolPlan plan) {
    Map<WindowId, Instances> shares = new java.util.HashMap<>();
    plan.windows().forEach((id, functions) -> shares.put(id, functions.get("vote")));
    return shares;
  }

  @Test
  void more_viewers_than_there_are_people_do_not_overflow() {
    Window[] all = {
      announced(SHOW, "a", Window.MAX_EXPECTED_VIEWERS),
      announced(SHOW, "b", Window.MAX_EXPECTED_VIEWERS),
      announced(OTHER, "c", Window.MAX_EXPECTED_VIEWERS)
    };
    WarmPoolPlan plan =
        WarmPoolPlan.of(
            List.of(all), Map.of(SHOW, 1L << 40), oneVoteAnInstance(Integer.MAX_VALUE), OPEN);
    assertThat(plan.needed()).containsEntry("vote", Integer.MAX_VALUE);
    assertThat(plan.instances()).containsEntry("vote", Integer.MAX_VALUE);
    WarmPoolPlan real = WarmPoolPlan.of(List.of(all), Map.of(SHOW, 1L << 31), settings(), OPEN);
    assertThat(real.needed()).containsEntry("vote", 642_087);
    assertThat(real.instances()).containsEntry("vote", 100);
  }
}
