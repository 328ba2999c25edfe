package dev.oncue.task.command;

import java.util.Collections;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

/** The role that a function's login has on the servers: it says which tasks it may have run. */
enum Role {
  VOTE,
  REACTION,
  POLL_OPEN,
  POLL_CLOSE,
  LIVE,
  WARM_POOL;

  /** Every function mirrors polls and closes them. */
  static final Set<Role> ALL = Collections.unmodifiableSet(EnumSet.allOf(Role.class));

  static Set<Role> only(Role first, Role... others) {
    return Collections.unmodifiableSet(EnumSet.of(first, others));
  }

  private final String word = "oncue-" + name().toLowerCase(Locale.ROOT).replace('_', '-');

  /** Its name in the servers' configuration. */
  String word() {
    return word;
  }
}
