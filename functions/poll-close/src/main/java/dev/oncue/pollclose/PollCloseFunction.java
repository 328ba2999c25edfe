package dev.oncue.pollclose;

import com.fasterxml.jackson.databind.JsonNode;
import dev.oncue.http.cloudevent.CloudEvents;
import dev.oncue.json.Json;
import io.quarkus.funqy.Funq;
import io.quarkus.funqy.knative.events.CloudEvent;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;

/** {@code dev.oncue.poll.close.v1}: a producer closes a poll. */
public final class PollCloseFunction {
  private final CloudEvents events;
  private final PollCloseService service;

  @Inject
  PollCloseFunction(CloudEvents events, PollCloseService service) {
    this.events = events;
    this.service = service;
  }

  /** Closes the poll in the event's data. */
  @Funq("dev.oncue.poll.close.v1")
  public Uni<CloudEvent<JsonNode>> close(CloudEvent<JsonNode> event) {
    return events.handle(
        (caller, data, delivery) ->
            service.close(caller, data).thenApply(poll -> Json.bytes(service.document(poll))));
  }
}
