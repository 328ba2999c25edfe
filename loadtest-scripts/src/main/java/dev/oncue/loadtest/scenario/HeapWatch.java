package dev.oncue.loadtest.scenario;

import dev.oncue.loadtest.Engine;
import dev.oncue.loadtest.Target;
import java.io.UncheckedIOException;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Reads the heap of the engine's processes every second, until the report. */
final class HeapWatch {
  private static final double MIB = 1 << 20;

  private final Map<Target, HeapTrend> trends = new LinkedHashMap<>();
  private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();

  HeapWatch(Engine engine, Collection<Target> processes) {
    for (Target process : processes) {
      HeapTrend trend = new HeapTrend();
      trends.put(process, trend);
      timer.scheduleAtFixedRate(() -> read(engine, process, trend), 1, 1, TimeUnit.SECONDS);
    }
  }

  private static void read(Engine engine, Target process, HeapTrend trend) {
    try {
      trend.add(HeapTrend.Reading.of(engine.metrics(process)));
    } catch (UncheckedIOException e) {
      System.out.println("the metrics could not be read: " + e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /**
   * Ends and says what was found; whether none grew by more. One of which that cannot be told is
   * taken for one that did not.
   */
  boolean report(int maxMiB) throws InterruptedException {
    timer.shutdown();
    timer.awaitTermination(1, TimeUnit.MINUTES);
    boolean inLimit = true;
    for (Map.Entry<Target, HeapTrend> process : trends.entrySet()) {
      OptionalLong growth = process.getValue().growth();
      System.out.printf(
          "heap of %s after collections: %s%n",
          process.getKey(),
          growth.isEmpty()
              ? "too few collections to tell whether it grows"
              : "grew by %.1f MiB".formatted(growth.getAsLong() / MIB));
      inLimit &= growth.orElse(0) <= maxMiB * MIB;
    }
    return inLimit;
  }
}
