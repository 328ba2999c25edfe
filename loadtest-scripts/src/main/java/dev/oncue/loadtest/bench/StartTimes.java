package dev.oncue.loadtest.bench;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** How long starts took, in seconds. Not thread-safe. */
final class StartTimes {
  private final List<Double> seconds = new ArrayList<>();

  void add(double time) {
    seconds.add(time);
  }

  /** All of them, to the millisecond. */
  List<Double> seconds() {
    return seconds.stream().map(time -> Math.round(time * 1e3) / 1e3).toList();
  }

  double median() {
    return Figures.median(seconds.stream().mapToDouble(Double::doubleValue).toArray());
  }

  @Override
  public String toString() {
    return String.format(
        "median %.2f s  min %.2f s  max %.2f s",
        median(), Collections.min(seconds), Collections.max(seconds));
  }
}
