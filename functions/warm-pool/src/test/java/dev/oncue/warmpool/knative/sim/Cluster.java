package dev.oncue.warmpool.knative.sim;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** The objects of one namespace, as controllers reach them. */
final class Cluster {
  /** Kinds, and where they are. */
  enum Kind {
    SERVICE("serving.knative.dev/v1", "Service", "services"),
    REVISION("serving.knative.dev/v1", "Revision", "revisions"),
    AUTOSCALER("autoscaling.internal.knative.dev/v1alpha1", "PodAutoscaler", "podautoscalers"),
    DEPLOYMENT("apps/v1", "Deployment", "deployments"),
    ENDPOINTS("discovery.k8s.io/v1", "EndpointSlice", "endpointslices");

    private final String apiVersion;
    private final String title;
    private final String plural;

    Kind(String apiVersion, String title, String plural) {
      this.apiVersion = apiVersion;
      this.title = title;
      this.plural = plural;
    }

    private String collection(String namespace) {
      return "/apis/" + apiVersion + "/namespaces/" + namespace + "/" + plural;
    }
  }

  private final ApiServer api;
  private final String namespace;

  Cluster(ApiServer api, String namespace) {
    this.api = api;
    this.namespace = namespace;
  }

  private String path(Kind kind, String name) {
    return kind.collection(namespace) + "/" + name;
  }

  Optional<ObjectNode> find(Kind kind, String name) {
    return api.get(path(kind, name));
  }

  ObjectNode get(Kind kind, String name) {
    return find(kind, name).orElseThrow(() -> new IllegalStateException("no " + kind + " " + name));
  }

  void create(Kind kind, String name, Consumer<ObjectNode> content) {
    ObjectNode object = Json.object().put("apiVersion", kind.apiVersion).put("kind", kind.title);
    Json.metadata(object).put("name", name).put("namespace", namespace);
    content.accept(object);
    api.create(kind.collection(namespace), object);
  }

  /** Writes only what is different, as controllers do. */
  void change(Kind kind, String name, Consumer<ObjectNode> change) {
    ObjectNode object = get(kind, name);
    ObjectNode before = object.deepCopy();
    change.accept(object);
    if (!object.equals(before)) {
      api.replace(path(kind, name), object);
    }
  }

  void delete(Kind kind, String name) {
    find(kind, name).ifPresent(found -> api.delete(path(kind, name)));
  }

  Map<String, String> annotations(Kind kind, String name) {
    return Json.annotations(get(kind, name));
  }
}
