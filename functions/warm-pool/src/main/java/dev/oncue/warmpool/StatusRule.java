package dev.oncue.warmpool;

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
   * @param warmth how far the pool is with each function
   */
  static WindowStatus next(
      Window window,
      Map<String, Instances> shares,
      Map<String, Warmth> warmth,
      PoolSettings settings,
      Instant now) {
    WindowStatus last = window.status();
    if (shares == null) {
      return entered(
          last, Phase.RELEASED, last.warmingSince(), last.warmAfter(), null, last.functions(), now);
    }
    boolean begun =
        Span.of(window, settings.lead(), settings.hold(), now)
            .filter(span -> span.hasBegun(now))
            .isPresent();
    if (!begun) {
      Optional<String> cut = cut(shares.entrySet());
      Phase phase = cut.isPresent() ? Phase.SHORT : Phase.PLANNED;
      return entered(last, phase, null, null, cut.orElse(null), shares, now);
    }
    return underWay(window, measured(shares, warmth), warmth, now);
  }

  private static WindowStatus underWay(
      Window window, Map<String, Instances> shares, Map<String, Warmth> warmth, Instant now) {
    WindowStatus last = window.status();
    Instant since = last.warmingSince() == null ? now : last.warmingSince();
    boolean warm = shares.values().stream().allMatch(Instances::isWarm);
    Duration warmAfter = last.warmAfter();
    if (warm && warmAfter == null) {
      Duration took = Duration.between(since, now);
      warmAfter = took.isNegative() ? Duration.ZERO : took;
    }
    Optional<String> cut = cut(shares.entrySet());
    Optional<String> cold = cold(shares.entrySet(), warmth);
    Phase phase;
    if (cut.isPresent()) {
      phase = Phase.SHORT;
    } else if (warm) {
      phase = Phase.WARM;
    } else {
      phase = now.isBefore(window.opensAt()) ? Phase.WARMING : Phase.SHORT;
    }
    String reason = phase == Phase.SHORT ? cut.or(() -> cold).orElse(null) : null;
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
      Map<String, Instances> shares, Map<String, Warmth> warmth) {
    Map<String, Instances> measured = new TreeMap<>();
    shares.forEach(
        (function, share) ->
            measured.put(
                function,
                new Instances(share.wanted(), share.granted(), warm(share, warmth.get(function)))));
    return measured;
  }

  private static int warm(Instances share, Warmth warmth) {
    if (warmth == null) {
      return 0;
    }
    return warmth.isWarm()
        ? share.granted()
        : (int) ((long) share.granted() * Math.max(0, warmth.warm()) / warmth.wanted());
  }

  private static Optional<String> cut(Collection<Map.Entry<String, Instances>> functions) {
    return sentence(
        functions.stream()
            .filter(function -> function.getValue().isCut())
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
      Collection<Map.Entry<String, Instances>> functions, Map<String, Warmth> warmth) {
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
                            problem(warmth.get(function.getKey()))))
            .collect(Collectors.joining("; ")));
  }

  private static String problem(Warmth warmth) {
    return warmth == null ? "" : warmth.problem().map(why -> " (" + why + ")").orElse("");
  }

  private static Optional<String> sentence(String text) {
    return text.isEmpty() ? Optional.empty() : Optional.of(text);
  }
}
