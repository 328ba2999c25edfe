package dev.oncue.warmpool.knative.sim;

import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.oncue.warmpool.knative.sim.Cluster.Kind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * A small Knative Serving. Its controllers look at the cluster one after the other, each when it is
 * told to, so a test decides how far one is behind another: right after a patch all of them are.
 * The sources that it follows are named at each controller.
 */
public final class Knative {
  public static final String NAMESPACE = "shows";
  private static final String VERSION = "app.kubernetes.io/version";

  private final Cluster cluster;
  private final Cluster serving;
  private final Pods pods;
  private final Autoscaler autoscaler;
  private RevisionController revisions;
  private final Router router;
  private final String address;
  private final Map<String, List<String>> services = new TreeMap<>();
  private int deployed;

  /**
   * @param minor of Serving 1.x
   * @param address where every Service is reached
   */
  public Knative(ApiServer api, Clock clock, int minor, String address) {
    this.address = address;
    cluster = new Cluster(api, NAMESPACE);
    serving = new Cluster(api, "knative-serving");
    pods = new Pods(cluster, clock, Duration.ofSeconds(3));
    autoscaler = new Autoscaler(cluster, pods, clock);
    revisions = new RevisionController(cluster, minor);
    router = new Router(cluster);
    serving.create(Kind.DEPLOYMENT, "controller", created -> {});
    label(Map.of(VERSION, "1." + minor + ".0"));
  }

  /** The labels of Knative's controller. */
  public void label(Map<String, String> labels) {
    serving.change(Kind.DEPLOYMENT, "controller", controller -> Json.labels(controller, labels));
  }

  /** Makes a Service, or a new Revision of it. */
  public String deploy(String service, Map<String, String> annotations) {
    String revision = "%s-%05d".formatted(service, ++deployed);
    if (!services.containsKey(service)) {
      services.put(service, new ArrayList<>());
      cluster.create(
          Kind.SERVICE,
          service,
          created ->
              created
                  .putObject("status")
                  .put("url", "http://" + service + ".shows.example.com")
                  .putObject("address")
                  .put("url", address));
    }
    cluster.create(Kind.REVISION, revision, created -> Json.annotations(created, annotations));
    cluster.create(
        Kind.AUTOSCALER,
        revision,
        created -> {
          Json.annotations(created, annotations);
          created
              .putObject("spec")
              .putObject("scaleTargetRef")
              .put("name", revision + "-deployment");
        });
    cluster.create(
        Kind.DEPLOYMENT,
        revision + "-deployment",
        created -> created.putObject("spec").put("replicas", 1));
    for (String family : List.of("ipv4", "ipv6")) {
      cluster.create(
          Kind.ENDPOINTS,
          Pods.privateService(revision) + "-" + family,
          created -> {
            Json.metadata(created)
                .putObject("labels")
                .put("kubernetes.io/service-name", Pods.privateService(revision));
            created.putArray("endpoints");
          });
    }
    revisions.reconcile(revision);
    services.get(service).add(revision);
    router.reconcile(service, services.get(service));
    return revision;
  }

  /** Every controller looks once, in the order in which a change passes through them. */
  public void step() {
    syncAutoscalers();
    scale();
    runPods();
    publishEndpoints();
    route();
  }

  public void syncAutoscalers() {
    all().forEach(revisions::reconcile);
  }

  public void scale() {
    all().forEach(autoscaler::decide);
    all().forEach(autoscaler::reconcile);
  }

  public void runPods() {
    all().forEach(pods::run);
  }

  public void publishEndpoints() {
    all().forEach(pods::publish);
  }

  public void route() {
    services.forEach(router::reconcile);
  }

  /** What a controller may do next, each with one object. */
  public List<Runnable> steps() {
    List<Runnable> steps = new ArrayList<>();
    for (String revision : all()) {
      steps.add(() -> revisions.reconcile(revision));
      steps.add(() -> autoscaler.decide(revision));
      steps.add(() -> autoscaler.reconcile(revision));
      steps.add(() -> pods.run(revision));
      steps.add(() -> pods.publish(revision));
    }
    services.forEach((service, own) -> steps.add(() -> router.reconcile(service, own)));
    return steps;
  }

  private List<String> all() {
    return services.values().stream().flatMap(List::stream).toList();
  }

  /** As an operator does: another version of the controllers. */
  public void upgrade(int minor) {
    revisions = new RevisionController(cluster, minor);
    label(Map.of(VERSION, "1." + minor + ".0"));
  }

  /** Its pods cannot start from now on. */
  public void breakPods(String revision) {
    cluster.change(
        Kind.REVISION,
        revision,
        changed -> {
          ArrayNode conditions = changed.withObjectProperty("status").putArray("conditions");
          conditions.addObject().put("type", "ContainerHealthy").put("status", "False");
        });
    pods.stop(revision);
  }

  public void restartAutoscaler() {
    autoscaler.restart();
  }

  /** A viewer's request, or anybody's. */
  public void request(String service) {
    services.get(service).forEach(autoscaler::request);
  }

  /** As the garbage collector does with one that no route refers to. */
  public void delete(String revision) {
    services.values().forEach(all -> all.remove(revision));
    for (Kind kind : List.of(Kind.REVISION, Kind.AUTOSCALER)) {
      cluster.delete(kind, revision);
    }
    cluster.delete(Kind.DEPLOYMENT, revision + "-deployment");
    pods.forget(revision);
  }

  /** Somebody changes an annotation of a Revision; {@code null} removes it. */
  public void annotate(String revision, String key, String value) {
    annotate(Kind.REVISION, revision, key, value);
  }

  /** The same with its PodAutoscaler. */
  public void annotateAutoscaler(String revision, String key, String value) {
    annotate(Kind.AUTOSCALER, revision, key, value);
  }

  private void annotate(Kind kind, String name, String key, String value) {
    cluster.change(
        kind,
        name,
        changed -> {
          Map<String, String> annotations = Json.annotations(changed);
          if (value == null) {
            annotations.remove(key);
          } else {
            annotations.put(key, value);
          }
          Json.annotations(changed, annotations);
        });
  }

  /** Gives a Service a label. */
  public void label(String service, String key, String value) {
    cluster.change(Kind.SERVICE, service, changed -> Json.labels(changed, Map.of(key, value)));
  }

  /** Requests go here, and to the latest Revision no more. */
  public void pin(String service, String revision) {
    router.pin(service, revision);
  }

  /** The Revision that gets a Service's requests. */
  public String serving(String service) {
    return cluster
        .get(Kind.SERVICE, service)
        .path("status")
        .path("traffic")
        .path(0)
        .path("revisionName")
        .asText();
  }

  public List<String> revisions(String service) {
    return List.copyOf(services.get(service));
  }

  /** The annotations of all Revisions and PodAutoscalers there are. */
  public Map<String, Map<String, String>> annotations() {
    return services.values().stream()
        .flatMap(List::stream)
        .collect(
            Collectors.toMap(
                revision -> revision,
                revision -> {
                  Map<String, String> all = new TreeMap<>();
                  cluster
                      .annotations(Kind.REVISION, revision)
                      .forEach((key, value) -> all.put("Revision " + key, value));
                  cluster
                      .annotations(Kind.AUTOSCALER, revision)
                      .forEach((key, value) -> all.put("PodAutoscaler " + key, value));
                  return all;
                },
                (one, other) -> one,
                TreeMap::new));
  }

  public int readyPods(String revision) {
    return pods.ready(revision);
  }

  public int pods(String revision) {
    return pods.all(revision);
  }

  public int rolls(String revision) {
    return pods.rolls(revision);
  }
}
