package dev.oncue.warmpool.knative.sim;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.oncue.warmpool.knative.sim.Cluster.Kind;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Where a Service's requests go. A Revision gets them once it was ready for the first time; the
 * label that says whether it does is kept by knative/serving pkg/reconciler/labeler.
 */
final class Router {
  static final String STATE = "serving.knative.dev/routingState";

  private final Cluster cluster;
  private final Map<String, String> pins = new HashMap<>();

  Router(Cluster cluster) {
    this.cluster = cluster;
  }

  void pin(String service, String revision) {
    pins.put(service, revision);
  }

  /**
   * @param revisions of the Service, the latest last
   */
  void reconcile(String service, List<String> revisions) {
    String latest = revisions.get(revisions.size() - 1);
    String ready =
        revisions.stream()
            .filter(this::isInitialized)
            .reduce((first, later) -> later)
            .orElse(latest);
    String serving = pins.getOrDefault(service, ready);
    cluster.change(
        Kind.SERVICE,
        service,
        changed -> {
          ObjectNode status = changed.withObjectProperty("status");
          status.put("latestCreatedRevisionName", latest);
          ArrayNode traffic = status.putArray("traffic");
          traffic.addObject().put("revisionName", serving).put("percent", 100);
        });
    for (String revision : revisions) {
      // metasync.go, syncRoutingMeta: the latest is labelled before it gets requests, too.
      boolean isActive =
          revision.equals(serving) || revision.equals(latest) && !pins.containsKey(service);
      cluster.change(
          Kind.REVISION,
          revision,
          changed ->
              Json.metadata(changed)
                  .withObjectProperty("labels")
                  .put(STATE, isActive ? "active" : "reserve"));
    }
  }

  private boolean isInitialized(String revision) {
    return Conditions.is(cluster.get(Kind.AUTOSCALER, revision), Autoscaler.INITIALIZED, "True");
  }
}
