package dev.oncue.loadtest.scenario;

/** What a request should be answered with. */
enum Expected {
  /** A vote that counts; the body is not read. */
  ACCEPTED(200, null),
  /** A vote that counts, or is the same again: with the viewer's options and one receipt. */
  RECEIPT(200, null),
  ALREADY_VOTED(409, "already-voted"),
  POLL_CLOSED(409, "poll-closed"),
  MALFORMED(400, "malformed"),
  /** A reaction that counts. */
  REACTION(202, null),
  RATE_LIMITED(429, "rate-limited");

  private final int status;
  private final String problem;

  Expected(int status, String problem) {
    this.status = status;
    this.problem = problem;
  }

  int status() {
    return status;
  }

  /** The code of the problem; {@code null}: none is expected. */
  String problem() {
    return problem;
  }

  /** Whether it may be sent again: a ballot counts once however often it is sent. */
  boolean isRepeatable() {
    return this != REACTION && this != RATE_LIMITED;
  }
}
