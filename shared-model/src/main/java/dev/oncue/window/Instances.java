package dev.oncue.window;

/**
 * How many instances of one function a window takes.
 *
 * @param wanted what its viewers need
 * @param granted what it is given of that; less where the ceiling cuts
 * @param warm how many of the granted are hot
 */
public record Instances(int wanted, int granted, int warm) {
  /** Whether the ceiling leaves it less than it needs. */
  public boolean isShort() {
    return granted < wanted;
  }

  /** Whether all that it is given is hot. */
  public boolean isWarm() {
    return warm >= granted;
  }
}
