package dev.oncue.loadtest.scenario;

import dev.oncue.loadtest.Engine;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.IntStream;

/**
 * Whether a process that has the same to do all the time needs ever more heap. Only readings that
 * follow a collection count, as the others say more of garbage than of what is kept, and of those
 * the lowest, as a small collection leaves garbage, too. The first third of the time is warming up.
 * Not thread-safe.
 */
final class HeapTrend {
  private static final int PARTS = 3;

  private final List<Reading> readings = new ArrayList<>();

  /**
   * What a process says of its heap.
   *
   * @param usedBytes in use, with what the next collection will find to be garbage
   * @param collections how many there were so far
   */
  record Reading(long usedBytes, long collections) {
    /** Reads it from metrics in the text format of Prometheus. */
    static Reading of(String metrics) {
      return new Reading(
          (long) Engine.sum(metrics, "jvm_memory_used_bytes{area=\"heap\""),
          (long) Engine.sum(metrics, "jvm_gc_pause_seconds_count"));
    }
  }

  /** Adds a reading; they come at even intervals, about a second apart. */
  void add(Reading reading) {
    readings.add(reading);
  }

  /**
   * The least bytes that were in use after a collection in a third of the time (0, 1 or 2); empty
   * where nothing was collected.
   */
  OptionalLong lowest(int third) {
    int from = Math.max(1, readings.size() * third / PARTS);
    return IntStream.range(from, readings.size() * (third + 1) / PARTS)
        .filter(i -> readings.get(i).collections() > readings.get(i - 1).collections())
        .mapToLong(i -> readings.get(i).usedBytes())
        .min();
  }

  /**
   * How many bytes more are in use in the last third than in the second; empty where one of them
   * has no collection.
   */
  OptionalLong growth() {
    OptionalLong before = lowest(1);
    OptionalLong after = lowest(2);
    return before.isPresent() && after.isPresent()
        ? OptionalLong.of(after.getAsLong() - before.getAsLong())
        : OptionalLong.empty();
  }
}
