package dev.oncue.loadtest.soak;

/**
 * What a process says of its heap.
 *
 * @param usedBytes in use, with what the next collection will find to be garbage
 * @param collections how many there were so far
 */
public record HeapReading(long usedBytes, long collections) {
  /** Reads it from a process's metrics as Prometheus reads them. */
  public static HeapReading of(String metrics) {
    return new HeapReading(
        sum(metrics, "jvm_memory_used_bytes{area=\"heap\""),
        sum(metrics, "jvm_gc_pause_seconds_count"));
  }

  private static long sum(String metrics, String name) {
    return (long)
        metrics
            .lines()
            .filter(line -> line.startsWith(name))
            .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' '))))
            .sum();
  }
}
