package dev.oncue.warmpool.knative.sim;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.oncue.warmpool.knative.sim.Cluster.Kind;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/**
 * Knative's autoscaler: knative/serving pkg/autoscaler/scaling/multiscaler.go and
 * pkg/reconciler/autoscaling/kpa. Its own state is in memory, and a restart loses it.
 */
final class Autoscaler {
  /** multiscaler.go, createScaler, and scaler.go, scaleUnknown. */
  private static final int UNKNOWN = -1;

  static final String INITIALIZED = "ScaleTargetInitialized";
  private static final Duration STABLE_WINDOW = Duration.ofSeconds(60);
  private static final Duration GRACE = Duration.ofSeconds(30);

  private final Cluster cluster;
  private final Pods pods;
  private final Clock clock;
  private final Map<String, Integer> desired = new HashMap<>();
  private final Map<String, Instant> lastRequest = new HashMap<>();
  private final Map<String, Instant> activeSince = new HashMap<>();

  Autoscaler(Cluster cluster, Pods pods, Clock clock) {
    this.cluster = cluster;
    this.pods = pods;
    this.clock = clock;
  }

  /** It knows nothing of any Revision until it has new metrics. */
  void restart() {
    desired.clear();
    lastRequest.clear();
  }

  void request(String revision) {
    lastRequest.put(revision, clock.now());
  }

  /**
   * autoscaler.go, Scale: without metrics there is no decision. Pods that run are scraped; of a
   * Revision at zero only the activator tells, when a request comes.
   */
  void decide(String revision) {
    boolean hasMetrics = pods.ready(revision) > 0 || lastRequest.containsKey(revision);
    if (hasMetrics) {
      Instant last = lastRequest.getOrDefault(revision, Instant.EPOCH);
      boolean isUsed = clock.now().isBefore(last.plus(STABLE_WINDOW));
      desired.put(revision, isUsed ? 1 : 0);
    }
  }

  /** kpa.go, ReconcileKind: one look at a PodAutoscaler. */
  void reconcile(String revision) {
    ObjectNode autoscaler = cluster.get(Kind.AUTOSCALER, revision);
    Scale scale =
        Scale.of(
            Json.annotations(autoscaler), autoscaler.path("spec").path("reachability").asText());
    String active = Conditions.of(autoscaler, "Active").orElse("Unknown");
    int want = scale(revision, scale, active);
    int ready = pods.ready(revision);
    cluster.change(
        Kind.AUTOSCALER, revision, changed -> status(changed, revision, want, ready, scale));
  }

  /** scaler.go, scale and handleScaleToZero. */
  private int scale(String revision, Scale scale, String active) {
    int decided = desired.getOrDefault(revision, UNKNOWN);
    if (decided < 0 && !active.equals("Unknown")) {
      return decided;
    }
    int bounded = scale.bounded(decided);
    if (bounded != 0) {
      pods.scale(revision, bounded);
      return bounded;
    }
    Duration inState =
        Duration.between(activeSince.getOrDefault(revision, clock.now()), clock.now());
    switch (active) {
      case "Unknown":
        return UNKNOWN;
      case "True":
        if (inState.compareTo(STABLE_WINDOW) < 0) {
          pods.scale(revision, 1);
          return 1;
        }
        return 0;
      default:
        if (inState.compareTo(GRACE) >= 0) {
          pods.scale(revision, 0);
        }
        return 0;
    }
  }

  /** kpa.go, computeStatus: after a restart the old desiredScale stays as it was. */
  private void status(ObjectNode changed, String revision, int want, int ready, Scale scale) {
    String before = Conditions.of(changed, "Active").orElse("Unknown");
    boolean isInitialized =
        Conditions.is(changed, INITIALIZED, "True") || ready >= Math.max(scale.min(), 1);
    ObjectNode status = changed.withObjectProperty("status");
    status.put("actualScale", ready);
    if (want != UNKNOWN || status.path("desiredScale").asInt(UNKNOWN) < 0) {
      status.put("desiredScale", want);
    }
    status.put("metricsServiceName", Pods.privateService(revision));
    String next = nextActive(before, want, ready, Math.max(scale.min(), 1));
    if (!next.equals(before)) {
      activeSince.put(revision, clock.now());
    }
    ArrayNode conditions = status.putArray("conditions");
    conditions.addObject().put("type", "Active").put("status", next);
    conditions
        .addObject()
        .put("type", INITIALIZED)
        .put("status", isInitialized ? "True" : "Unknown");
  }

  /** kpa.go, computeActiveCondition. */
  private static String nextActive(String before, int want, int ready, int threshold) {
    if (want == 0) {
      return "False";
    }
    boolean stays = want < 0 && before.equals("False");
    if (stays) {
      return before;
    }
    return ready < threshold ? "Unknown" : "True";
  }
}
