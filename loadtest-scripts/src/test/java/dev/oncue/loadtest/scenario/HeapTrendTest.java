package dev.oncue.loadtest.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class HeapTrendTest {
  private static final int SECONDS = 90;

  /** A collection every five seconds, garbage in between. */
  private static HeapTrend soak(long keptAtFirst, long keptMoreEachSecond) {
    HeapTrend trend = new HeapTrend();
    for (int second = 0; second < SECONDS; second++) {
      long garbage = second % 5 * 1_000L;
      long kept = keptAtFirst + second * keptMoreEachSecond;
      trend.add(new HeapTrend.Reading(kept + garbage, second / 5));
    }
    return trend;
  }

  @Test
  void garbageIsNoGrowth() {
    assertThat(soak(100, 0).growth()).hasValue(0);
  }

  @Test
  void whatIsKeptIs() {
    assertThat(soak(100, 10).growth()).hasValue(300);
  }

  @Test
  void aSmallCollectionThatLeftGarbageDoesNotCount() {
    HeapTrend trend = soak(100, 0);
    trend.add(new HeapTrend.Reading(5_000, 1_000));
    assertThat(trend.growth()).hasValue(0);
  }

  @Test
  void whatWarmingUpTakesIsNoGrowth() {
    HeapTrend trend = new HeapTrend();
    for (int second = 0; second < SECONDS; second++) {
      trend.add(new HeapTrend.Reading(second < SECONDS / 3 ? 10 : 500, second));
    }
    assertThat(trend.lowest(0)).hasValue(10);
    assertThat(trend.growth()).hasValue(0);
  }

  @Test
  void withoutCollectionsNothingCanBeSaid() {
    HeapTrend trend = new HeapTrend();
    assertThat(trend.growth()).isEmpty();
    for (int second = 0; second < SECONDS; second++) {
      trend.add(new HeapTrend.Reading(second, Math.min(second, SECONDS / 2)));
    }
    assertThat(trend.lowest(1)).isPresent();
    assertThat(trend.growth()).isEmpty();
  }

  @Test
  void isReadFromTheMetrics() {
    String metrics =
        """
        # TYPE jvm_memory_used_bytes gauge
        jvm_memory_used_bytes{area="nonheap",id="Metaspace"} 4.7969744E7
        jvm_memory_used_bytes{area="heap",id="G1 Survivor Space"} 1000.0
        jvm_memory_used_bytes{area="heap",id="G1 Old Gen"} 1.2E7
        jvm_gc_pause_seconds_count{action="end of minor GC",gc="G1 Young Generation"} 4.0
        jvm_gc_pause_seconds_count{action="end of major GC",gc="G1 Old Generation"} 1.0
        jvm_gc_pause_seconds_sum{action="end of minor GC",gc="G1 Young Generation"} 0.204
        """;
    assertThat(HeapTrend.Reading.of(metrics)).isEqualTo(new HeapTrend.Reading(12_001_000, 5));
  }
}
