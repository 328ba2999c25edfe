package dev.oncue.warmpool.knative;

import io.fabric8.knative.serving.v1.Service;
import java.util.Optional;

/**
 * The Knative Service of a function, or why there is none.
 *
 * @param problem one sentence; empty where there is one
 */
record Found(Optional<Service> service, String problem) {
  static Found one(Service service) {
    return new Found(Optional.of(service), "");
  }

  static Found not(String problem) {
    return new Found(Optional.empty(), problem);
  }
}
