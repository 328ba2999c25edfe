package dev.oncue;

/**
 * What a function and the tasks of the grid's servers must agree on: the names and parameters of
 * the tasks, and the encoding of what they take, give and keep.
 */
public final class GridFormat {
  /** Its number. Raise it with every change that one side alone could not cope with. */
  public static final int VERSION = 3;

  private GridFormat() {}
}
