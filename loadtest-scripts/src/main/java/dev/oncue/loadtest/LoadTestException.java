package dev.oncue.loadtest;

/** A run cannot begin or go on; the message is one line for the person who started it. */
public final class LoadTestException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final boolean badOption;

  private LoadTestException(String message, boolean badOption) {
    super(message);
    this.badOption = badOption;
  }

  /** An option that cannot be used; the message names the option and the rule. */
  public static LoadTestException badOption(String message) {
    return new LoadTestException(message, true);
  }

  /** The run failed; the message says why. */
  public static LoadTestException failed(String message) {
    return new LoadTestException(message, false);
  }

  int exitCode() {
    return badOption ? 2 : 1;
  }
}
