package dev.oncue.pollopen;

import com.fasterxml.jackson.databind.JsonNode;
import dev.oncue.http.CloudEvents;
import io.quarkus.funqy.Funq;
import io.quarkus.funqy.knative.events.CloudEvent;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;

/** {@code dev.oncue.poll.open.v1}: a producer opens or schedules a poll. */
public final class PollOpenFunction {
  private final CloudEvents events;
  private final PollOpenDesk desk;

  @Inject
  PollOpenFunction(CloudEvents events, PollOpenDesk desk) {
    this.events = events;
    this.desk = desk;
  }

  /** Opens the poll in the event's data. */
  @Funq("dev.oncue.poll.open.v1")
  public Uni<CloudEvent<JsonNode>> open(CloudEvent<JsonNode> event) {
    return events.handle(
        (caller, data, delivery) ->
            desk.open(caller, data, PollNames.of(delivery))
                .thenApply(opening -> desk.document(opening.poll())));
  }
}
