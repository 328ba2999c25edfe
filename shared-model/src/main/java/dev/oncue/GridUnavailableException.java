package dev.oncue;

/**
 * The grid cannot be reached, or does not answer: what a stage of its ports fails with. Nothing was
 * acknowledged, so the caller may send the same again. The message says what is wrong in one line,
 * for operators. Carries no stack trace: there is one for each request while the grid is away.
 */
public class GridUnavailableException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public GridUnavailableException(String reason) {
    super(reason, null, false, false);
  }

  /** With a cause that nobody expected, whose stack trace tells more than the reason does. */
  public GridUnavailableException(String reason, Throwable cause) {
    super(reason, cause, false, false);
  }
}
