package dev.oncue.task.restore;

import java.util.Set;
import java.util.TreeSet;

/**
 * The servers among which the grid's entries lay when one of them last looked. After a stop of all,
 * enough of them must have restored what their journals kept before anybody is answered: else a
 * ballot that was acknowledged might be missing, and its viewer could vote again.
 *
 * @param servers their ids
 */
record KnownServers(Set<String> servers) {
  /** How many servers each entry lies on: {@code owners} in the definitions of the caches. */
  static final int OWNERS = 2;

  /** Whether these servers together have every entry: at most {@code owners - 1} are missing. */
  boolean isCompleteWith(Set<String> present) {
    long missing = servers.stream().filter(server -> !present.contains(server)).count();
    int copies = Math.min(OWNERS, servers.size());
    return missing <= Math.max(0, copies - 1);
  }

  /**
   * What to remember when these servers are seen.
   *
   * @param settled whether every entry lies on its owners among them, and nowhere else; until then
   *     those that were there before count as well
   */
  KnownServers seeing(Set<String> present, boolean settled) {
    if (settled) {
      return new KnownServers(Set.copyOf(present));
    }
    Set<String> all = new TreeSet<>(servers);
    all.addAll(present);
    return new KnownServers(Set.copyOf(all));
  }
}
