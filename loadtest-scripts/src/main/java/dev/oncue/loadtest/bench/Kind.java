package dev.oncue.loadtest.bench;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The variants there are: Oncue with more and more of the grid, and its peers. */
enum Kind {
  FLOOR("floor"),
  LOCAL("local"),
  ONE_SERVER("one-server"),
  TWO_SERVERS("two-servers"),
  THREE_SERVERS("three-servers"),
  REDIS("redis", Tool.REDIS_SERVER),
  REDIS_BATCHED("redis-batched", Tool.REDIS_SERVER),
  NODE_REDIS("node-redis", Tool.REDIS_SERVER, Tool.NODE, Tool.NPM);

  private static final List<Kind> CLUSTERS = List.of(ONE_SERVER, TWO_SERVERS, THREE_SERVERS);

  private final String word;
  private final List<Tool> tools;

  Kind(String word, Tool... tools) {
    this.word = word;
    this.tools = List.of(tools);
  }

  /** The one of that name. */
  static Optional<Kind> named(String word) {
    return Arrays.stream(values()).filter(kind -> kind.word.equals(word)).findFirst();
  }

  /** What must be installed for it. */
  Set<Tool> tools() {
    Set<Tool> set = EnumSet.noneOf(Tool.class);
    set.addAll(tools);
    return set;
  }

  /** How many servers of the grid it has in processes of their own. */
  int servers() {
    return CLUSTERS.indexOf(this) + 1;
  }

  /** Its name on the command line and in reports. */
  @Override
  public String toString() {
    return word;
  }
}
