package dev.oncue.loadtest;

/** An option that cannot be used; the message is one line for the person who gave it. */
public final class BadOptionException extends Exception {
  private static final long serialVersionUID = 1L;

  /** A message that names the option and the rule. */
  public BadOptionException(String message) {
    super(message);
  }
}
