package dev.oncue.warmpool.pool;

import java.time.Instant;
import java.util.Map;

/** Where instances run: on Knative, or only watched. Called by one thread at a time. */
public interface InstancePool {
  /**
   * Brings each function towards that many hot instances. Level-triggered: it is told the whole of
   * what is wanted again and again, and does what is still missing. May block.
   *
   * @param instances by function; 0: none need to be kept hot
   * @return how far each function is
   */
  Map<String, FunctionStatus> keep(Map<String, Integer> instances, Instant now);

  /**
   * Whether this process is the one controller whose word counts, as of the last {@link #keep}.
   * Never blocks.
   */
  boolean isLeader();
}
