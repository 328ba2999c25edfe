package dev.oncue.loadtest.soak;

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
public final class HeapTrend {
  private static final int PARTS = 3;

  private final List<HeapReading> readings = new ArrayList<>();

  /** Adds a reading; they come at even intervals, about a second apart. */
  public void add(HeapReading reading) {
    readings.add(reading);
  }

  /**
   * The least that was in use after a collection in a third of the time.
   *
   * @param third 0, 1 or 2
   * @return bytes; empty where nothing was collected
   */
  public OptionalLong lowest(int third) {
    int from = Math.max(1, readings.size() * third / PARTS);
    return IntStream.range(from, readings.size() * (third + 1) / PARTS)
        .filter(i -> readings.get(i).collections() > readings.get(i - 1).collections())
        .mapToLong(i -> readings.get(i).usedBytes())
        .min();
  }

  /**
   * How many bytes more are in use in the last third than in the second.
   *
   * @return below zero: less; empty where one of them has no collection, so that nothing can be
   *     said
   */
  public OptionalLong growth() {
    OptionalLong before = lowest(1);
    OptionalLong after = lowest(2);
    return before.isPresent() && after.isPresent()
        ? OptionalLong.of(after.getAsLong() - before.getAsLong())
        : OptionalLong.empty();
  }
}
