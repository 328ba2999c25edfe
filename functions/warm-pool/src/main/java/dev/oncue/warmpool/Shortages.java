package dev.oncue.warmpool;

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
final class Shortages {
  private static final Logger LOG = Logger.getLogger(Shortages.class);
  private static final Duration PAUSE = Duration.ofMinutes(1);

  private Map<String, Told> told = new HashMap<>();

  private record Told(String sentence, Instant at) {
    boolean isOutdated(String latest, Instant now) {
      return !latest.equals(sentence) && Duration.between(at, now).abs().compareTo(PAUSE) >= 0;
    }
  }

  /** Compares with what was told before. */
  void tell(WarmPoolPlan plan, Collection<Window> windows, Instant now) {
    Map<String, String> missing = new HashMap<>();
    plan.cuts().forEach(cut -> missing.put("the ceiling of " + cut.function(), cut.sentence(now)));
    Set<WindowId> named = new HashSet<>();
    plan.cuts().forEach(cut -> named.addAll(cut.windows()));
    for (Window window : windows) {
      if (window.status().phase() == Phase.SHORT && !named.contains(window.id())) {
        missing.put("the window " + window.id().path(), window.status().reason());
      }
    }
    Map<String, Told> next = new HashMap<>();
    missing.forEach((what, sentence) -> next.put(what, warn(what, sentence, now)));
    told.keySet().stream()
        .filter(what -> !next.containsKey(what))
        .forEach(what -> LOG.infof("%s: nothing is missing any more", what));
    told = next;
  }

  private Told warn(String what, String sentence, Instant now) {
    Told before = told.get(what);
    if (before != null && !before.isOutdated(sentence, now)) {
      return before;
    }
    LOG.warnf("%s: too few instances: %s", what, sentence);
    return new Told(sentence, now);
  }
}
