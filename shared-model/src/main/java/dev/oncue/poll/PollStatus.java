package dev.oncue.poll;

/** Where a poll stands at an instant. */
public enum PollStatus {
  /** Its window has not begun. */
  SCHEDULED,
  /** Ballots count. */
  OPEN,
  /** No ballot counts any more; the result is final. */
  CLOSED;

  /** The word on the wire. */
  public String word() {
    return name().toLowerCase(java.util.Locale.ROOT);
  }
}
