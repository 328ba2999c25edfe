package dev.oncue.warmpool;

/** Whether this process is the one controller that acts. Asked before each round; never blocks. */
@FunctionalInterface
public interface Leadership {
  /** Whether it is, at the moment. */
  boolean isMine();
}
