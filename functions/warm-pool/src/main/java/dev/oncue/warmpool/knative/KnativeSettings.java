package dev.oncue.warmpool.knative;

import dev.oncue.http.SettingException;
import dev.oncue.http.Settings;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * Where the pool's functions run.
 *
 * @param namespace of their Knative Services, and of the pool's own records
 * @param name of the ConfigMap and the Lease of the pool
 * @param services names of Services by function, where they differ from the function's
 * @param servingNamespace where Knative Serving is installed
 * @param servingVersion of Knative Serving; empty: it is looked up
 * @param identity of this process among those that share the pool; no two that run may have one
 */
public record KnativeSettings(
    String namespace,
    String name,
    Map<String, String> services,
    String servingNamespace,
    Optional<ServingVersion> servingVersion,
    String identity) {
  private static final String PREFIX = "ONCUE_WARM_POOL_";
  private static final Pattern DNS_LABEL = Pattern.compile("[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?");

  /**
   * Reads the settings {@code ONCUE_WARM_POOL_*}. Throws a {@link SettingException} for a value
   * that breaks its rule.
   *
   * @param settings gives the value of a config property
   * @param ownNamespace the namespace this process runs in; {@code null}: not known
   */
  public static KnativeSettings read(
      Function<String, Optional<String>> settings, String ownNamespace) {
    return new KnativeSettings(
        label(settings, "NAMESPACE", ownNamespace),
        label(settings, "NAME", "oncue-warm-pool"),
        services(text(settings, "SERVICES").orElse("")),
        label(settings, "SERVING_NAMESPACE", "knative-serving"),
        text(settings, "SERVING_VERSION").map(KnativeSettings::version),
        settings.apply("hostname").orElseGet(() -> UUID.randomUUID().toString()));
  }

  private static Optional<String> text(Function<String, Optional<String>> settings, String name) {
    return settings.apply(Settings.propertyOf(PREFIX + name));
  }

  private static String label(
      Function<String, Optional<String>> settings, String name, String otherwise) {
    String text = text(settings, name).or(() -> Optional.ofNullable(otherwise)).orElse("").strip();
    if (!DNS_LABEL.matcher(text).matches()) {
      throw new SettingException(
          PREFIX + name, "must be a Kubernetes name like oncue, not " + text);
    }
    return text;
  }

  private static Map<String, String> services(String text) {
    Map<String, String> services = new LinkedHashMap<>();
    for (String pair : text.isBlank() ? new String[0] : text.split(",")) {
      String[] sides = pair.strip().split("=", -1);
      boolean isPair =
          sides.length == 2 && !sides[0].isBlank() && DNS_LABEL.matcher(sides[1].strip()).matches();
      if (!isPair || services.put(sides[0].strip(), sides[1].strip()) != null) {
        throw new SettingException(
            PREFIX + "SERVICES",
            "must name each function once, like vote=vote-blue,live=live-blue, not " + text);
      }
    }
    return Map.copyOf(services);
  }

  private static ServingVersion version(String text) {
    return ServingVersion.parse(text)
        .orElseThrow(
            () ->
                new SettingException(
                    PREFIX + "SERVING_VERSION", "must be a version like 1.21, not " + text));
  }
}
