package dev.oncue.warmpool.knative.sim;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;
import java.util.stream.StreamSupport;

/** {@code status.conditions} of an object. */
final class Conditions {
  private Conditions() {}

  static Optional<String> of(JsonNode object, String type) {
    return StreamSupport.stream(object.path("status").path("conditions").spliterator(), false)
        .filter(condition -> condition.path("type").asText().equals(type))
        .map(condition -> condition.path("status").asText())
        .findFirst();
  }

  static boolean is(JsonNode object, String type, String status) {
    return of(object, type).filter(status::equals).isPresent();
  }
}
