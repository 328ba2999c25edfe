package dev.oncue.cue;

import java.util.Locale;

/** What a cue does to the overlay of its poll. The order is that of cues of one instant. */
public enum CueKind {
  /** The overlay appears. */
  SHOW,
  /** The overlay goes away. */
  HIDE;

  /** The word on the wire. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
