package dev.oncue.window;

import java.util.Locale;

/** How ready the warm pool is for a poll, from the best to the worst. */
public enum Readiness {
  /** All instances that its viewers need are hot. */
  WARM,
  /** They are being started. */
  WARMING,
  /** They will be started in time. */
  PLANNED,
  /** They will be, or are, fewer than its viewers need. */
  SHORT,
  /** Nothing is kept hot for it: it meets what happens to run. */
  COLD;

  /** The word on the wire. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  static Readiness of(Phase phase) {
    return switch (phase) {
      case WARM -> WARM;
      case WARMING -> WARMING;
      case PLANNED -> PLANNED;
      case SHORT -> SHORT;
      case RELEASED -> COLD;
    };
  }
}
