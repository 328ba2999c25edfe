package dev.oncue.knative;

import io.fabric8.knative.serving.v1.RevisionSpec;
import io.fabric8.knative.serving.v1.Service;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerPort;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What a function's Knative Service must say. Each rule gives what breaks it. */
final class ServiceRules {
  private static final Set<String> FUNCTIONS =
      Set.of("live", "poll-close", "poll-open", "reaction", "vote");

  private static final String SCALING = "autoscaling.knative.dev/";

  /** All there are (knative/serving pkg/apis/autoscaling/register.go); a typo is ignored by it. */
  private static final Set<String> SCALING_KEYS =
      Set.of(
          "activation-scale",
          "class",
          "initial-scale",
          "max-scale",
          "metric",
          "metric-aggregation-algorithm",
          "min-scale",
          "panic-threshold-percentage",
          "panic-window-percentage",
          "scale-down-delay",
          "scale-to-zero-pod-retention-period",
          "target",
          "target-burst-capacity",
          "target-utilization-percentage",
          "window");

  /**
   * What Knative's webhook calls a container without a name (knative/serving
   * pkg/apis/config/defaults.go). kn drops the name when it applies a file again, so any other one
   * would make a new Revision each time.
   */
  private static final String CONTAINER = "user-container";

  private static final int PORT = 8080;

  /** Knative's own limit, where nobody has raised it (max-revision-timeout-seconds). */
  private static final long MAX_TIMEOUT_SECONDS = 600;

  /** The sidecar waits 30 s for requests that still come, a function drains within 10 s. */
  private static final long MIN_TIMEOUT_SECONDS = 45;

  private static final long FEED_MARGIN_SECONDS = 30;

  private ServiceRules() {}

  static Stream<String> names(Manifests manifests) {
    Set<String> found =
        manifests
            .functions()
            .map(service -> service.getMetadata().getName())
            .collect(Collectors.toCollection(TreeSet::new));
    Stream<String> others =
        manifests
            .functions()
            .filter(ServiceRules::isLabelledOtherwise)
            .map(service -> name(service) + ": is labelled otherwise");
    Stream<String> renamed =
        manifests
            .all(Service.class)
            .filter(service -> !container(service).getName().equals(CONTAINER))
            .map(service -> name(service) + ": its container must be called " + CONTAINER);
    return Stream.of(
            found.equals(FUNCTIONS) ? Stream.<String>of() : Stream.of("the functions are " + found),
            others,
            renamed)
        .flatMap(texts -> texts);
  }

  private static boolean isLabelledOtherwise(Service service) {
    String name = service.getMetadata().getName();
    return !name.equals(Manifests.label(service, "oncue.dev/function"));
  }

  static Stream<String> image(Manifests manifests) {
    return manifests
        .functions()
        .filter(
            service -> !isImageOf(service.getMetadata().getName(), container(service).getImage()))
        .map(service -> name(service) + ": image " + container(service).getImage());
  }

  /** As in the base, or as an overlay names it, with a tag or a digest. */
  static boolean isImageOf(String function, String image) {
    return image.equals("oncue-" + function)
        || Pattern.matches(".+/" + Pattern.quote(function) + "(:[\\w.-]+|@sha256:\\w{64})", image);
  }

  static Stream<String> scale(Manifests manifests) {
    return manifests.functions().flatMap(ServiceRules::scale);
  }

  private static Stream<String> scale(Service service) {
    Map<String, String> annotations =
        service.getSpec().getTemplate().getMetadata().getAnnotations();
    Stream<String> unknown =
        annotations.keySet().stream()
            .filter(key -> key.startsWith(SCALING))
            .filter(key -> !SCALING_KEYS.contains(key.substring(SCALING.length())))
            .map(key -> "there is no annotation " + key);
    int min = Integer.parseInt(annotations.getOrDefault(SCALING + "min-scale", "-1"));
    int max = Integer.parseInt(annotations.getOrDefault(SCALING + "max-scale", "-1"));
    String activation = annotations.get(SCALING + "activation-scale");
    boolean closes = service.getMetadata().getName().equals("poll-close");
    Stream<String> bounds =
        Stream.of(
            broken(min < 0, "has no min-scale"),
            broken(max < 1, "has no max-scale, so nothing ends its growth"),
            broken(min > max, "min-scale is above max-scale"),
            broken(
                activation != null && Integer.parseInt(activation) < Math.max(2, min),
                "activation-scale is below min-scale, or below 2"),
            broken(closes && min < 1, "must be there without anybody calling: min-scale"));
    Stream<String> path =
        Stream.of(
            broken(
                !"0".equals(annotations.get(SCALING + "target-burst-capacity")),
                "target-burst-capacity must be 0"),
            broken(
                !"concurrency".equals(annotations.get(SCALING + "metric")),
                "metric must be concurrency"),
            broken(
                !Long.valueOf(0).equals(spec(service).getContainerConcurrency()),
                "containerConcurrency must be 0"));
    return Stream.of(unknown, bounds, path)
        .flatMap(each -> each)
        .filter(text -> !text.isEmpty())
        .map(text -> name(service) + ": " + text);
  }

  /** The warm pool raises a max-scale that is below its own ceiling. */
  static Stream<String> ceilings(Manifests manifests) {
    Map<String, String> pool =
        manifests
            .all(Deployment.class)
            .flatMap(
                deployment -> deployment.getSpec().getTemplate().getSpec().getContainers().stream())
            .flatMap(container -> container.getEnv().stream())
            .filter(variable -> variable.getName().endsWith("_CEILING"))
            .collect(Collectors.toMap(EnvVar::getName, EnvVar::getValue));
    return manifests
        .functions()
        .filter(
            service -> {
              String name = service.getMetadata().getName().replace('-', '_');
              String ceiling =
                  pool.get("ONCUE_WARM_POOL_" + name.toUpperCase(Locale.ROOT) + "_CEILING");
              return !scaling(service, "max-scale").equals(ceiling);
            })
        .map(service -> name(service) + ": its max-scale is not the warm pool's ceiling");
  }

  private static String scaling(Service service, String key) {
    return service
        .getSpec()
        .getTemplate()
        .getMetadata()
        .getAnnotations()
        .getOrDefault(SCALING + key, "");
  }

  static Stream<String> time(Manifests manifests) {
    return manifests.functions().flatMap(ServiceRules::time);
  }

  private static Stream<String> time(Service service) {
    long timeout = spec(service).getTimeoutSeconds();
    long start = spec(service).getResponseStartTimeoutSeconds();
    boolean isLive = service.getMetadata().getName().equals("live");
    String age =
        container(service).getEnv().stream()
            .filter(variable -> variable.getName().equals("ONCUE_FEED_MAX_AGE"))
            .map(EnvVar::getValue)
            .findFirst()
            .orElse("PT0S");
    long feedSeconds = Duration.parse(age).toSeconds();
    return Stream.of(
            broken(timeout > MAX_TIMEOUT_SECONDS, "timeoutSeconds is above 600"),
            broken(timeout < MIN_TIMEOUT_SECONDS, "timeoutSeconds leaves a pod no time to end"),
            broken(start > timeout, "responseStartTimeoutSeconds is above timeoutSeconds"),
            broken(
                isLive && (feedSeconds == 0 || feedSeconds > timeout - FEED_MARGIN_SECONDS),
                "ONCUE_FEED_MAX_AGE must end feeds before timeoutSeconds"))
        .filter(text -> !text.isEmpty())
        .map(text -> name(service) + ": " + text);
  }

  static Stream<String> port(Manifests manifests) {
    return manifests
        .functions()
        .filter(
            service ->
                !container(service).getPorts().stream()
                    .map(ContainerPort::getContainerPort)
                    .toList()
                    .equals(List.of(PORT)))
        .map(service -> name(service) + ": its one port is " + PORT);
  }

  static Container container(Service service) {
    return spec(service).getContainers().get(0);
  }

  private static RevisionSpec spec(Service service) {
    return service.getSpec().getTemplate().getSpec();
  }

  private static String name(Service service) {
    return "Service " + service.getMetadata().getName();
  }

  private static String broken(boolean isBroken, String text) {
    return isBroken ? text : "";
  }
}
