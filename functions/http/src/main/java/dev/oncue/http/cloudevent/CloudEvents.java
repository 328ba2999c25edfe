package dev.oncue.http.cloudevent;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.oncue.Grid;
import dev.oncue.StageFailure;
import dev.oncue.event.DeliveryId;
import dev.oncue.http.problem.Problem;
import dev.oncue.http.problem.ProblemAnswers;
import dev.oncue.http.problem.ProblemException;
import dev.oncue.http.token.Caller;
import dev.oncue.json.Fields;
import dev.oncue.stream.StreamId;
import io.quarkus.funqy.knative.events.CloudEvent;
import io.quarkus.funqy.knative.events.CloudEventBuilder;
import io.quarkus.vertx.http.runtime.CurrentVertxRequest;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

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

  /** Knative cuts a request off after ten seconds. */
  private static final Duration TIMEOUT = Duration.ofSeconds(9);

  private final OnceOnly once;
  private final CurrentVertxRequest request;

  @Inject
  CloudEvents(Vertx vertx, Grid grid, CurrentVertxRequest request) {
    this.once = new OnceOnly(vertx, grid.deliveries());
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

  /** Handles the event of the current request, within nine seconds. */
  public Uni<CloudEvent<JsonNode>> handle(Function function) {
    return handle(TIMEOUT, function);
  }

  /**
   * Handles the event of the current request. It is refused as one that may be sent again when it
   * has no answer in time, whatever may still become of it.
   */
  public Uni<CloudEvent<JsonNode>> handle(Duration timeout, Function function) {
    RoutingContext context = request.getCurrent();
    CloudEventEnvelope event = context.get(CloudEventEnvelope.class.getName());
    Caller caller = context.get(Caller.class.getName());
    CompletionStage<CloudEvent<JsonNode>> answer =
        CompletableFuture.completedFuture(event)
            .thenApply(own -> delivery(own, caller))
            .thenCompose(
                id -> once.run(id, timeout, () -> function.apply(caller, event.data(), id)))
            .orTimeout(timeout.toMillis(), TimeUnit.MILLISECONDS)
            .handle(
                (bytes, failure) ->
                    failure == null ? reply(bytes) : refuse(context, StageFailure.cause(failure)));
    // A refusal has been answered by then, past Funqy, which answers events alone.
    return Uni.createFrom()
        .completionStage(answer)
        .onItem()
        .ifNull()
        .switchTo(() -> Uni.createFrom().nothing());
  }

  /**
   * Which event it is. Each one names a stream.
   *
   * @throws ProblemException forbidden, when the caller does not reach its stream: what was
   *     answered there is not told
   */
  private static DeliveryId delivery(CloudEventEnvelope event, Caller caller) {
    StreamId stream = caller.reach(event.data().name("stream"));
    return new DeliveryId(
        stream.tenant(), caller.name(), event.type(), stream.name(), event.source(), event.id());
  }

  private static CloudEvent<JsonNode> reply(byte[] document) {
    try {
      return CloudEventBuilder.create().build(MAPPER.readTree(document));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static @Nullable CloudEvent<JsonNode> refuse(RoutingContext context, Throwable failure) {
    ProblemException refusal =
        failure instanceof TimeoutException
            ? Problem.GRID_UNAVAILABLE.with("no answer came in time; this may be sent again")
            : ProblemException.of(failure);
    int status = refusal.problem().status();
    boolean wouldComeAgain = status == 404 || status == 409;
    ProblemAnswers.end(context, refusal, wouldComeAgain ? NOT_TO_BE_SENT_AGAIN : status);
    return null;
  }
}
