package dev.oncue.hotrod;

import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/**
 * Reads single entries into their {@link Mirror}, each as soon as its change is notified. Of one
 * key there is one read under way, and one more follows if it was notified meanwhile: the last one
 * begins after the last notification, and after the one before has ended, so it finds what is there
 * now. Thread-safe; no method blocks.
 */
final class EntryReader {
  /** More than that at once are read together with all others: that is quicker for all. */
  static final int MAX_UNDER_WAY = 1_000;

  private final Function<String, CompletableFuture<byte[]>> grid;
  private final Mirror<?> mirror;
  private final Runnable readAll;

  /** The keys; whether one was notified again. */
  private final Map<String, Boolean> underWay = new ConcurrentHashMap<>();

  /**
   * @param grid reads an entry; {@code null}: there is none
   * @param readAll has all entries read in a moment, for those that could not be
   */
  EntryReader(
      Function<String, CompletableFuture<byte[]>> grid, Mirror<?> mirror, Runnable readAll) {
    this.grid = grid;
    this.mirror = mirror;
    this.readAll = readAll;
  }

  /** Something happened to the entry under a key. */
  void read(String key) {
    if (underWay.size() >= MAX_UNDER_WAY && !underWay.containsKey(key)) {
      readAll.run();
    } else if (!underWay.merge(key, false, (before, again) -> true)) {
      begin(key);
    }
  }

  private void begin(String key) {
    Mirror<?>.Reading reading = mirror.begin();
    CompletableFuture<byte[]> answer;
    try {
      answer = grid.apply(key);
    } catch (Throwable e) {
      answer = CompletableFuture.failedFuture(e);
    }
    answer
        .orTimeout(GridCache.TIMEOUT_MILLIS, TimeUnit.MILLISECONDS)
        .whenComplete((bytes, fault) -> end(key, reading, bytes, fault));
  }

  private void end(String key, Mirror<?>.Reading reading, byte[] bytes, Throwable fault) {
    try (reading) {
      if (fault == null) {
        reading.found(key, bytes);
      } else {
        readAll.run();
      }
    } finally {
      if (underWay.computeIfPresent(key, (same, again) -> again ? false : null) != null) {
        begin(key);
      }
    }
  }
}
