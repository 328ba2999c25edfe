package dev.oncue.warmpool.knative.serving;

import java.util.Optional;
import java.util.stream.Stream;

/**
 * An object that is patched.
 *
 * @param revision the name of the Revision, which its PodAutoscaler has as well
 */
public record ScaleTarget(PatchedKind kind, String revision) implements Comparable<ScaleTarget> {
  /** How a record names it: the key of a ConfigMap may have dots, and such a name has none. */
  public String key() {
    return kind.title() + "." + revision;
  }

  /** The object that {@link #key} names; empty: it names none. */
  public static Optional<ScaleTarget> of(String key) {
    return Stream.of(PatchedKind.values())
        .filter(kind -> key.startsWith(kind.title() + "."))
        .map(kind -> new ScaleTarget(kind, key.substring(kind.title().length() + 1)))
        .findFirst();
  }

  @Override
  public int compareTo(ScaleTarget other) {
    return key().compareTo(other.key());
  }

  @Override
  public String toString() {
    return kind.title() + " " + revision;
  }
}
