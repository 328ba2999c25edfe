package dev.oncue.warmpool.knative.serving;

import io.fabric8.knative.serving.v1.Service;
import java.util.Optional;

/**
 * The Knative Service of a function, or why there is none.
 *
 * @param problem one sentence; empty where there is one
 */
public record ServiceLookup(Optional<Service> service, String problem) {
  static ServiceLookup one(Service service) {
    return new ServiceLookup(Optional.of(service), "");
  }

  static ServiceLookup not(String problem) {
    return new ServiceLookup(Optional.empty(), problem);
  }
}
