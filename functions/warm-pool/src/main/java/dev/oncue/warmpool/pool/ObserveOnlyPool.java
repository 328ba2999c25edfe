package dev.oncue.warmpool.pool;

import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * A pool in which nothing is changed: what is asked for is taken for hot at once, so that windows
 * show what would be done for them.
 */
public final class ObserveOnlyPool implements InstancePool {
  @Override
  public Map<String, FunctionStatus> keep(Map<String, Integer> instances, Instant now) {
    Map<String, FunctionStatus> statuses = new HashMap<>();
    instances.forEach(
        (function, wanted) ->
            statuses.put(function, new FunctionStatus(wanted, wanted, Optional.empty())));
    return statuses;
  }

  /** Who only watches may do so beside others: all come to the same. */
  @Override
  public boolean isLeader() {
    return true;
  }

  @Override
  public boolean hasFailed() {
    return false;
  }

  @Override
  public boolean isBlind() {
    return false;
  }

  @Override
  public Optional<String> name() {
    return Optional.empty();
  }

  /** There is nothing to call. */
  @Override
  public boolean rehearse(Collection<String> functions, Instant now) {
    return true;
  }
}
