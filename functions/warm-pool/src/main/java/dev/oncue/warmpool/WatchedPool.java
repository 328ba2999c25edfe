package dev.oncue.warmpool;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * A pool in which nothing is changed: what is asked for is taken for hot at once, so that windows
 * show what would be done for them.
 */
public final class WatchedPool implements InstancePool {
  @Override
  public Map<String, Warmth> keep(Map<String, Integer> instances, Instant now) {
    Map<String, Warmth> warmth = new HashMap<>();
    instances.forEach(
        (function, wanted) -> warmth.put(function, new Warmth(wanted, wanted, Optional.empty())));
    return warmth;
  }

  /** Who only watches may do so beside others: all come to the same. */
  @Override
  public boolean isLeader() {
    return true;
  }
}
