package dev.oncue.warmpool.pool;

import java.util.Optional;

/**
 * How far a function is.
 *
 * @param wanted instances asked for
 * @param warm how many of those are hot
 * @param problem why fewer, one sentence
 * @param finding what this is based on
 */
public record FunctionStatus(int wanted, int warm, Optional<String> problem, Finding finding) {
  /** What a status is based on. */
  public enum Finding {
    /** The instances were counted. What is missing needs time. */
    COUNTED,
    /** All were seen to be hot, once, so it is not sure yet. Nothing was seen to be lost. */
    SEEN_ONCE,
    /** The instances were counted. What is missing needs more than time. */
    HELD_UP,
    /** Nothing could be seen; {@code warm} is what was seen a moment ago. */
    UNKNOWN
  }

  /** Instances beyond those asked for do not count. */
  public FunctionStatus {
    warm = Math.min(warm, wanted);
  }

  /** Of instances that were counted, where what is missing needs time. */
  public FunctionStatus(int wanted, int warm, Optional<String> problem) {
    this(wanted, warm, problem, Finding.COUNTED);
  }

  /** None is hot, and more than time is needed. */
  public static FunctionStatus heldUp(int wanted, String problem) {
    return new FunctionStatus(wanted, 0, Optional.of(problem), Finding.HELD_UP);
  }

  /** Whether as many are hot as were asked for. */
  public boolean isWarm() {
    return warm >= wanted;
  }
}
