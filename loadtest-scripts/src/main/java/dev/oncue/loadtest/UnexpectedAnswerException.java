package dev.oncue.loadtest;

/** The engine answered what a run cannot go on with; the message is one line. */
public final class UnexpectedAnswerException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** A message that says what was answered. */
  public UnexpectedAnswerException(String message) {
    super(message);
  }
}
