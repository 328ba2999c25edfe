package dev.oncue.peer;

/** What became of a ballot; in the order of the numbers that the scripts answer. */
enum Outcome {
  ACCEPTED(null),
  UNKNOWN_POLL(Problem.UNKNOWN_POLL),
  POLL_CLOSED(Problem.POLL_CLOSED),
  UNKNOWN_OPTION(Problem.UNKNOWN_OPTION),
  ALREADY_VOTED(Problem.ALREADY_VOTED);

  private static final Outcome[] ALL = values();

  private final Problem problem;

  Outcome(Problem problem) {
    this.problem = problem;
  }

  static Outcome of(int number) {
    return ALL[number];
  }

  /** Fails unless the ballot was accepted. */
  void requireAccepted() {
    if (problem != null) {
      throw problem.exception();
    }
  }
}
