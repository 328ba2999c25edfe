package dev.oncue.warmpool.reconcile;

import dev.oncue.warmpool.plan.PoolSettings;
import dev.oncue.warmpool.plan.WarmPeriod;
import dev.oncue.warmpool.pool.FunctionStatus;
import dev.oncue.window.Instances;
import dev.oncue.window.Phase;
import dev.oncue.window.Window;
import dev.oncue.window.WindowStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What a window's status is, from the plan, the pool and the clock. Everything depends on its
 * arguments alone, and a clock that is set back only leads to what was said at that time.
 */
final class StatusRule {
  private StatusRule() {}

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
    return underWay(window, measured(shares, statuses), statuses, now);
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
    Optional<String> cold = cold(shares.entrySet(), statuses);
    Phase phase;
    if (shortage.isPresent()) {
      phase = Phase.SHORT;
    } else if (warm) {
      phase = Phase.WARM;
    } else {
      phase = now.isBefore(window.opensAt()) ? Phase.WARMING : Phase.SHORT;
    }
    String reason = phase == Phase.SHORT ? shortage.or(() -> cold).orElse(null) : null;
    return entered(last, phase, since, warmAfter, reason, shares, now);
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
      Map<String, Instances> shares, Map<String, FunctionStatus> statuses) {
    Map<String, Instances> measured = new TreeMap<>();
    shares.forEach(
        (function, share) ->
            measured.put(
                function,
                new Instances(
                    share.wanted(), share.granted(), warm(share, statuses.get(function)))));
    return measured;
  }

  private static int warm(Instances share, FunctionStatus status) {
    if (status == null) {
      return 0;
    }
    return status.isWarm()
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

  private static Optional<String> cold(
      Collection<Map.Entry<String, Instances>> functions, Map<String, FunctionStatus> statuses) {
    return sentence(
        functions.stream()
            .filter(function -> !function.getValue().isWarm())
            .map(
                function ->
                    "%s: %d of %d instances are hot%s"
                        .formatted(
                            function.getKey(),
                            function.getValue().warm(),
                            function.getValue().granted(),
                            problem(statuses.get(function.getKey()))))
            .collect(Collectors.joining("; ")));
  }

  private static String problem(FunctionStatus status) {
    return status == null ? "" : status.problem().map(why -> " (" + why + ")").orElse("");
  }

  private static Optional<String> sentence(String text) {
    return text.isEmpty() ? Optional.empty() : Optional.of(text);
  }
}
