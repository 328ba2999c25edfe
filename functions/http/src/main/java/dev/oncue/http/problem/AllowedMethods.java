package dev.oncue.http.problem;

import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jboss.resteasy.reactive.server.core.CurrentRequestManager;
import org.jboss.resteasy.reactive.server.core.ResteasyReactiveRequestContext;
import org.jboss.resteasy.reactive.server.handlers.ClassRoutingHandler;
import org.jboss.resteasy.reactive.server.handlers.RestInitialHandler.InitialMatch;
import org.jboss.resteasy.reactive.server.mapping.RequestMapper;
import org.jboss.resteasy.reactive.server.mapping.RequestMapper.RequestMatch;
import org.jboss.resteasy.reactive.server.mapping.RuntimeResource;
import org.jboss.resteasy.reactive.server.spi.ServerRestHandler;

/**
 * The methods of a REST address, as an answer 405 must name them (RFC 9110, section 15.5.6).
 * Quarkus REST does not tell them; they are read from the tables by which it finds an endpoint.
 */
final class AllowedMethods {
  private AllowedMethods() {}

  /** Those of the address that the request under way asked for, as the value of {@code Allow}. */
  static String ofThis() {
    Set<String> methods = new TreeSet<>(Set.of("OPTIONS"));
    ResteasyReactiveRequestContext request = CurrentRequestManager.get();
    RequestMatch<InitialMatch> found =
        new RequestMapper<>(request.getDeployment().getClassMappers())
            .map(request.getPathWithoutPrefix());
    if (found != null) {
      for (ServerRestHandler handler : found.value.handlers) {
        if (handler instanceof ClassRoutingHandler resources) {
          addTo(methods, resources.getMappers(), found.remaining);
        }
      }
    }
    return String.join(", ", methods);
  }

  private static void addTo(
      Set<String> methods, Map<String, RequestMapper<RuntimeResource>> mappers, String remaining) {
    mappers.forEach(
        (method, mapper) -> {
          if (method != null && mapper.map(remaining.isEmpty() ? "/" : remaining) != null) {
            methods.add(method);
          }
        });
    if (methods.contains("GET")) {
      methods.add("HEAD");
    }
  }
}
