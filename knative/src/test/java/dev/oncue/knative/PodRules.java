package dev.oncue.knative;

import dev.oncue.knative.Manifests.Pod;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapKeySelector;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.Probe;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.SecurityContext;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeMount;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What every container must say, a function's or the warm pool's. */
final class PodRules {
  private static final Set<String> NEEDED =
      Set.of(
          "ONCUE_GRID_SERVERS",
          "ONCUE_GRID_USER",
          "ONCUE_GRID_PASSWORD",
          "ONCUE_GRID_CA",
          "ONCUE_JWT_KEYS",
          "ONCUE_JWT_TICKET_KEYS");

  private static final Pattern SECRET = Pattern.compile(".*(SECRET|PASSWORD|TOKEN).*");

  private PodRules() {}

  /** Of our programs; what only stands beside them brings its own settings. */
  private static Stream<Pod> ours(Manifests manifests) {
    return manifests
        .pods()
        .filter(pod -> !pod.owner().getMetadata().getName().equals("dead-letters"));
  }

  static Stream<String> probes(Manifests manifests) {
    return ours(manifests)
        .flatMap(
            pod -> {
              Container container = pod.containers().get(0);
              return Stream.of(
                      probe("startupProbe", container.getStartupProbe(), "/q/health/live"),
                      probe("readinessProbe", container.getReadinessProbe(), "/q/health/ready"),
                      probe("livenessProbe", container.getLivenessProbe(), "/q/health/live"))
                  .filter(text -> !text.isEmpty())
                  .map(text -> pod.name() + ": " + text);
            });
  }

  private static String probe(String name, Probe probe, String path) {
    if (probe == null || probe.getHttpGet() == null) {
      return name + " is missing";
    }
    if (!path.equals(probe.getHttpGet().getPath())) {
      return name + " must ask " + path;
    }
    if (probe.getPeriodSeconds() == null) {
      return name + " has no periodSeconds: it would be asked every ten seconds";
    }
    IntOrString port = probe.getHttpGet().getPort();
    boolean isKnown =
        port != null
            && (Integer.valueOf(8080).equals(port.getIntVal()) || "http".equals(port.getStrVal()));
    return isKnown ? "" : name + " asks another port";
  }

  /**
   * @param known the settings that there are
   */
  static Stream<String> settings(Manifests manifests, Set<String> known) {
    return ours(manifests)
        .flatMap(
            pod -> {
              Set<String> set =
                  pod.containers().get(0).getEnv().stream()
                      .map(EnvVar::getName)
                      .collect(Collectors.toSet());
              return Stream.concat(
                  set.stream()
                      .filter(name -> !known.contains(name))
                      .map(name -> pod.name() + ": there is no setting " + name),
                  NEEDED.stream()
                      .filter(name -> !set.contains(name))
                      .map(name -> pod.name() + ": " + name + " is not set"));
            });
  }

  /**
   * Each pod has the login of its own name; the key of tickets is poll-open's, and a secret that
   * signs anything is nobody's.
   */
  static Stream<String> ownSecrets(Manifests manifests) {
    return ours(manifests)
        .flatMap(
            pod -> {
              String name = pod.owner().getMetadata().getName();
              Set<String> allowed = new HashSet<>();
              allowed.addAll(
                  List.of("oncue-grid-login-" + name, "oncue-grid-ca", "oncue-jwt-keys"));
              if (name.equals("poll-open")) {
                allowed.add("oncue-ticket-key");
              }
              return Stream.concat(
                      variables(pod)
                          .map(EnvVar::getValueFrom)
                          .filter(from -> from != null && from.getSecretKeyRef() != null)
                          .map(from -> from.getSecretKeyRef().getName()),
                      volumes(pod)
                          .filter(volume -> volume.getSecret() != null)
                          .map(volume -> volume.getSecret().getSecretName()))
                  .filter(secret -> !allowed.contains(secret))
                  .map(secret -> pod.name() + ": has the Secret " + secret + ", not its own");
            });
  }

  static Stream<String> secretsByName(Manifests manifests) {
    Stream<String> values =
        manifests
            .pods()
            .flatMap(
                pod ->
                    variables(pod)
                        .filter(variable -> SECRET.matcher(variable.getName()).matches())
                        .filter(
                            variable ->
                                variable.getValueFrom() == null
                                    || variable.getValueFrom().getSecretKeyRef() == null)
                        .map(variable -> pod.name() + ": " + variable.getName() + " is no secret"));
    Stream<String> written =
        manifests.resources().stream()
            .filter(resource -> resource.getKind().equals("Secret"))
            .map(resource -> "a Secret is written out: " + resource.getMetadata().getName());
    return Stream.concat(values, written);
  }

  /** Names of Secrets and their keys, as {@code name/key}. */
  static Stream<String> secrets(Manifests manifests) {
    Stream<String> variables =
        manifests
            .pods()
            .flatMap(PodRules::variables)
            .filter(variable -> variable.getValueFrom() != null)
            .map(variable -> variable.getValueFrom().getSecretKeyRef())
            .filter(Objects::nonNull)
            .map(reference -> reference.getName() + "/" + reference.getKey());
    Stream<String> files =
        manifests
            .pods()
            .flatMap(
                pod ->
                    volumes(pod)
                        .filter(volume -> volume.getSecret() != null)
                        .flatMap(volume -> filesOf(pod, volume)));
    return Stream.concat(variables, files).distinct().sorted();
  }

  /** A file of a Secret is named by the setting that says where it lies. */
  private static Stream<String> filesOf(Pod pod, Volume volume) {
    return pod.containers().get(0).getVolumeMounts().stream()
        .filter(mount -> mount.getName().equals(volume.getName()))
        .flatMap(
            mount ->
                variables(pod)
                    .map(EnvVar::getValue)
                    .filter(value -> value != null && value.startsWith(mount.getMountPath() + "/"))
                    .map(
                        value ->
                            volume.getSecret().getSecretName()
                                + value.substring(mount.getMountPath().length())));
  }

  static Stream<String> configMaps(Manifests manifests) {
    Map<String, Set<String>> maps =
        manifests
            .all(ConfigMap.class)
            .collect(
                Collectors.toMap(
                    map -> map.getMetadata().getName(), map -> map.getData().keySet()));
    return manifests
        .pods()
        .flatMap(
            pod ->
                variables(pod)
                    .filter(variable -> variable.getValueFrom() != null)
                    .map(variable -> variable.getValueFrom().getConfigMapKeyRef())
                    .filter(Objects::nonNull)
                    .filter(
                        reference ->
                            !maps.getOrDefault(reference.getName(), Set.of())
                                .contains(reference.getKey()))
                    .map(reference -> pod.name() + ": there is no " + text(reference)));
  }

  private static String text(ConfigMapKeySelector reference) {
    return reference.getKey() + " in the ConfigMap " + reference.getName();
  }

  static Stream<String> rights(Manifests manifests) {
    return manifests
        .pods()
        .filter(pod -> !isBounded(pod.containers().get(0).getSecurityContext()))
        .map(
            pod ->
                pod.name()
                    + ": its securityContext must be that of the restricted profile,"
                    + " with a root file system that is only read");
  }

  private static boolean isBounded(SecurityContext context) {
    return context != null
        && Boolean.FALSE.equals(context.getAllowPrivilegeEscalation())
        && Boolean.TRUE.equals(context.getReadOnlyRootFilesystem())
        && Boolean.TRUE.equals(context.getRunAsNonRoot())
        && context.getCapabilities() != null
        && List.of("ALL").equals(context.getCapabilities().getDrop())
        && context.getCapabilities().getAdd().isEmpty()
        && context.getSeccompProfile() != null
        && "RuntimeDefault".equals(context.getSeccompProfile().getType());
  }

  static Stream<String> resources(Manifests manifests) {
    return manifests
        .pods()
        .filter(
            pod -> {
              var resources = pod.containers().get(0).getResources();
              return resources == null
                  || !isBounded(resources.getRequests(), resources.getLimits());
            })
        .map(pod -> pod.name() + ": must ask for cpu and memory, and limit them");
  }

  private static boolean isBounded(Map<String, Quantity> requests, Map<String, Quantity> limits) {
    return Stream.of("cpu", "memory")
        .allMatch(
            name ->
                requests.get(name) != null
                    && limits.get(name) != null
                    && requests
                            .get(name)
                            .getNumericalAmount()
                            .compareTo(limits.get(name).getNumericalAmount())
                        <= 0);
  }

  /** What is mounted is there, and the one place that is written to has an end. */
  static Stream<String> volumes(Manifests manifests) {
    return manifests
        .pods()
        .flatMap(
            pod -> {
              Map<String, Volume> volumes =
                  volumes(pod).collect(Collectors.toMap(Volume::getName, volume -> volume));
              List<VolumeMount> mounts = pod.containers().get(0).getVolumeMounts();
              Stream<String> missing =
                  mounts.stream()
                      .filter(mount -> !volumes.containsKey(mount.getName()))
                      .map(mount -> "there is no volume " + mount.getName());
              Stream<String> endless =
                  volumes.values().stream()
                      .filter(volume -> volume.getEmptyDir() != null)
                      .filter(volume -> volume.getEmptyDir().getSizeLimit() == null)
                      .map(volume -> "the volume " + volume.getName() + " has no sizeLimit");
              return Stream.concat(missing, endless).map(text -> pod.name() + ": " + text);
            });
  }

  static Stream<String> serviceAccounts(Manifests manifests) {
    Map<String, ServiceAccount> accounts =
        manifests
            .all(ServiceAccount.class)
            .collect(Collectors.toMap(account -> account.getMetadata().getName(), each -> each));
    Stream<String> unknown =
        manifests
            .pods()
            .filter(pod -> !accounts.containsKey(pod.serviceAccount()))
            .map(pod -> pod.name() + ": there is no ServiceAccount " + pod.serviceAccount());
    Stream<String> tokens =
        manifests
            .functions()
            .filter(
                service ->
                    !Boolean.FALSE.equals(
                        service
                            .getSpec()
                            .getTemplate()
                            .getSpec()
                            .getAutomountServiceAccountToken()))
            .map(service -> service.getMetadata().getName() + ": a function needs no token");
    return Stream.concat(unknown, tokens);
  }

  private static Stream<EnvVar> variables(Pod pod) {
    return pod.containers().stream().flatMap(container -> container.getEnv().stream());
  }

  private static Stream<Volume> volumes(Pod pod) {
    return pod.volumes() == null ? Stream.of() : pod.volumes().stream();
  }
}
