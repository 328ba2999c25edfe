package dev.oncue.warmpool.knative.sim;

import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.oncue.warmpool.knative.sim.Cluster.Kind;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Kubernetes below Knative: pods of Deployments, their start, and the endpoints they become. */
final class Pods {
  private final Cluster cluster;
  private final Clock clock;
  private final Duration startup;
  private final Map<String, List<Pod>> pods = new HashMap<>();
  private final Map<String, String> templates = new HashMap<>();
  private final Map<String, Integer> rolls = new HashMap<>();
  private final Set<String> broken = new HashSet<>();
  private int names;

  private record Pod(String name, Instant readyAt) {}

  Pods(Cluster cluster, Clock clock, Duration startup) {
    this.cluster = cluster;
    this.clock = clock;
    this.startup = startup;
  }

  /** knative/serving pkg/reconciler/serverlessservice/resources/names. */
  static String privateService(String revision) {
    return revision + "-private";
  }

  void scale(String revision, int replicas) {
    cluster.change(
        Kind.DEPLOYMENT,
        revision + "-deployment",
        deployment -> deployment.withObjectProperty("spec").put("replicas", replicas));
  }

  /** As seen by whoever asks the pods themselves. */
  int ready(String revision) {
    return (int) of(revision).stream().filter(pod -> !pod.readyAt().isAfter(clock.now())).count();
  }

  int all(String revision) {
    return of(revision).size();
  }

  /** How often all pods were replaced because of another template. */
  int rolls(String revision) {
    return rolls.getOrDefault(revision, 0);
  }

  private List<Pod> of(String revision) {
    return pods.computeIfAbsent(revision, name -> new ArrayList<>());
  }

  /** Starts and stops pods, and tells how many are ready. */
  void run(String revision) {
    var deployment = cluster.get(Kind.DEPLOYMENT, revision + "-deployment");
    String template = deployment.path("spec").path("template").toString();
    String before = templates.put(revision, template);
    if (before != null && !before.equals(template)) {
      rolls.merge(revision, 1, Integer::sum);
      of(revision).clear();
    }
    int replicas = deployment.path("spec").path("replicas").asInt();
    while (all(revision) > replicas) {
      of(revision).remove(all(revision) - 1);
    }
    while (all(revision) < replicas) {
      Instant ready = broken.contains(revision) ? Instant.MAX : clock.now().plus(startup);
      of(revision).add(new Pod("pod-" + names++, ready));
    }
    cluster.change(
        Kind.DEPLOYMENT,
        revision + "-deployment",
        changed -> changed.withObjectProperty("status").put("readyReplicas", ready(revision)));
  }

  /** Tells where requests can be sent, each pod by two families of addresses. */
  void publish(String revision) {
    for (String family : List.of("IPv4", "IPv6")) {
      cluster.change(
          Kind.ENDPOINTS,
          privateService(revision) + "-" + family.toLowerCase(Locale.ROOT),
          slice -> {
            ArrayNode endpoints = slice.putArray("endpoints");
            of(revision)
                .forEach(
                    pod -> {
                      var endpoint = endpoints.addObject();
                      endpoint.putArray("addresses").add(family + " of " + pod.name());
                      endpoint
                          .putObject("conditions")
                          .put("ready", !pod.readyAt().isAfter(clock.now()));
                      endpoint.putObject("targetRef").put("kind", "Pod").put("name", pod.name());
                    });
          });
    }
  }

  /** All of them fail, and whatever comes after them. */
  void stop(String revision) {
    broken.add(revision);
    of(revision).clear();
  }

  void forget(String revision) {
    pods.remove(revision);
  }
}
