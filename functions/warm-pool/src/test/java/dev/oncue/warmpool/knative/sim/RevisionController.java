package dev.oncue.warmpool.knative.sim;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.oncue.warmpool.knative.sim.Cluster.Kind;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * What Knative does with a Revision: knative/serving pkg/reconciler/revision at v1.20 (module
 * v0.47.0) and at v1.21 (v0.48.0) and later.
 */
final class RevisionController {
  private static final String AUTOSCALING = "autoscaling.knative.dev";

  /** resources/meta.go, excludeAnnotations: of no concern to what a Revision owns. */
  private static final Set<String> EXCLUDED =
      Set.of(
          "serving.knative.dev/lastPinned",
          "serving.knative.dev/no-gc",
          "serving.knative.dev/routingStateModified",
          "serving.knative.dev/routes");

  private final Cluster cluster;
  private final boolean isSynced;

  /**
   * @param minor of Serving 1.x
   */
  RevisionController(Cluster cluster, int minor) {
    this.cluster = cluster;
    this.isSynced = minor >= 21;
  }

  void reconcile(String revision) {
    ObjectNode found = cluster.get(Kind.REVISION, revision);
    reconcileDeployment(revision, found);
    reconcileAutoscaler(revision, found);
  }

  /**
   * cruds.go, checkAndUpdateDeployment: another template replaces the pods. resources/meta.go,
   * podAnnotations: up to 1.20 the template has all annotations, from 1.21 none for autoscaling.
   */
  private void reconcileDeployment(String revision, ObjectNode found) {
    Map<String, String> template = new TreeMap<>(Json.annotations(found));
    template.keySet().removeAll(EXCLUDED);
    if (isSynced) {
      template.keySet().removeIf(key -> key.startsWith(AUTOSCALING));
    }
    cluster.change(
        Kind.DEPLOYMENT,
        revision + "-deployment",
        deployment -> {
          ObjectNode annotations =
              deployment
                  .withObjectProperty("spec")
                  .withObjectProperty("template")
                  .withObjectProperty("metadata")
                  .putObject("annotations");
          template.forEach(annotations::put);
        });
  }

  /**
   * reconcile_resources.go, reconcilePA: always the spec; from 1.21 also the annotations, of which
   * those for autoscaling that the Revision does not have are removed (syncAnnotationsForKPA).
   */
  private void reconcileAutoscaler(String revision, ObjectNode found) {
    cluster.change(
        Kind.AUTOSCALER,
        revision,
        autoscaler -> {
          autoscaler.withObjectProperty("spec").put("reachability", reachability(revision, found));
          if (isSynced) {
            Json.annotations(autoscaler, synced(Json.annotations(autoscaler), found));
          }
        });
  }

  private static Map<String, String> synced(Map<String, String> now, ObjectNode revision) {
    Map<String, String> synced = new LinkedHashMap<>(now);
    synced
        .keySet()
        .removeIf(
            key ->
                key.startsWith(AUTOSCALING)
                    && !key.equals(AUTOSCALING + "/class")
                    && !key.equals(AUTOSCALING + "/metric"));
    Map<String, String> own = Json.annotations(revision);
    own.keySet().removeAll(EXCLUDED);
    synced.putAll(own);
    return synced;
  }

  /**
   * resources/pa.go, reachability: by the label that says whether a route refers to it, and not
   * where all of its pods fail.
   */
  private String reachability(String name, ObjectNode revision) {
    ObjectNode deployment = cluster.get(Kind.DEPLOYMENT, name + "-deployment");
    boolean isBroken =
        Conditions.is(revision, "ContainerHealthy", "False")
            && deployment.path("spec").path("replicas").asInt() > 0
            && deployment.path("status").path("readyReplicas").asInt() == 0;
    if (isBroken) {
      return "Unreachable";
    }
    return switch (Json.labels(revision).getOrDefault(Router.STATE, "")) {
      case "active" -> "Reachable";
      case "reserve" -> "Unreachable";
      default -> "";
    };
  }
}
