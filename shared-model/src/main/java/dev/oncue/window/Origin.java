package dev.oncue.window;

import java.util.Locale;
import java.util.Optional;

/** Where a window comes from. */
public enum Origin {
  /** A producer announced it. */
  ANNOUNCED,
  /** It is the voting window of a poll that expects viewers. */
  POLL;

  /** The word on the wire. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The origin that goes by that word. */
  public static Optional<Origin> of(String word) {
    for (Origin origin : values()) {
      if (origin.word().equals(word)) {
        return Optional.of(origin);
      }
    }
    return Optional.empty();
  }
}
