package dev.oncue;

/**
 * An entry was changed by others each time that it was about to be changed here: what a stage fails
 * with when its {@link Attempts} are used up. For whoever called it is as if the grid were away:
 * nothing was acknowledged, so the same may be sent again. An operator should know, for entries
 * change a few times in their life.
 */
public final class ContendedException extends GridUnavailableException {
  private static final long serialVersionUID = 1L;

  ContendedException(String what, int attempts) {
    super(what + " could not be changed: others were first " + attempts + " times");
  }
}
