package dev.oncue.warmpool.knative.serving;

import io.fabric8.knative.serving.v1.Service;
import io.fabric8.knative.serving.v1.TrafficTarget;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Where a Knative Service sends its requests. Immutable.
 *
 * @param service its name
 * @param revisions all that are kept hot: those that get requests, by percentage or by tag, and the
 *     latest one, which gets them once it is ready
 * @param serving those that get a share of the Service's own requests; the Service is warm when
 *     they are
 * @param address where it is reached, inside the cluster where that is known
 */
public record Route(
    String service, List<String> revisions, List<String> serving, Optional<URI> address) {

  private static final Set<String> SCHEMES = Set.of("http", "https");

  /** As the status of a Service says. */
  public static Route of(Service service) {
    List<TrafficTarget> traffic =
        service.getStatus() == null ? List.of() : service.getStatus().getTraffic();
    List<String> serving = names(traffic.stream().filter(Route::hasShare));
    List<String> tagged = names(traffic.stream().filter(target -> target.getTag() != null));
    List<String> all =
        Stream.of(serving.stream(), tagged.stream(), latest(service).stream())
            .flatMap(names -> names)
            .distinct()
            .toList();
    return new Route(
        service.getMetadata().getName(), all, serving.isEmpty() ? all : serving, address(service));
  }

  private static boolean hasShare(TrafficTarget target) {
    return target.getPercent() != null && target.getPercent() > 0;
  }

  private static List<String> names(Stream<TrafficTarget> targets) {
    return targets
        .map(TrafficTarget::getRevisionName)
        .filter(name -> name != null && !name.isEmpty())
        .distinct()
        .toList();
  }

  private static Optional<String> latest(Service service) {
    return Optional.ofNullable(service.getStatus())
        .map(status -> status.getLatestCreatedRevisionName())
        .filter(name -> !name.isEmpty());
  }

  private static Optional<URI> address(Service service) {
    if (service.getStatus() == null) {
      return Optional.empty();
    }
    Stream<String> inside =
        Stream.ofNullable(service.getStatus().getAddress()).map(address -> address.getUrl());
    return Stream.concat(inside, Stream.ofNullable(service.getStatus().getUrl()))
        .flatMap(url -> parse(url).stream())
        .findFirst();
  }

  private static Optional<URI> parse(String url) {
    try {
      return Optional.ofNullable(url)
          .map(URI::create)
          .filter(uri -> uri.getHost() != null && SCHEMES.contains(uri.getScheme()));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
