package dev.oncue.coldstart;

import java.util.Arrays;
import java.util.List;

/**
 * What a show has come to. Immutable, when its votes and instances are left alone.
 *
 * @param variant its name
 * @param votes all that were cast, in order
 * @param instances all that ever were
 * @param end of the simulation, in nanoseconds
 */
record Outcome(String variant, List<Vote> votes, List<Instance> instances, long end) {
  private static final double SECOND = 1e9;

  /** Instances by the time that they were there, be they ready or not. */
  double instanceSeconds() {
    return instances.stream().mapToLong(instance -> instance.lived(end)).sum() / SECOND;
  }

  /** How many instances were there at an instant, be they ready or not. */
  long instancesAt(long at) {
    return instances.stream().filter(instance -> instance.isThere(at)).count();
  }

  /** The most that were there at once. */
  long mostInstances() {
    return instances.stream()
        .mapToLong(instance -> instancesAt(instance.askedAt()))
        .max()
        .orElse(0);
  }

  /** When votes were answered, from the opening of their window, in nanoseconds and in order. */
  long[] answeredAfterOpening() {
    return votes.stream()
        .filter(Vote::isAnswered)
        .mapToLong(Vote::answeredAfterOpening)
        .sorted()
        .toArray();
  }

  Figures figures() {
    long[] latencies =
        votes.stream().filter(Vote::isAnswered).mapToLong(Vote::latency).sorted().toArray();
    return new Figures(
        votes.size(),
        latencies.length,
        votes.size() - latencies.length,
        votes.stream().filter(Vote::isCold).count(),
        Arrays.stream(latencies).filter(latency -> latency <= SECOND).count(),
        Figures.percentileMillis(latencies, 0.5),
        Figures.percentileMillis(latencies, 0.99),
        Figures.percentileMillis(latencies, 0.999),
        Figures.percentileMillis(latencies, 1),
        Arrays.stream(answeredAfterOpening()).max().orElse(0) / SECOND,
        instanceSeconds(),
        mostInstances());
  }
}
