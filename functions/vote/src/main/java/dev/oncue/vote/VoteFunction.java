package dev.oncue.vote;

import com.fasterxml.jackson.databind.JsonNode;
import dev.oncue.http.cloudevent.CloudEvents;
import dev.oncue.http.token.Caller;
import dev.oncue.json.Fields;
import io.quarkus.funqy.Funq;
import io.quarkus.funqy.knative.events.CloudEvent;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** {@code dev.oncue.vote.cast.v1}: a producer casts a ballot for a viewer, named in the data. */
public final class VoteFunction {
  /** A vote is answered within two seconds, with whatever else its event needs. */
  private static final Duration TIMEOUT = Duration.ofMillis(1_800);

  private final CloudEvents events;
  private final VoteService service;
  private final VoteLoops loops;

  @Inject
  VoteFunction(CloudEvents events, VoteService service, VoteLoops loops) {
    this.events = events;
    this.service = service;
    this.loops = loops;
  }

  /** Takes the ballot in the event's data. */
  @Funq("dev.oncue.vote.cast.v1")
  public Uni<CloudEvent<JsonNode>> cast(CloudEvent<JsonNode> event) {
    return events.handle(TIMEOUT, (caller, data, delivery) -> cast(caller, data));
  }

  private CompletionStage<byte[]> cast(Caller caller, Fields data) {
    VoteRequest request =
        VoteRequest.read(data, caller.reach(data.name("stream")), data.viewer("viewer"));
    CompletableFuture<byte[]> answer = new CompletableFuture<>();
    loops.execute(() -> takeInto(answer, request));
    return answer;
  }

  private void takeInto(CompletableFuture<byte[]> answer, VoteRequest request) {
    CompletableFuture.completedFuture(request)
        .thenCompose(service::take)
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
