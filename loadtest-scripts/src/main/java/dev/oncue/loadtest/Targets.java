package dev.oncue.loadtest;

import java.util.ArrayList;
import java.util.List;

/**
 * Where each function is: all at one address, as the local engine, or each at its own, as on a
 * cluster.
 *
 * @param vote where votes go, by turns
 */
public record Targets(
    Target pollOpen, Target pollClose, Target live, Target reaction, List<Target> vote) {
  /** Everything at one target. */
  public static Targets all(Target target) {
    return new Targets(target, target, target, target, List.of(target));
  }

  /** All of them, each once. */
  public List<Target> distinct() {
    List<Target> all = new ArrayList<>(List.of(pollOpen, pollClose, live, reaction));
    all.addAll(vote);
    return all.stream().distinct().toList();
  }

  @Override
  public String toString() {
    return String.join(", ", distinct().stream().map(Target::toString).toList());
  }
}
