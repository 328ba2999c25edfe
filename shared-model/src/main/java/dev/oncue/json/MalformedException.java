package dev.oncue.json;

/**
 * Input that breaks a rule of its form: not JSON, a missing field, a wrong type, a value out of its
 * limits. The message names the field and the rule, and is meant for the one who sent it.
 */
public final class MalformedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /**
   * @param field what broke the rule
   * @param rule the rule, as the rest of a sentence that starts with the field
   */
  public MalformedException(String field, String rule) {
    // Bad input is cheap to send, so refusing it is kept cheap too: no stack trace.
    super(field + ": " + rule, null, false, false);
  }
}
