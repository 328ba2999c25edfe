package dev.oncue.event;

/** What became of a {@link Claim}. */
public sealed interface ClaimOutcome {
  /** Nobody else handles the delivery while the claim lasts. */
  record Granted() implements ClaimOutcome {}

  /** Somebody else handles it now. */
  record Taken() implements ClaimOutcome {}

  /**
   * It was handled.
   *
   * @param answer what it was given
   */
  record Answered(byte[] answer) implements ClaimOutcome {}
}
