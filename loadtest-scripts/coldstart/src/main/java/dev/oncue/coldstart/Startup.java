package dev.oncue.coldstart;

import java.time.Duration;
import java.util.List;
import java.util.Random;

/**
 * What lies between asking for an instance and its first vote. Immutable.
 *
 * @param seconds measured starts of the process, each as likely as the other
 * @param scheduling from asking for it until its container is started: an assumption
 * @param imagePull what fetching its image adds: an assumption
 */
record Startup(List<Double> seconds, Duration scheduling, Duration imagePull) {
  /** base/vote.yaml asks so often whether an instance is ready. */
  private static final Duration READINESS_PERIOD = Duration.ofSeconds(1);

  /**
   * The activator does not wait for the kubelet: it looks itself (knative/serving
   * pkg/activator/net/revision_backends.go, probeFrequency).
   */
  private static final Duration ACTIVATOR_PERIOD = Duration.ofMillis(200);

  /**
   * One start.
   *
   * @param seenByActivator from when on the activator sends it requests
   * @param ready from when on it is a ready endpoint
   */
  record Times(long seenByActivator, long ready) {}

  Times draw(long askedAt, Random random) {
    double process = seconds.get(random.nextInt(seconds.size()));
    long up = askedAt + scheduling.plus(imagePull).toNanos() + (long) (process * 1e9);
    long ready = up + (long) (random.nextDouble() * READINESS_PERIOD.toNanos());
    long seen = up + (long) (random.nextDouble() * ACTIVATOR_PERIOD.toNanos());
    return new Times(Math.min(seen, ready), ready);
  }
}
