package dev.oncue.coldstart;

/** The lower bound of a Revision's instances, at any time. */
@FunctionalInterface
interface MinScale {
  /**
   * @param now nanoseconds since the simulation began
   */
  int at(long now);
}
