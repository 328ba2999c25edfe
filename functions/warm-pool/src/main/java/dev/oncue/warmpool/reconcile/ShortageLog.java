package dev.oncue.warmpool.reconcile;

import dev.oncue.warmpool.plan.WarmPoolPlan;
import dev.oncue.window.Phase;
import dev.oncue.window.Window;
import dev.oncue.window.WindowId;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jboss.logging.Logger;

/**
 * Says in the log what will be, or is, missing: each shortage when it begins, when it changes, at
 * most once a minute, and when it is over. Not thread-safe.
 */
final class ShortageLog {
  private static final Logger LOG = Logger.getLogger(ShortageLog.class);
  private static final Duration PAUSE = Duration.ofMinutes(1);

  private Map<String, Logged> logged = new HashMap<>();

  private record Logged(String sentence, Instant at) {
    boolean isOutdated(String latest, Instant now) {
      return !latest.equals(sentence) && Duration.between(at, now).abs().compareTo(PAUSE) >= 0;
    }
  }

  /** Compares with what was logged before. */
  void log(WarmPoolPlan plan, Collection<Window> windows, Instant now) {
    Map<String, String> missing = new HashMap<>();
    plan.shortages()
        .forEach(
            shortage ->
                missing.put("the ceiling of " + shortage.function(), shortage.sentence(now)));
    Set<WindowId> named = new HashSet<>();
    plan.shortages().forEach(shortage -> named.addAll(shortage.windows()));
    for (Window window : windows) {
      if (window.status().phase() == Phase.SHORT && !named.contains(window.id())) {
        missing.put("the window " + window.id().path(), window.status().reason());
      }
    }
    Map<String, Logged> next = new HashMap<>();
    missing.forEach((what, sentence) -> next.put(what, warn(what, sentence, now)));
    logged.keySet().stream()
        .filter(what -> !next.containsKey(what))
        .forEach(what -> LOG.infof("%s: nothing is missing any more", what));
    logged = next;
  }

  private Logged warn(String what, String sentence, Instant now) {
    Logged before = logged.get(what);
    if (before != null && !before.isOutdated(sentence, now)) {
      return before;
    }
    LOG.warnf("%s: too few instances: %s", what, sentence);
    return new Logged(sentence, now);
  }
}
