package dev.oncue.warmpool.pool;

import java.util.Optional;

/**
 * How far a function is.
 *
 * @param wanted instances asked for
 * @param warm instances seen to be hot
 * @param problem why fewer, one sentence
 */
public record FunctionStatus(int wanted, int warm, Optional<String> problem) {
  /** Whether as many are hot as were asked for. */
  public boolean isWarm() {
    return warm >= wanted;
  }
}
