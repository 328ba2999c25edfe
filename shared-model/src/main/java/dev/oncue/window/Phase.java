package dev.oncue.window;

import java.util.Locale;
import java.util.Optional;

/** Where the warm pool stands with a window. */
public enum Phase {
  /** It is known, and its time has not come. */
  PLANNED,
  /** Instances are being started. */
  WARMING,
  /** All that it wants is hot. */
  WARM,
  /** It will have, or has, less than it wants. */
  SHORT,
  /** It is over, or cancelled, and holds no instances. */
  RELEASED;

  /** The word on the wire. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The phase that goes by that word. */
  public static Optional<Phase> of(String word) {
    for (Phase phase : values()) {
      if (phase.word().equals(word)) {
        return Optional.of(phase);
      }
    }
    return Optional.empty();
  }
}
