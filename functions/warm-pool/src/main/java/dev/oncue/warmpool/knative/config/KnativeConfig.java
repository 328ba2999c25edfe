package dev.oncue.warmpool.knative.config;

import dev.oncue.warmpool.knative.serving.ServingVersion;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithConverter;
import io.smallrye.config.WithDefault;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.eclipse.microprofile.config.spi.Converter;

/**
 * Where the warm pool finds Knative. Read by {@code warm-pool}. The Lease is held under the name in
 * {@code HOSTNAME}, which Kubernetes sets: no two processes may share it. How the Kubernetes API is
 * reached is set by {@code QUARKUS_KUBERNETES_CLIENT_...}, as for any Quarkus application.
 */
@ConfigMapping(prefix = "oncue.warm-pool")
public interface KnativeConfig {
  /** The namespace of the functions' Knative Services. Else it is the one of this process. */
  @WithConverter(NameConverter.class)
  Optional<String> namespace();

  /** The name of the pool's ConfigMap and Lease. */
  @WithDefault("oncue-warm-pool")
  @WithConverter(NameConverter.class)
  String name();

  /**
   * The names of Knative Services by function, where they differ: {@code
   * vote=vote-blue,live=live-blue}. Else a function's Service is the one with the label {@code
   * oncue.dev/function=vote}, else the one called {@code vote}.
   */
  @WithConverter(ServicesConverter.class)
  Optional<Services> services();

  /** The namespace where Knative Serving is installed. */
  @WithDefault("knative-serving")
  @WithConverter(NameConverter.class)
  String servingNamespace();

  /** The version of Knative Serving. Else the pool looks it up in Knative's own Deployment. */
  @WithConverter(VersionConverter.class)
  Optional<ServingVersion> servingVersion();

  /** Names of Services by function. */
  record Services(Map<String, String> byFunction) {}

  /** Takes a DNS label, as Kubernetes names most things by one. */
  final class NameConverter implements Converter<String> {
    private static final long serialVersionUID = 1L;
    private static final Pattern DNS_LABEL = Pattern.compile("[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?");

    @Override
    public String convert(String text) {
      return name(text);
    }

    static String name(String text) {
      if (!isName(text.strip())) {
        throw new IllegalArgumentException("must be a Kubernetes name like oncue, not " + text);
      }
      return text.strip();
    }

    static boolean isName(String text) {
      return DNS_LABEL.matcher(text).matches();
    }
  }

  /** Reads pairs of a function and a Service. */
  final class ServicesConverter implements Converter<Services> {
    private static final long serialVersionUID = 1L;

    @Override
    public Services convert(String text) {
      Map<String, String> services = new LinkedHashMap<>();
      for (String pair : text.isBlank() ? new String[0] : text.split(",")) {
        String[] sides = pair.strip().split("=", -1);
        boolean isPair =
            sides.length == 2 && !sides[0].isBlank() && NameConverter.isName(sides[1].strip());
        if (!isPair || services.put(sides[0].strip(), sides[1].strip()) != null) {
          throw new IllegalArgumentException(
              "must name each function once, like vote=vote-blue,live=live-blue, not " + text);
        }
      }
      return new Services(Map.copyOf(services));
    }
  }

  /** Reads major and minor. */
  final class VersionConverter implements Converter<ServingVersion> {
    private static final long serialVersionUID = 1L;

    @Override
    public ServingVersion convert(String text) {
      return ServingVersion.parse(text)
          .orElseThrow(
              () -> new IllegalArgumentException("must be a version like 1.21, not " + text));
    }
  }
}
