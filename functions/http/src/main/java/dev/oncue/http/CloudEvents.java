package dev.oncue.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.oncue.Grid;
import dev.oncue.event.Deliveries;
import dev.oncue.event.DeliveryId;
import dev.oncue.json.Fields;
import io.quarkus.funqy.knative.events.CloudEvent;
import io.quarkus.funqy.knative.events.CloudEventBuilder;
import io.quarkus.vertx.http.runtime.CurrentVertxRequest;
import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What every function does with an event: runs it once however often it is delivered, and answers
 * it with an event, or with a problem. Thread-safe.
 *
 * <p>A Knative Trigger delivers again on 404, 408, 409, 429 and 5xx. So an event that can never
 * succeed is refused with 422, whatever status the same request would have been given as plain
 * HTTP; one that may succeed later keeps its 429 or 503.
 */
@Singleton
public final class CloudEvents {
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final int NOT_TO_BE_SENT_AGAIN = 422;

  private final Deliveries deliveries;
  private final CurrentVertxRequest request;
  private final Map<DeliveryId, CompletableFuture<byte[]>> underWay = new ConcurrentHashMap<>();

  @Inject
  CloudEvents(Grid grid, CurrentVertxRequest request) {
    this.deliveries = grid.deliveries();
    this.request = request;
  }

  /** What a function does with the data of an event. */
  @FunctionalInterface
  public interface Function {
    /**
     * @param caller the producer who sent it
     * @param data the event's data
     * @param delivery which event it is
     * @return the answer: a JSON document in UTF-8
     */
    CompletionStage<byte[]> apply(Caller caller, Fields data, DeliveryId delivery);
  }

  /** Handles the event of the current request. */
  public Uni<CloudEvent<JsonNode>> handle(Function function) {
    RoutingContext context = request.getCurrent();
    CloudEventEnvelope event = context.get(CloudEventEnvelope.class.getName());
    Caller caller = context.get(Caller.class.getName());
    DeliveryId delivery = new DeliveryId(caller.tenant(), event.source(), event.id());
    CompletionStage<CloudEvent<JsonNode>> answer =
        once(delivery, event, caller, function)
            .handle((bytes, failure) -> failure == null ? reply(bytes) : refuse(context, failure));
    // A refusal has been answered by then, past Funqy, which answers events alone.
    return Uni.createFrom()
        .completionStage(answer)
        .onItem()
        .ifNull()
        .switchTo(() -> Uni.createFrom().nothing());
  }

  private CompletableFuture<byte[]> once(
      DeliveryId id, CloudEventEnvelope event, Caller caller, Function function) {
    CompletableFuture<byte[]> mine = new CompletableFuture<>();
    CompletableFuture<byte[]> other = underWay.putIfAbsent(id, mine);
    if (other != null) {
      return other;
    }
    CompletableFuture.completedFuture(id)
        .thenCompose(deliveries::answer)
        .thenCompose(
            known ->
                known.isPresent()
                    ? CompletableFuture.completedFuture(known.get())
                    : run(id, event, caller, function))
        .whenComplete(
            (answer, failure) -> {
              underWay.remove(id);
              if (failure == null) {
                mine.complete(answer);
              } else {
                mine.completeExceptionally(failure);
              }
            });
    return mine;
  }

  private CompletionStage<byte[]> run(
      DeliveryId id, CloudEventEnvelope event, Caller caller, Function function) {
    return function
        .apply(caller, event.data(), id)
        .thenCompose(answer -> deliveries.remember(id, answer).thenApply(first -> answer));
  }

  private static CloudEvent<JsonNode> reply(byte[] document) {
    try {
      return CloudEventBuilder.create().build(MAPPER.readTree(document));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static CloudEvent<JsonNode> refuse(RoutingContext context, Throwable failure) {
    ProblemException refusal = ProblemException.of(failure);
    int status = refusal.problem().status();
    boolean wouldComeAgain = status == 404 || status == 409;
    ProblemAnswers.end(context, refusal, wouldComeAgain ? NOT_TO_BE_SENT_AGAIN : status);
    return null;
  }
}
