package dev.oncue.pollopen;

import com.fasterxml.jackson.databind.JsonNode;
import dev.oncue.http.cloudevent.CloudEvents;
import dev.oncue.json.Json;
import io.quarkus.funqy.Funq;
import io.quarkus.funqy.knative.events.CloudEvent;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;

/** {@code dev.oncue.poll.open.v1}: a producer opens or schedules a poll. */
public final class PollOpenFunction {
  private final CloudEvents events;
  private final PollOpenService service;

  @Inject
  PollOpenFunction(CloudEvents events, PollOpenService service) {
    this.events = events;
    this.service = service;
  }

  /** Opens the poll in the event's data. */
  @Funq("dev.oncue.poll.open.v1")
  public Uni<CloudEvent<JsonNode>> open(CloudEvent<JsonNode> event) {
    return events.handle(
        (caller, data, delivery) ->
            service
                .open(caller, data, PollNames.of(delivery))
                .thenApply(opening -> Json.bytes(service.document(opening.poll()))));
  }
}
