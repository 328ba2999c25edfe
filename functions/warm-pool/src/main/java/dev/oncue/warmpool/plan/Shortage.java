package dev.oncue.warmpool.plan;

import dev.oncue.window.WindowId;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The worst moment at which a function's ceiling grants less than is needed.
 *
 * @param function which
 * @param needed instances for all windows of that moment
 * @param granted the ceiling
 * @param at from when on
 * @param windows those that share what is granted
 */
public record Shortage(
    String function, int needed, int granted, Instant at, List<WindowId> windows) {
  private static final int MOST_NAMED = 5;

  /** In one sentence, for operators; the same one as long as it is under way. */
  public String sentence(Instant now) {
    String named =
        windows.stream().limit(MOST_NAMED).map(WindowId::path).collect(Collectors.joining(", "));
    String more =
        windows.size() > MOST_NAMED ? " and " + (windows.size() - MOST_NAMED) + " more" : "";
    return "%s: %d instances are needed %s and the ceiling is %d, for the windows %s%s"
        .formatted(function, needed, at.isAfter(now) ? "at " + at : "now", granted, named, more);
  }
}
