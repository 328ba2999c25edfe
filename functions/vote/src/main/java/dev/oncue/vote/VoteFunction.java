package dev.oncue.vote;

import com.fasterxml.jackson.databind.JsonNode;
import dev.oncue.http.Caller;
import dev.oncue.http.CloudEvents;
import dev.oncue.json.Fields;
import io.quarkus.funqy.Funq;
import io.quarkus.funqy.knative.events.CloudEvent;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import jakarta.inject.Inject;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** {@code dev.oncue.vote.cast.v1}: a producer casts a ballot for a viewer, named in the data. */
public final class VoteFunction {
  private final CloudEvents events;
  private final VoteDesk desk;
  private final Vertx vertx;

  @Inject
  VoteFunction(CloudEvents events, VoteDesk desk, Vertx vertx) {
    this.events = events;
    this.desk = desk;
    this.vertx = vertx;
  }

  /** Takes the ballot in the event's data. */
  @Funq("dev.oncue.vote.cast.v1")
  public Uni<CloudEvent<JsonNode>> cast(CloudEvent<JsonNode> event) {
    return events.handle((caller, data, delivery) -> cast(caller, data));
  }

  private CompletionStage<byte[]> cast(Caller caller, Fields data) {
    VoteRequest request =
        VoteRequest.read(data, caller.reach(data.name("stream")), data.name("viewer"));
    CompletableFuture<byte[]> answer = new CompletableFuture<>();
    vertx.getOrCreateContext().runOnContext(onLoop -> takeInto(answer, request));
    return answer;
  }

  private void takeInto(CompletableFuture<byte[]> answer, VoteRequest request) {
    CompletableFuture.completedFuture(request)
        .thenCompose(desk::take)
        .whenComplete(
            (bytes, failure) -> {
              if (failure == null) {
                answer.complete(bytes);
              } else {
                answer.completeExceptionally(failure);
              }
            });
  }
}
