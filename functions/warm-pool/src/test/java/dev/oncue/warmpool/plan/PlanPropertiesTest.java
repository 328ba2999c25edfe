package dev.oncue.warmpool.plan;

import static dev.oncue.poll.PollFixtures.NOON;
import static dev.oncue.warmpool.plan.PoolFixtures.HOLD;
import static dev.oncue.warmpool.plan.PoolFixtures.LEAD;
import static org.assertj.core.api.Assertions.assertThat;

import dev.oncue.stream.StreamId;
import dev.oncue.window.Instances;
import dev.oncue.window.Origin;
import dev.oncue.window.Window;
import dev.oncue.window.WindowId;
import dev.oncue.window.WindowStatus;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** What holds for every plan, compared with a count by hand that looks at each moment anew. */
class PlanPropertiesTest {
  private static final List<StreamId> STREAMS =
      List.of(new StreamId("a", "s"), new StreamId("a", "t"), new StreamId("b", "s"));

  /** A case: what is known, and when. */
  record Case(
      List<Window> windows, Map<StreamId, Long> connected, PoolSettings settings, Instant now) {
    WarmPoolPlan plan() {
      return WarmPoolPlan.of(windows, connected, settings, now);
    }

    Case at(Instant instant) {
      return new Case(windows, connected, settings, instant);
    }

    private boolean counts(Window window, Instant at) {
      Duration lead = window.lead() == null ? LEAD : window.lead();
      return !window.cancelled()
          && window.opensAt().isBefore(window.closesAt())
          && !at.isBefore(window.opensAt().minus(lead))
          && at.isBefore(window.closesAt().plus(HOLD));
    }

    /** What comes at a moment that is not before now, counted stream by stream. */
    private long counted(Measure measure, Instant at) {
      return STREAMS.stream().mapToLong(stream -> counted(stream, measure, at)).sum();
    }

    private long counted(StreamId stream, Measure measure, Instant at) {
      List<Window> there =
          windows.stream()
              .filter(window -> window.id().stream().equals(stream) && counts(window, at))
              .toList();
      if (measure == Measure.WINDOWS || there.isEmpty()) {
        return there.size();
      }
      long announced = sum(there, Origin.ANNOUNCED);
      long polls =
          measure == Measure.VOTERS
              ? sum(there, Origin.POLL)
              : there.stream()
                  .filter(window -> window.id().origin() == Origin.POLL)
                  .mapToLong(Window::expectedViewers)
                  .max()
                  .orElse(0);
      boolean begun = there.stream().anyMatch(window -> counts(window, now));
      long here = begun ? connected.getOrDefault(stream, 0L) : 0;
      return Math.max(here, Math.max(announced, polls));
    }

    private static long sum(List<Window> windows, Origin origin) {
      return windows.stream()
          .filter(window -> window.id().origin() == origin)
          .mapToLong(Window::expectedViewers)
          .sum();
    }

    int needed(FunctionSettings function, Instant at) {
      BigDecimal exact =
          BigDecimal.valueOf(counted(function.measure(), at))
              .multiply(function.share())
              .multiply(function.headroom());
      long whole = exact.divideToIntegralValue(BigDecimal.valueOf(function.capacity())).longValue();
      boolean rest = exact.compareTo(BigDecimal.valueOf(whole * function.capacity())) > 0;
      return (int) Math.min(Integer.MAX_VALUE, whole + (rest ? 1 : 0));
    }

    /** Every moment from now on at which anything can change. */
    Set<Instant> moments() {
      Set<Instant> moments = new HashSet<>(Set.of(now));
      for (Window window : windows) {
        Duration lead = window.lead() == null ? LEAD : window.lead();
        moments.add(window.opensAt().minus(lead));
        moments.add(window.closesAt().plus(HOLD));
      }
      moments.removeIf(moment -> moment.isBefore(now));
      return moments;
    }
  }

  @Property(tries = 500)
  void what_is_needed_now_is_what_a_count_by_hand_says(@ForAll("cases") Case given) {
    WarmPoolPlan plan = given.plan();
    for (FunctionSettings function : given.settings().functions()) {
      int needed = given.needed(function, given.now());
      assertThat(plan.needed()).containsEntry(function.name(), needed);
      assertThat(plan.instances())
          .containsEntry(
              function.name(), Math.max(function.floor(), Math.min(function.ceiling(), needed)));
    }
  }

  @Property(tries = 500)
  void nothing_is_cut_in_silence_and_nothing_else_is_said_to_be(@ForAll("cases") Case given) {
    WarmPoolPlan plan = given.plan();
    for (FunctionSettings function : given.settings().functions()) {
      int worst =
          given.moments().stream().mapToInt(at -> given.needed(function, at)).max().orElse(0);
      List<Shortage> shortages =
          plan.shortages().stream()
              .filter(shortage -> shortage.function().equals(function.name()))
              .toList();
      if (worst <= function.ceiling()) {
        assertThat(shortages).isEmpty();
        continue;
      }
      Shortage shortage = shortages.get(0);
      assertThat(shortages).hasSize(1);
      assertThat(shortage.needed())
          .isEqualTo(worst)
          .isEqualTo(given.needed(function, shortage.at()));
      assertThat(shortage.granted()).isEqualTo(function.ceiling());
      assertThat(shortage.windows())
          .containsExactlyInAnyOrderElementsOf(
              given.windows().stream()
                  .filter(window -> given.counts(window, shortage.at()))
                  .map(Window::id)
                  .toList());
    }
  }

  @Property(tries = 500)
  void a_window_is_cut_when_and_only_when_its_time_is_too_full(@ForAll("cases") Case given) {
    Map<WindowId, Map<String, Instances>> shares = given.plan().windows();
    for (Window window : given.windows()) {
      boolean counts = given.moments().stream().anyMatch(at -> given.counts(window, at));
      assertThat(shares.containsKey(window.id())).isEqualTo(counts);
      if (!counts) {
        continue;
      }
      for (FunctionSettings function : given.settings().functions()) {
        Instances share = shares.get(window.id()).get(function.name());
        boolean full =
            given.moments().stream()
                .filter(at -> given.counts(window, at))
                .anyMatch(at -> given.needed(function, at) > function.ceiling());
        assertThat(share.isShort()).isEqualTo(full && share.wanted() > 0);
        assertThat(share.granted()).isBetween(0, Math.min(share.wanted(), function.ceiling()));
      }
    }
  }

  @Property(tries = 200)
  void the_order_in_which_windows_are_known_makes_no_difference(
      @ForAll("cases") Case given, @ForAll Random random) {
    List<Window> shuffled = new ArrayList<>(given.windows());
    Collections.shuffle(shuffled, random);
    Case other = new Case(shuffled, given.connected(), given.settings(), given.now());
    assertThat(other.plan()).isEqualTo(given.plan());
    assertThat(other.plan().windows().keySet())
        .containsExactlyElementsOf(given.plan().windows().keySet());
  }

  @Property(tries = 200)
  void one_window_more_never_makes_it_fewer(@ForAll("cases") Case given) {
    if (given.windows().isEmpty()) {
      return;
    }
    List<Window> fewer = given.windows().subList(1, given.windows().size());
    WarmPoolPlan less = new Case(fewer, given.connected(), given.settings(), given.now()).plan();
    WarmPoolPlan more = given.plan();
    less.needed()
        .forEach(
            (name, count) -> assertThat(more.needed().get(name)).isGreaterThanOrEqualTo(count));
  }

  @Property(tries = 200)
  void when_all_is_over_only_the_floor_is_left(@ForAll("cases") Case given) {
    WarmPoolPlan plan = given.at(NOON.plus(Duration.ofDays(9))).plan();
    assertThat(plan.shortages()).isEmpty();
    assertThat(plan.windows()).isEmpty();
    for (FunctionSettings function : given.settings().functions()) {
      assertThat(plan.instances()).containsEntry(function.name(), function.floor());
    }
  }

  @Provide
  Arbitrary<Case> cases() {
    Arbitrary<Map<StreamId, Long>> connected =
        Arbitraries.maps(
            Arbitraries.of(STREAMS),
            Arbitraries.oneOf(
                Arbitraries.longs().between(0, 200), Arbitraries.of(1L << 31, 1L << 40)));
    Arbitrary<List<Window>> windows =
        windows()
            .list()
            .ofMaxSize(12)
            .map(
                all ->
                    all.stream()
                        .collect(Collectors.toMap(Window::id, one -> one, (one, same) -> one))
                        .values()
                        .stream()
                        .toList());
    return Combinators.combine(windows, connected, settings(), instants(-400, 600)).as(Case::new);
  }

  private static Arbitrary<Window> windows() {
    Arbitrary<WindowId> ids =
        Combinators.combine(
                Arbitraries.of(STREAMS),
                Arbitraries.of(Origin.values()),
                Arbitraries.of("1", "2", "3", "4"))
            .as(WindowId::new);
    return Combinators.combine(
            ids,
            instants(-300, 300),
            Arbitraries.integers().between(-20, 300),
            Arbitraries.oneOf(
                Arbitraries.integers().between(0, 100),
                Arbitraries.of(1_000_000, Window.MAX_EXPECTED_VIEWERS)),
            Arbitraries.integers().between(0, 200).map(Duration::ofSeconds).injectNull(0.7),
            Arbitraries.integers().between(0, 9))
        .as(
            (id, opensAt, seconds, viewers, lead, cancelled) ->
                new Window(
                    id,
                    opensAt,
                    opensAt.plusSeconds(seconds),
                    viewers,
                    lead,
                    cancelled == 0,
                    WindowStatus.planned(NOON)));
  }

  private static Arbitrary<PoolSettings> settings() {
    Arbitrary<FunctionSettings> function =
        Combinators.combine(
                Arbitraries.of(Measure.values()),
                Arbitraries.bigDecimals().between(BigDecimal.ZERO, BigDecimal.ONE).ofScale(2),
                Arbitraries.integers().between(1, 50),
                Arbitraries.bigDecimals().between(BigDecimal.ONE, BigDecimal.TEN).ofScale(1),
                Arbitraries.integers().between(0, 3),
                Arbitraries.of(3, 10, 1_000, Integer.MAX_VALUE))
            .as(
                (measure, share, capacity, headroom, floor, ceiling) ->
                    new FunctionSettings(
                        "any", measure, share, capacity, headroom, floor, ceiling));
    return function
        .list()
        .ofSize(3)
        .map(
            three ->
                new PoolSettings(
                    false,
                    LEAD,
                    HOLD,
                    Stream.of(0, 1, 2).map(i -> named("function-" + i, three.get(i))).toList()));
  }

  private static FunctionSettings named(String name, FunctionSettings other) {
    return new FunctionSettings(
        name,
        other.measure(),
        other.share(),
        other.capacity(),
        other.headroom(),
        other.floor(),
        other.ceiling());
  }

  private static Arbitrary<Instant> instants(int fromSeconds, int toSeconds) {
    return Arbitraries.integers().between(fromSeconds, toSeconds).map(NOON::plusSeconds);
  }
}
