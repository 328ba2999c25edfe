package dev.oncue.react;

import com.fasterxml.jackson.databind.JsonNode;
import dev.oncue.http.cloudevent.CloudEvents;
import dev.oncue.json.Json;
import io.quarkus.funqy.Funq;
import io.quarkus.funqy.knative.events.CloudEvent;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;

/** {@code dev.oncue.reaction.send.v1}: a producer passes on a viewer's reaction. */
public final class ReactionFunction {
  private final CloudEvents events;
  private final ReactionService service;

  @Inject
  ReactionFunction(CloudEvents events, ReactionService service) {
    this.events = events;
    this.service = service;
  }

  /** Counts the reaction in the event's data. */
  @Funq("dev.oncue.reaction.send.v1")
  public Uni<CloudEvent<JsonNode>> send(CloudEvent<JsonNode> event) {
    return events.handle(
        (caller, data, delivery) ->
            service.take(caller, data, data.viewer("viewer")).thenApply(Json::bytes));
  }
}
