package dev.oncue.poll;

import java.util.Locale;
import java.util.Optional;

/** Who sees counts while a poll is open. */
public enum ResultVisibility {
  /** Everyone. */
  LIVE,
  /** Hosts and producers only, until the poll is closed. */
  CLOSED;

  /** The word on the wire. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The visibility that goes by that word. */
  public static Optional<ResultVisibility> of(String word) {
    for (ResultVisibility visibility : values()) {
      if (visibility.word().equals(word)) {
        return Optional.of(visibility);
      }
    }
    return Optional.empty();
  }
}
