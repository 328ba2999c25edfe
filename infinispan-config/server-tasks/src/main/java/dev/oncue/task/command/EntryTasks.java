package dev.oncue.task.command;

import dev.oncue.poll.Latencies;
import dev.oncue.poll.Poll;
import dev.oncue.poll.PollJson;
import dev.oncue.stream.StreamId;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.infinispan.AdvancedCache;

/**
 * What functions may do to entries that have revisions: polls, windows and latencies. Nobody but
 * these tasks writes them, so a login can do to an entry what its task does and no more. Each is
 * atomic.
 */
final class EntryTasks {
  private static final byte[] NONE = {};
  private static final long FOR_EVER = -1;

  private EntryTasks() {}

  static Stream<GridTask> all() {
    return Stream.of(
        add("oncue.add.polls", Role.only(Role.POLL_OPEN), "polls", FOR_EVER, key -> true),
        // Each function primes itself with a poll of a tenant that nobody is in.
        add("oncue.add.scratch", Role.ALL, "polls", FOR_EVER, EntryTasks::isScratch),
        add("oncue.add.windows", Role.only(Role.WARM_POOL), "windows", FOR_EVER, key -> true),
        add(
            "oncue.add.latencies",
            Role.only(Role.LIVE),
            "latencies",
            days(Latencies.KEPT),
            key -> true),
        replace(Role.ALL, "polls", FOR_EVER),
        replace(Role.only(Role.WARM_POOL), "windows", FOR_EVER),
        replace(Role.only(Role.LIVE), "latencies", days(Latencies.KEPT)),
        new GridTask(
            "oncue.remove.polls",
            Role.ALL,
            (caches, parameters) -> removeSettled(polls(caches), key(parameters))),
        new GridTask(
            "oncue.remove.windows",
            Role.only(Role.WARM_POOL),
            (caches, parameters) ->
                caches
                    .<byte[]>named("windows")
                    .cache()
                    .removeAsync(key(parameters))
                    .thenApply(before -> before != null)));
  }

  private static boolean isScratch(String key) {
    return key.startsWith(StreamId.SCRATCH_TENANT + '/');
  }

  private static long days(Duration lifespan) {
    return lifespan.toDays();
  }

  private static AdvancedCache<String, byte[]> polls(ServerCache.All caches) {
    return caches.<byte[]>named("polls").cache();
  }

  private static String key(Map<String, ?> parameters) {
    return (String) parameters.get("key");
  }

  /**
   * Adds an entry unless its key is taken. Parameters: {@code key}, {@code entry}. Gives the entry
   * that was there; empty: none was.
   */
  private static GridTask add(
      String name, Set<Role> roles, String cache, long days, Predicate<String> mayAdd) {
    return new GridTask(
        name,
        roles,
        (caches, parameters) -> {
          String key = key(parameters);
          if (!mayAdd.test(key)) {
            throw new SecurityException(name + " does not add " + key);
          }
          return caches
              .<byte[]>named(cache)
              .cache()
              .putIfAbsentAsync(key, (byte[]) parameters.get("entry"), days, TimeUnit.DAYS)
              .thenApply(before -> before == null ? NONE : before);
        });
  }

  /**
   * Puts one entry in the place of another, unless it has changed in between. Parameters: {@code
   * key}; {@code expected} and {@code next}, the entries as they are kept. Gives whether it did. It
   * compares what is kept and nothing else: entries that came back after a stop of all have no
   * version of Infinispan's. A call that is run twice is told the second time that it did not.
   */
  private static GridTask replace(Set<Role> roles, String cache, long days) {
    return new GridTask(
        "oncue.replace." + cache,
        roles,
        (caches, parameters) ->
            caches
                .<byte[]>named(cache)
                .cache()
                .replaceAsync(
                    key(parameters),
                    (byte[]) parameters.get("expected"),
                    (byte[]) parameters.get("next"),
                    days,
                    TimeUnit.DAYS));
  }

  /**
   * Removes a poll that has its result. Parameter: {@code key}. Gives whether it was there.
   *
   * @throws IllegalStateException in the stage, when it has none yet
   */
  private static CompletionStage<Boolean> removeSettled(
      AdvancedCache<String, byte[]> polls, String key) {
    return polls
        .getAsync(key)
        .thenCompose(
            kept -> {
              if (kept == null) {
                return CompletableFuture.completedFuture(false);
              }
              requireSettled(key, kept);
              return polls.removeAsync(key, kept);
            });
  }

  /**
   * Passes a poll that has its result.
   *
   * @param kept its revision, 4 bytes, then the poll
   */
  static void requireSettled(String key, byte[] kept) {
    Poll poll = PollJson.decode(Arrays.copyOfRange(kept, Integer.BYTES, kept.length));
    if (!poll.isSettled()) {
      throw new IllegalStateException(key + " has no result yet, so nothing of it is removed");
    }
  }
}
