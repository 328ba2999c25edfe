package dev.oncue.warmpool.knative;

import java.util.Optional;
import java.util.stream.Stream;

/**
 * An object that is patched.
 *
 * @param revision the name of the Revision, which its PodAutoscaler has as well
 */
record Target(Kind kind, String revision) implements Comparable<Target> {
  /** How a record names it: the key of a ConfigMap may have dots, and such a name has none. */
  String key() {
    return kind.title() + "." + revision;
  }

  static Optional<Target> of(String key) {
    return Stream.of(Kind.values())
        .filter(kind -> key.startsWith(kind.title() + "."))
        .map(kind -> new Target(kind, key.substring(kind.title().length() + 1)))
        .findFirst();
  }

  @Override
  public int compareTo(Target other) {
    return key().compareTo(other.key());
  }

  @Override
  public String toString() {
    return kind.title() + " " + revision;
  }
}
