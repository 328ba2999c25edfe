package dev.oncue.window;

import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What the warm pool has made of a window. Immutable.
 *
 * @param phase where it stands
 * @param since when that began
 * @param warmingSince when its instances were asked for first; {@code null}: not yet
 * @param warmAfter how long they took to be hot; {@code null}: they are not, or were not yet
 * @param reason why it is short, or what it needs to be warm beside time, in one sentence; else
 *     {@code null}
 * @param functions what it takes of each function, by name
 */
public record WindowStatus(
    Phase phase,
    Instant since,
    @Nullable Instant warmingSince,
    @Nullable Duration warmAfter,
    @Nullable String reason,
    Map<String, Instances> functions) {

  /** Keeps functions in the order of their names. */
  public WindowStatus {
    functions = Collections.unmodifiableMap(new TreeMap<>(functions));
  }

  /** The status of a window that nobody has looked at yet. */
  public static WindowStatus planned(Instant since) {
    return new WindowStatus(Phase.PLANNED, since, null, null, null, Map.of());
  }
}
