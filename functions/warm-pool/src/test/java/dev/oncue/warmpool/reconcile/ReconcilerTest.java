package dev.oncue.warmpool.reconcile;

import static dev.oncue.Concurrently.await;
import static dev.oncue.poll.PollFixtures.NOON;
import static dev.oncue.warmpool.plan.PoolFixtures.HOLD;
import static dev.oncue.warmpool.plan.PoolFixtures.LEAD;
import static dev.oncue.warmpool.plan.PoolFixtures.SHOW;
import static dev.oncue.warmpool.plan.PoolFixtures.announced;
import static dev.oncue.warmpool.plan.PoolFixtures.settings;
import static org.assertj.core.api.Assertions.assertThat;

import dev.oncue.Grid;
import dev.oncue.GridUnavailableException;
import dev.oncue.MemoryGrid;
import dev.oncue.RecordedLog;
import dev.oncue.poll.Poll;
import dev.oncue.poll.PollFixtures;
import dev.oncue.poll.PollId;
import dev.oncue.poll.VotingWindow;
import dev.oncue.viewer.Connected;
import dev.oncue.viewer.Viewers;
import dev.oncue.warmpool.plan.PoolFixtures.SetClock;
import dev.oncue.warmpool.plan.PoolSettings;
import dev.oncue.warmpool.pool.FunctionStatus;
import dev.oncue.warmpool.pool.FunctionStatus.Finding;
import dev.oncue.warmpool.pool.InstancePool;
import dev.oncue.window.Origin;
import dev.oncue.window.Phase;
import dev.oncue.window.PoolReport;
import dev.oncue.window.Window;
import dev.oncue.window.WindowId;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.quarkus.runtime.ImageMode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.logging.Level;
import org.awaitility.Awaitility;
import org.eclipse.microprofile.health.HealthCheckResponse.Status;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * The rounds of the controller, on a grid in memory and a pool that starts one instance a round.
 */
class ReconcilerTest {
  private static final Instant BEGIN = NOON.minus(LEAD);

  private final Grid memory = MemoryGrid.create();
  private final SetClock clock = new SetClock();
  private final SlowPool pool = new SlowPool();
  private SimpleMeterRegistry meters;
  private final ForgetfulViewers viewers = new ForgetfulViewers();
  @RegisterExtension final RecordedLog recorded = new RecordedLog("dev.oncue.warmpool");
  private PoolSettings settings = settings();
  private Reconciler reconciler = reconciler();

  /** Starts one instance of each function a round, and lets all go at once. */
  private static final class SlowPool implements InstancePool {
    private final Map<String, Integer> warm = new HashMap<>();
    private Map<String, Integer> asked = Map.of();
    private int most = Integer.MAX_VALUE;
    private RuntimeException fault;
    private Error error;
    private boolean leads = true;
    private boolean isBlind;
    private boolean hasFailed;
    private String name;
    private int rehearsals;
    private int failingRehearsals;

    @Override
    public Map<String, FunctionStatus> keep(Map<String, Integer> instances, Instant now) {
      if (fault != null) {
        throw fault;
      }
      if (error != null) {
        throw error;
      }
      asked = instances;
      Map<String, FunctionStatus> warmth = new HashMap<>();
      if (isBlind) {
        instances.forEach(
            (function, wanted) ->
                warmth.put(
                    function,
                    new FunctionStatus(
                        wanted,
                        warm.getOrDefault(function, 0),
                        Optional.of("the API is away"),
                        Finding.UNKNOWN)));
        return warmth;
      }
      instances.forEach(
          (function, wanted) -> {
            int had = warm.getOrDefault(function, 0);
            int has = Math.min(most, Math.min(wanted, had + 1));
            warm.put(function, has);
            Optional<String> problem =
                has < wanted && has == most ? Optional.of("it is full") : Optional.empty();
            warmth.put(function, new FunctionStatus(wanted, has, problem));
          });
      return warmth;
    }

    @Override
    public boolean isLeader() {
      return leads;
    }

    @Override
    public boolean hasFailed() {
      return hasFailed;
    }

    @Override
    public boolean isBlind() {
      return isBlind;
    }

    @Override
    public Optional<String> name() {
      return Optional.ofNullable(name);
    }

    @Override
    public boolean rehearse(Collection<String> functions, Instant now) {
      rehearsals++;
      if (fault != null) {
        throw fault;
      }
      return rehearsals > failingRehearsals;
    }

    int asked(String function) {
      return asked.get(function);
    }
  }

  /** The viewers of the grid, which cannot be reached when a test says so. */
  private final class ForgetfulViewers implements Viewers {
    private boolean away;

    @Override
    public CompletionStage<Void> report(Connected connected) {
      return memory.viewers().report(connected);
    }

    @Override
    public CompletionStage<List<Connected>> all() {
      return away
          ? CompletableFuture.failedFuture(new GridUnavailableException("away"))
          : memory.viewers().all();
    }
  }

  private List<String> log() {
    return recorded.records().stream()
        .filter(entry -> entry.getLevel().intValue() >= Level.INFO.intValue())
        .map(entry -> entry.getLevel() + " " + entry.getMessage())
        .toList();
  }

  @AfterEach
  void stop() throws InterruptedException {
    reconciler.stop(null);
  }

  private Reconciler reconciler() {
    meters = new SimpleMeterRegistry();
    Grid grid =
        new Grid(
            memory.polls(),
            memory.ballotBoxes(),
            memory.reactions(),
            memory.deliveries(),
            memory.windows(),
            viewers,
            memory.latencies(),
            memory.claims());
    return new Reconciler(grid, pool, settings, new PoolMeters(meters, settings), clock);
  }

  private void round(Instant now) {
    clock.set(now);
    reconciler.round();
  }

  private Window announce(int viewers) {
    Window window = announced(SHOW, "act-1", viewers);
    await(memory.windows().add(window));
    return window;
  }

  private Window kept(WindowId id) {
    return await(memory.windows().find(id)).orElse(null);
  }

  private Phase phase(Window window) {
    return kept(window.id()).status().phase();
  }

  private double gauge(String name, String... tags) {
    return meters.get(name).tags(tags).gauge().value();
  }

  @Test
  void a_window_goes_from_planned_to_released_and_is_forgotten() {
    Window window = announce(15_000);
    round(BEGIN.minusSeconds(2));
    assertThat(phase(window)).isEqualTo(Phase.PLANNED);
    assertThat(kept(window.id()).status().functions().get("vote").wanted()).isEqualTo(4);
    assertThat(pool.asked.values()).containsOnly(0);

    round(BEGIN);
    assertThat(phase(window)).isEqualTo(Phase.WARMING);
    assertThat(pool.asked("vote")).isEqualTo(4);
    for (int i = 1; i <= 3; i++) {
      round(BEGIN.plusSeconds(2 * i));
    }
    assertThat(phase(window)).isEqualTo(Phase.WARM);
    assertThat(kept(window.id()).status().warmAfter()).isEqualTo(Duration.ofSeconds(6));
    assertThat(meters.get("oncue.warm.pool.warming").timer().count()).isOne();
    assertThat(gauge("oncue.warm.pool.instances", "function", "vote", "state", "warm"))
        .isEqualTo(4);
    assertThat(gauge("oncue.warm.pool.windows", "status", "warm")).isOne();

    Instant end = window.closesAt().plus(HOLD);
    round(end.minusMillis(1));
    assertThat(pool.asked("vote")).isEqualTo(4);
    round(end);
    assertThat(pool.asked.values()).containsOnly(0);
    assertThat(phase(window)).isEqualTo(Phase.RELEASED);
    round(end.plus(Window.KEPT).minusMillis(1));
    assertThat(kept(window.id())).isNotNull();
    round(end.plus(Window.KEPT));
    assertThat(kept(window.id())).isNull();
    assertThat(log()).isEmpty();
  }

  @Test
  void what_has_not_changed_is_not_written_again() {
    Window window = announce(15_000);
    round(BEGIN.minusSeconds(60));
    List<Window> written = new ArrayList<>();
    memory.windows().watch(written::add);
    round(BEGIN.minusSeconds(58));
    round(BEGIN.minusSeconds(56));
    assertThat(written).isEmpty();
    round(BEGIN);
    assertThat(written).extracting(Window::id).containsExactly(window.id());
  }

  @Test
  void a_poll_that_expects_viewers_is_a_window_until_it_closes() {
    Poll poll = poll("q1", 100_000, Duration.ofMinutes(5));
    WindowId id = new WindowId(SHOW, Origin.POLL, "q1");
    round(BEGIN.minusSeconds(9));
    Window window = kept(id);
    assertThat(window.status().phase()).isEqualTo(Phase.PLANNED);
    assertThat(window.opensAt()).isEqualTo(NOON);
    assertThat(window.closesAt()).isEqualTo(NOON.plus(Duration.ofMinutes(5)));

    round(NOON);
    assertThat(pool.asked("vote")).isEqualTo(21);
    Poll closed = poll.closedAt(NOON.plusSeconds(7));
    await(memory.polls().replace(poll, closed));
    round(NOON.plusSeconds(8));
    assertThat(kept(id).closesAt()).isEqualTo(NOON.plusSeconds(7));
    assertThat(pool.asked("vote")).as("held for a moment").isEqualTo(21);
    round(NOON.plusSeconds(7).plus(HOLD));
    assertThat(pool.asked("vote")).isZero();
    assertThat(kept(id).status().phase()).isEqualTo(Phase.RELEASED);
  }

  private Poll poll(String name, Integer viewers, Duration length) {
    Instant closesAt = length == null ? null : NOON.plus(length);
    Poll poll =
        PollFixtures.poll()
            .id(new PollId(SHOW, name))
            .expectedViewers(viewers)
            .window(new VotingWindow(NOON, closesAt, Duration.ZERO))
            .build();
    await(memory.polls().add(poll));
    return poll;
  }

  @Test
  void a_poll_that_is_cancelled_before_it_opens_takes_nothing() {
    Poll poll = poll("q1", 100_000, Duration.ofMinutes(5));
    round(BEGIN);
    assertThat(pool.asked("vote")).isEqualTo(21);
    await(memory.polls().replace(poll, poll.closedAt(BEGIN.plusSeconds(1))));
    round(BEGIN.plusSeconds(2));
    assertThat(pool.asked("vote")).isZero();
    assertThat(kept(new WindowId(SHOW, Origin.POLL, "q1")).status().phase())
        .isEqualTo(Phase.RELEASED);
  }

  @Test
  void a_poll_that_was_removed_leaves_no_window() {
    Poll poll = poll("q1", 100_000, null);
    round(NOON);
    await(memory.polls().remove(poll.id()));
    round(NOON.plusSeconds(2));
    assertThat(pool.asked("vote")).isZero();
    assertThat(kept(new WindowId(SHOW, Origin.POLL, "q1")).status().phase())
        .isEqualTo(Phase.RELEASED);
    round(NOON.plusSeconds(2).plus(Window.KEPT));
    assertThat(await(memory.windows().all())).isEmpty();
  }

  @Test
  void a_poll_without_an_end_is_not_kept_hot_for_ever() {
    poll("q1", 100_000, null);
    round(NOON.plus(Window.MAX_LENGTH));
    assertThat(pool.asked("vote")).isEqualTo(21);
    round(NOON.plus(Window.MAX_LENGTH).plus(HOLD));
    assertThat(pool.asked("vote")).isZero();
  }

  @Test
  void a_poll_that_expects_nobody_is_no_window_but_counts_who_is_there() {
    poll("q1", null, Duration.ofMinutes(5));
    round(NOON);
    assertThat(pool.asked("vote")).isZero();
    await(memory.viewers().report(new Connected("live-1", SHOW, 60_000)));
    await(memory.viewers().report(new Connected("live-2", SHOW, 40_000)));
    round(NOON.plusSeconds(2));
    assertThat(pool.asked("vote")).isEqualTo(21);
    assertThat(await(memory.windows().all())).isEmpty();
  }

  @Test
  void a_window_that_is_cancelled_lets_all_go_at_once() {
    Window window = announce(15_000);
    round(NOON);
    Window latest = kept(window.id());
    await(memory.windows().replace(latest, latest.cancelledAt(NOON.plusSeconds(1))));
    round(NOON.plusSeconds(2));
    assertThat(pool.asked.values()).containsOnly(0);
    assertThat(phase(window)).isEqualTo(Phase.RELEASED);
  }

  @Test
  void what_the_ceiling_cuts_is_said_once_and_long_before() {
    settings = settings(Map.of("oncue.warm-pool.vote.ceiling", "2"));
    reconciler = reconciler();
    Window window = announce(100_000);
    round(BEGIN.minus(Duration.ofDays(1)));
    assertThat(phase(window)).isEqualTo(Phase.SHORT);
    assertThat(kept(window.id()).status().reason())
        .isEqualTo("vote: the ceiling grants 2 of 21 instances");
    String warning =
        "WARN the ceiling of vote: too few instances: vote: 21 instances are needed at"
            + " 2026-11-21T11:58:00Z and the ceiling is 2,"
            + " for the windows acme/show-42/announced/act-1";
    assertThat(log()).containsExactly(warning);
    assertThat(gauge("oncue.warm.pool.cut", "function", "vote")).isEqualTo(19);
    round(BEGIN.minus(Duration.ofHours(1)));
    assertThat(log()).hasSize(1);
    round(BEGIN);
    round(BEGIN.plusSeconds(2));
    round(BEGIN.plusSeconds(120));
    assertThat(log()).as("when it comes, once more").hasSize(2);
    for (int i = 0; i < 60; i += 2) {
      await(memory.viewers().report(new Connected("live-1", SHOW, 200_000 + 1_000 * i)));
      round(NOON.plusSeconds(i));
    }
    assertThat(log()).as("at most once a minute").hasSize(3);

    Window latest = kept(window.id());
    await(memory.windows().replace(latest, latest.cancelledAt(NOON.plusSeconds(62))));
    round(NOON.plusSeconds(62));
    assertThat(log()).last().asString().contains("nothing is missing any more");
    assertThat(gauge("oncue.warm.pool.cut", "function", "vote")).isZero();
  }

  @Test
  void what_the_pool_cannot_do_is_said_when_the_window_opens() {
    pool.most = 1;
    Window window = announce(15_000);
    round(BEGIN);
    round(NOON.minusMillis(1));
    assertThat(phase(window)).isEqualTo(Phase.WARMING);
    assertThat(log()).isEmpty();
    round(NOON);
    assertThat(phase(window)).isEqualTo(Phase.SHORT);
    assertThat(kept(window.id()).status().reason())
        .contains("vote: 1 of 4 instances are hot (it is full)");
    round(NOON.plusSeconds(2));
    assertThat(log())
        .singleElement()
        .asString()
        .startsWith("WARN the window acme/show-42/announced/act-1: too few instances: ");
  }

  @Test
  void the_next_process_goes_on_where_the_last_one_died() throws InterruptedException {
    Window window = announce(15_000);
    round(BEGIN);
    reconciler.stop(null);
    reconciler = reconciler();
    for (int i = 1; i <= 3; i++) {
      round(BEGIN.plusSeconds(10 + i));
    }
    assertThat(phase(window)).isEqualTo(Phase.WARM);
    assertThat(kept(window.id()).status().warmAfter()).isEqualTo(Duration.ofSeconds(13));
  }

  @Test
  void who_does_not_lead_tells_nothing() {
    pool.leads = false;
    Window window = announce(15_000);
    round(NOON);
    assertThat(kept(window.id())).isEqualTo(window);
    assertThat(await(memory.windows().report())).isEmpty();
    assertThat(gauge("oncue.warm.pool.leads")).isZero();
    pool.leads = true;
    round(NOON);
    assertThat(pool.asked("vote")).isEqualTo(4);
    assertThat(await(memory.windows().report())).isPresent();
    assertThat(gauge("oncue.warm.pool.leads")).isOne();
  }

  @Test
  void a_round_that_fails_is_told_once_and_the_next_goes_on() {
    Window window = announce(15_000);
    pool.fault = new IllegalStateException("the pool broke");
    for (int i = 0; i < 3; i++) {
      round(BEGIN.plusSeconds(i));
    }
    assertThat(log())
        .containsExactly("ERROR a round of the warm pool failed; the next one tries again");
    pool.fault = null;
    round(BEGIN.plusSeconds(9));
    assertThat(pool.asked("vote")).isEqualTo(4);
    assertThat(phase(window)).isEqualTo(Phase.WARMING);
    pool.fault = new IllegalStateException("the pool broke");
    round(BEGIN.plusSeconds(11));
    assertThat(log()).as("it had been well").hasSize(2);
  }

  @Test
  void rounds_that_fail_are_counted_and_not_timed() {
    announce(15_000);
    round(BEGIN);
    pool.fault = new IllegalStateException("the pool broke");
    round(BEGIN.plusSeconds(2));
    pool.fault = null;
    pool.hasFailed = true;
    round(BEGIN.plusSeconds(4));
    viewers.away = true;
    round(BEGIN.plusSeconds(6));
    assertThat(meters.get("oncue.warm.pool.rounds.failed").counter().count()).isEqualTo(3);
    assertThat(meters.get("oncue.warm.pool.round").timer().count()).isOne();
  }

  /** In an outage of the API that is longer than the Lease nobody leads. */
  @Test
  void without_a_leader_who_sees_nothing_says_so() {
    Window window = announce(15_000);
    round(BEGIN);
    round(BEGIN.plusSeconds(2));
    Window warming = kept(window.id());
    pool.leads = false;
    pool.isBlind = true;
    round(BEGIN.plusSeconds(4));
    assertThat(kept(window.id())).as("a leader was there a moment ago").isEqualTo(warming);

    round(BEGIN.plusSeconds(20));
    assertThat(phase(window)).isEqualTo(Phase.WARMING);
    assertThat(kept(window.id()).status().reason())
        .isEqualTo("the state is unknown: the API is away");
    assertThat(await(memory.windows().report()).orElseThrow().asOf())
        .as("nobody leads")
        .isEqualTo(BEGIN.plusSeconds(2));

    round(NOON);
    assertThat(phase(window)).isEqualTo(Phase.SHORT);
    assertThat(kept(window.id()).status().reason())
        .isEqualTo("the state is unknown: the API is away");
    assertThat(gauge("oncue.warm.pool.leads")).isZero();

    pool.leads = true;
    pool.isBlind = false;
    round(NOON.plusSeconds(2));
    assertThat(kept(window.id()).status().reason()).contains("3 of 4 instances are hot");
  }

  /** One remembers that all was warm, and one has only just started. */
  @Test
  void who_sees_nothing_does_not_contradict_another_one() {
    Window window = announce(15_000);
    for (int i = 0; i < 4; i++) {
      round(BEGIN.plusSeconds(2 * i));
    }
    Window warm = kept(window.id());
    assertThat(warm.status().phase()).isEqualTo(Phase.WARM);
    pool.leads = false;
    pool.isBlind = true;
    round(BEGIN.plusSeconds(20));
    assertThat(kept(window.id())).as("it counts for a while").isEqualTo(warm);

    Map<String, Integer> remembered = Map.copyOf(pool.warm);
    pool.warm.clear();
    round(BEGIN.plusSeconds(21));
    Window unknown = kept(window.id());
    assertThat(StatusRule.isUnknown(unknown.status())).isTrue();
    pool.warm.putAll(remembered);
    round(BEGIN.plusSeconds(22));
    pool.warm.replaceAll((function, count) -> Math.max(0, count - 1));
    round(BEGIN.plusSeconds(23));
    assertThat(kept(window.id())).isEqualTo(unknown);

    round(window.closesAt().plus(HOLD));
    assertThat(phase(window)).isEqualTo(Phase.RELEASED);
  }

  @Test
  void a_pool_does_nothing_while_another_one_keeps_the_windows() {
    pool.name = "shows/oncue-warm-pool";
    Window window = announce(15_000);
    await(memory.windows().report(new PoolReport(true, LEAD, BEGIN, "other/oncue-warm-pool")));
    for (int i = 0; i < 3; i++) {
      round(BEGIN.plusSeconds(2 * i));
    }
    assertThat(pool.asked).isEmpty();
    assertThat(kept(window.id())).isEqualTo(window);
    assertThat(await(memory.windows().report()).orElseThrow().pool())
        .isEqualTo("other/oncue-warm-pool");
    assertThat(gauge("oncue.warm.pool.rivals")).isOne();
    assertThat(gauge("oncue.warm.pool.leads")).isZero();
    assertThat(log())
        .singleElement()
        .asString()
        .startsWith("ERROR another warm pool keeps the windows of this grid");
    assertThat(new Rehearsal(reconciler).call().getData().orElseThrow())
        .containsEntry("rival", "other/oncue-warm-pool");

    await(memory.windows().report(new PoolReport(true, LEAD, BEGIN, "shows/oncue-warm-pool")));
    round(BEGIN.plusSeconds(8));
    assertThat(pool.asked("vote")).isEqualTo(4);
    assertThat(gauge("oncue.warm.pool.rivals")).isZero();
    assertThat(log()).hasSize(2);
  }

  @Test
  void who_only_watches_gives_way_and_is_no_rival() {
    await(memory.windows().report(new PoolReport(false, LEAD, NOON)));
    pool.name = "shows/oncue-warm-pool";
    round(NOON);
    assertThat(pool.asked).isNotEmpty();
    assertThat(await(memory.windows().report()).orElseThrow().pool()).isEqualTo(pool.name);

    pool.asked = Map.of();
    pool.name = null;
    await(memory.windows().report(new PoolReport(true, LEAD, NOON, "shows/oncue-warm-pool")));
    round(NOON.plusSeconds(2));
    assertThat(pool.asked).isEmpty();
  }

  @Test
  void an_error_in_a_round_is_logged_once_and_counted_and_the_next_round_goes_on() {
    Window window = announce(15_000);
    pool.error = new NoClassDefFoundError("not in this executable");
    round(BEGIN);
    round(BEGIN.plusSeconds(2));
    assertThat(log())
        .containsExactly("ERROR a round of the warm pool failed; the next one tries again");
    assertThat(meters.get("oncue.warm.pool.rounds.failed").counter().count()).isEqualTo(2);
    pool.error = null;
    round(BEGIN.plusSeconds(4));
    assertThat(pool.asked("vote")).isEqualTo(4);
    assertThat(phase(window)).isNotEqualTo(Phase.RELEASED);
  }

  @Test
  void a_native_executable_has_nothing_to_rehearse() {
    reconciler.prepare(ImageMode.NATIVE_RUN);
    assertThat(reconciler.isRehearsed()).isTrue();
    assertThat(pool.rehearsals).isZero();
    reconciler.prepare(ImageMode.JVM);
    Awaitility.await().until(() -> pool.rehearsals > 0);
  }

  @Test
  void it_is_ready_once_it_has_rehearsed() {
    assertThat(new Rehearsal(reconciler).call().getStatus()).isEqualTo(Status.DOWN);
    pool.failingRehearsals = 1;
    reconciler.rehearse();
    assertThat(pool.rehearsals).isEqualTo(2);
    assertThat(new Rehearsal(reconciler).call().getStatus()).isEqualTo(Status.UP);
    assertThat(pool.asked).isEmpty();
    assertThat(await(memory.windows().all())).isEmpty();
    assertThat(await(memory.windows().report())).isEmpty();
  }

  @Test
  void a_rehearsal_that_fails_keeps_nobody_from_being_ready() {
    pool.fault = new IllegalStateException("the pool broke");
    reconciler.rehearse();
    assertThat(reconciler.isRehearsed()).isTrue();
  }

  @Test
  void without_the_grid_the_clock_goes_on() {
    Window window = announce(15_000);
    viewers.away = true;
    round(NOON);
    assertThat(pool.asked).as("nothing was ever known").isEmpty();
    viewers.away = false;
    round(BEGIN.minusSeconds(60));
    viewers.away = true;
    round(BEGIN);
    assertThat(pool.asked("vote")).isEqualTo(4);
    round(window.closesAt().plus(HOLD));
    assertThat(pool.asked("vote")).isZero();
    assertThat(log()).isEmpty();
    viewers.away = false;
    round(window.closesAt().plus(HOLD).plusSeconds(2));
    assertThat(phase(window)).isEqualTo(Phase.RELEASED);
  }

  @Test
  void a_clock_that_is_set_back_does_no_harm() {
    Window window = announce(15_000);
    round(window.closesAt().plus(HOLD));
    assertThat(phase(window)).isEqualTo(Phase.RELEASED);
    round(NOON);
    assertThat(pool.asked("vote")).isEqualTo(4);
    round(BEGIN.minusSeconds(1));
    assertThat(pool.asked("vote")).isZero();
    assertThat(phase(window)).isEqualTo(Phase.PLANNED);
    assertThat(log()).as("it opened late, once").hasSizeLessThanOrEqualTo(2);
  }

  @Test
  void what_it_does_is_reported() {
    round(NOON);
    assertThat(await(memory.windows().report()))
        .hasValueSatisfying(
            report -> {
              assertThat(report.keeps()).isFalse();
              assertThat(report.lead()).isEqualTo(LEAD);
              assertThat(report.asOf()).isEqualTo(NOON);
            });
  }
}
