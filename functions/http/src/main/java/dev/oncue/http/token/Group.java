package dev.oncue.http.token;

import java.util.Locale;

/** What a caller may be, as named in a token's {@code groups}. */
public enum Group {
  /** Votes and reacts. */
  VIEWER,
  /** Reads results as they come in. */
  HOST,
  /** Opens and closes polls, and may do all that a host may. */
  PRODUCER;

  private final String word = name().toLowerCase(Locale.ROOT);

  /** The word in the token. */
  public String word() {
    return word;
  }
}
