package dev.oncue.http;

import dev.oncue.Grid;
import dev.oncue.GridUnavailableException;
import dev.oncue.json.Fields;
import dev.oncue.poll.Poll;
import dev.oncue.poll.PollDraft;
import dev.oncue.poll.PollLifecycle;
import dev.oncue.stream.StreamId;
import io.quarkus.arc.All;
import io.quarkus.runtime.LaunchMode;
import io.quarkus.vertx.http.HttpServerStart;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import jakarta.enterprise.event.ObservesAsync;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;
import org.jboss.logging.Logger;

/**
 * Ready means warm: an instance first makes the calls of its {@link Rehearsal}s to itself, over its
 * own socket, for a scratch poll that is gone afterwards. It waits for the grid as long as it must;
 * the calls take {@link #PATIENCE} at most, and one that goes wrong keeps nobody from being ready.
 * {@code ONCUE_PRIMING_REQUESTS} says how many calls each rehearsal has; 0: none.
 */
@Readiness
@Singleton
final class Priming implements HealthCheck {
  /** A scratch poll that its process could not remove closes by itself, and is removed then. */
  private static final Duration SCRATCH_LIFE = Duration.ofMinutes(1);

  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final long PAUSE_MILLIS = 100;
  private static final Logger LOG = Logger.getLogger(Priming.class);

  private final Grid grid;
  private final PollLifecycle lifecycle;
  private final Tokens tokens;
  private final Drain drain;
  private final Vertx vertx;
  private final List<Rehearsal> rehearsals;
  private final int requests;
  private volatile boolean primed;

  @Inject
  Priming(
      Grid grid,
      PollLifecycle lifecycle,
      Tokens tokens,
      Drain drain,
      Vertx vertx,
      @All List<Rehearsal> rehearsals,
      @ConfigProperty(name = "oncue.priming.requests", defaultValue = "200") String requests) {
    this.grid = grid;
    this.lifecycle = lifecycle;
    this.tokens = tokens;
    this.drain = drain;
    this.vertx = vertx;
    this.rehearsals = rehearsals;
    this.requests = Settings.number("ONCUE_PRIMING_REQUESTS", requests, 0, 100_000);
    // Tests measure nothing, and count what they themselves have sent.
    this.primed = this.requests == 0 || LaunchMode.current() != LaunchMode.NORMAL;
  }

  @Override
  public HealthCheckResponse call() {
    return HealthCheckResponse.named("primed").status(primed).build();
  }

  /** Runs on a thread of its own, once the server listens. */
  void prime(@ObservesAsync HttpServerStart started) throws InterruptedException {
    if (primed) {
      return;
    }
    // The grid stays until this has ended, as it does for any request.
    drain.begin();
    try {
      rehearse(SelfCalls.to(started, vertx, tokens));
    } catch (ProblemException publicKeysOnly) {
      LOG.infof("no rehearsal: %s", publicKeysOnly.getMessage());
    } finally {
      primed = true;
      drain.end();
    }
  }

  private void rehearse(SelfCalls calls) throws InterruptedException {
    JsonObject request = scratchPoll();
    Poll scratch = open(request);
    if (scratch == null) {
      return;
    }
    long deadlineNanos = System.nanoTime() + PATIENCE.toNanos();
    try (calls) {
      for (Rehearsal rehearsal : rehearsals) {
        for (int number = 0; number < requests && System.nanoTime() < deadlineNanos; number++) {
          if (drain.isEnding()) {
            break;
          }
          calls.make(rehearsal.call(request, number), number);
        }
      }
      calls.awaitAll(deadlineNanos - System.nanoTime());
    } finally {
      remove(scratch);
    }
  }

  private static JsonObject scratchPoll() {
    return new JsonObject()
        .put("stream", "rehearsal")
        .put("poll", UUID.randomUUID().toString())
        .put("question", "Is this instance warm?")
        .put("duration", SCRATCH_LIFE.toString())
        .put("options", new JsonArray().add(option("yes")).add(option("no")));
  }

  private static JsonObject option(String name) {
    return new JsonObject().put("id", name).put("text", name);
  }

  /** The scratch poll, once the grid has taken it; {@code null}: the process ends. */
  private Poll open(JsonObject request) throws InterruptedException {
    Fields fields = Fields.parse(request.toBuffer().getBytes());
    PollDraft draft = PollDraft.read(fields, StreamId.SCRATCH_TENANT, null);
    while (!drain.isEnding()) {
      try {
        return joined(lifecycle.open(draft)).poll();
      } catch (GridUnavailableException e) {
        Thread.sleep(PAUSE_MILLIS);
      }
    }
    return null;
  }

  private void remove(Poll scratch) {
    try {
      joined(lifecycle.close(scratch.id()));
      joined(grid.ballotBoxes().discard(scratch));
      joined(grid.polls().remove(scratch.id()));
    } catch (GridUnavailableException e) {
      LOG.debug("the scratch poll stays until its retention is over", e);
    }
  }

  private static <T> T joined(CompletionStage<T> stage) {
    try {
      return stage.toCompletableFuture().join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof GridUnavailableException unavailable) {
        throw unavailable;
      }
      throw e;
    }
  }
}
