package dev.oncue.warmpool.pool;

import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;

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

  /**
   * Whether the last {@link #keep} could not do its work, or not for each function. Never blocks.
   */
  boolean hasFailed();

  /**
   * Whether this process can neither lead nor see what instances there are, as of the last {@link
   * #keep}. Never blocks.
   */
  boolean isBlind();

  /**
   * Which pool this is. Processes of the same one share the work; two pools of different names must
   * not keep the same windows. Empty: one that changes nothing.
   */
  Optional<String> name();

  /**
   * Makes the calls that {@link #keep} makes, changes nothing, and tells nobody, so that the first
   * call that matters is not this process's first one. May block, for no longer than {@link #keep}.
   *
   * @return whether it could be tried; else it may be worth another attempt
   */
  boolean rehearse(Collection<String> functions, Instant now);
}
