package dev.oncue.warmpool.reconcile;

import dev.oncue.warmpool.plan.PoolSettings;
import dev.oncue.warmpool.plan.WarmPeriod;
import dev.oncue.warmpool.pool.FunctionStatus;
import dev.oncue.warmpool.pool.FunctionStatus.Finding;
import dev.oncue.window.Instances;
import dev.oncue.window.Phase;
import dev.oncue.window.Window;
import dev.oncue.window.WindowStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What a window's status is, from the plan, the pool and the clock. Everything depends on its
 * arguments alone, and a clock that is set back only leads to what was said at that time.
 */
final class StatusRule {
  private static final String UNKNOWN = "the state is unknown: ";

  private StatusRule() {}

  /** Whether it says that nobody knows how many instances are hot. */
  static boolean isUnknown(WindowStatus status) {
    return status.reason() != null && status.reason().startsWith(UNKNOWN);
  }

  /**
   * Whether a status that is made without seeing anything says less than the last one: that the
   * window is over, or that nobody knows.
   */
  static boolean isLost(WindowStatus last, WindowStatus next) {
    if (next.phase() == Phase.RELEASED) {
      return last.phase() != Phase.RELEASED;
    }
    boolean isSaid = last.phase() == next.phase() || last.phase() == Phase.SHORT;
    return isUnknown(next) && !(isUnknown(last) && isSaid);
  }

  /**
   * The status that follows a window's last one.
   *
   * @param shares what the plan gives it of each function; {@code null}: it is over
   * @param statuses how far the pool is with each function
   */
  static WindowStatus next(
      Window window,
      Map<String, Instances> shares,
      Map<String, FunctionStatus> statuses,
      PoolSettings settings,
      Instant now) {
    WindowStatus last = window.status();
    if (shares == null) {
      return entered(
          last, Phase.RELEASED, last.warmingSince(), last.warmAfter(), null, last.functions(), now);
    }
    boolean begun =
        WarmPeriod.of(window, settings.lead(), settings.hold(), now)
            .filter(period -> period.hasBegun(now))
            .isPresent();
    if (!begun) {
      Optional<String> shortage = shortage(shares.entrySet());
      Phase phase = shortage.isPresent() ? Phase.SHORT : Phase.PLANNED;
      return entered(last, phase, null, null, shortage.orElse(null), shares, now);
    }
    return underWay(window, measured(window.status(), shares, statuses), statuses, now);
  }

  private static WindowStatus underWay(
      Window window,
      Map<String, Instances> shares,
      Map<String, FunctionStatus> statuses,
      Instant now) {
    WindowStatus last = window.status();
    Instant since = last.warmingSince() == null ? now : last.warmingSince();
    boolean warm = shares.values().stream().allMatch(Instances::isWarm);
    Duration warmAfter = last.warmAfter();
    if (warm && warmAfter == null) {
      Duration took = Duration.between(since, now);
      warmAfter = took.isNegative() ? Duration.ZERO : took;
    }
    Optional<String> shortage = shortage(shares.entrySet());
    if (shortage.isPresent()) {
      return entered(last, Phase.SHORT, since, warmAfter, shortage.get(), shares, now);
    }
    if (warm) {
      return entered(last, Phase.WARM, since, warmAfter, null, shares, now);
    }
    boolean isEarly = now.isBefore(window.opensAt());
    Optional<String> reason = cold(shares.entrySet(), statuses, isEarly);
    Phase phase = isEarly ? Phase.WARMING : Phase.SHORT;
    return entered(last, phase, since, warmAfter, reason.orElse(null), shares, now);
  }

  private static WindowStatus entered(
      WindowStatus last,
      Phase phase,
      Instant warmingSince,
      Duration warmAfter,
      String reason,
      Map<String, Instances> functions,
      Instant now) {
    Instant since = last.phase() == phase ? last.since() : now;
    return new WindowStatus(phase, since, warmingSince, warmAfter, reason, functions);
  }

  /** Of what is hot, each window has the part that it has of what was asked for. */
  private static Map<String, Instances> measured(
      WindowStatus last, Map<String, Instances> shares, Map<String, FunctionStatus> statuses) {
    Map<String, Instances> measured = new TreeMap<>();
    shares.forEach(
        (function, share) ->
            measured.put(
                function,
                new Instances(
                    share.wanted(),
                    share.granted(),
                    warm(last.functions().get(function), share, statuses.get(function)))));
    return measured;
  }

  /**
   * @param last what was said before; {@code null}: nothing
   */
  private static int warm(Instances last, Instances share, FunctionStatus status) {
    if (status == null) {
      return 0;
    }
    boolean wasWarm = last != null && last.isWarm() && last.granted() >= share.granted();
    boolean isStillWarm = wasWarm && status.finding() == Finding.SEEN_ONCE;
    return status.isWarm() || isStillWarm
        ? share.granted()
        : (int) ((long) share.granted() * Math.max(0, status.warm()) / status.wanted());
  }

  private static Optional<String> shortage(Collection<Map.Entry<String, Instances>> functions) {
    return sentence(
        functions.stream()
            .filter(function -> function.getValue().isShort())
            .map(
                function ->
                    "%s: the ceiling grants %d of %d instances"
                        .formatted(
                            function.getKey(),
                            function.getValue().granted(),
                            function.getValue().wanted()))
            .collect(Collectors.joining("; ")));
  }

  /**
   * @param isEarly whether what only needs time is no reason yet
   */
  private static Optional<String> cold(
      Collection<Map.Entry<String, Instances>> functions,
      Map<String, FunctionStatus> statuses,
      boolean isEarly) {
    return sentence(
        functions.stream()
            .filter(function -> !function.getValue().isWarm())
            .filter(function -> !isEarly || isStuck(statuses.get(function.getKey())))
            .sorted(Comparator.comparing(each -> !isUnknown(statuses.get(each.getKey()))))
            .map(each -> cold(each.getKey(), each.getValue(), statuses.get(each.getKey())))
            .distinct()
            .collect(Collectors.joining("; ")));
  }

  private static boolean isStuck(FunctionStatus status) {
    return isUnknown(status) || status != null && status.finding() == Finding.HELD_UP;
  }

  private static boolean isUnknown(FunctionStatus status) {
    return status != null && status.finding() == Finding.UNKNOWN;
  }

  private static String cold(String function, Instances share, FunctionStatus status) {
    Optional<String> problem = status == null ? Optional.empty() : status.problem();
    if (isUnknown(status)) {
      return UNKNOWN + problem.orElse(function);
    }
    return "%s: %d of %d instances are hot%s"
        .formatted(
            function,
            share.warm(),
            share.granted(),
            problem.map(why -> " (" + why + ")").orElse(""));
  }

  private static Optional<String> sentence(String text) {
    return text.isEmpty() ? Optional.empty() : Optional.of(text);
  }
}
