package dev.oncue.http.priming;

import dev.oncue.Grid;
import dev.oncue.GridUnavailableException;
import dev.oncue.StageFailure;
import dev.oncue.json.Fields;
import dev.oncue.poll.Poll;
import dev.oncue.poll.PollDraft;
import dev.oncue.poll.PollLifecycle;
import dev.oncue.poll.RemovedException;
import dev.oncue.stream.StreamId;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.BooleanSupplier;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * A poll of a tenant that nobody is in, for the calls of one priming. Its methods wait for the
 * grid. For one thread.
 */
final class ScratchPoll {
  /** One that its process could not remove closes by itself, and is removed then. */
  private static final Duration LIFE = Duration.ofMinutes(1);

  private static final long PAUSE_MILLIS = 100;
  private static final Logger LOG = Logger.getLogger(ScratchPoll.class);

  private final Grid grid;
  private final PollLifecycle lifecycle;
  private final JsonObject request =
      new JsonObject()
          .put("stream", "priming")
          .put("poll", UUID.randomUUID().toString())
          .put("question", "Is this instance warm?")
          .put("duration", LIFE.toString())
          .put("options", new JsonArray().add(option("yes")).add(option("no")));

  private @Nullable Poll opened;

  ScratchPoll(Grid grid, PollLifecycle lifecycle) {
    this.grid = grid;
    this.lifecycle = lifecycle;
  }

  private static JsonObject option(String name) {
    return new JsonObject().put("id", name).put("text", name);
  }

  /** What a producer would send to open it. */
  JsonObject request() {
    return request;
  }

  /**
   * Opens it, as soon as the grid takes it.
   *
   * @param ending whether the process ends
   * @return whether it is open; not when the process ended before
   */
  boolean open(BooleanSupplier ending) throws InterruptedException {
    Fields fields = Fields.parse(request.toBuffer().getBytes());
    PollDraft draft = PollDraft.read(fields, StreamId.SCRATCH_TENANT, fields.name("poll"));
    while (!ending.getAsBoolean()) {
      try {
        opened = joined(lifecycle.open(draft)).poll();
        return true;
      } catch (GridUnavailableException e) {
        Thread.sleep(PAUSE_MILLIS);
      }
    }
    return false;
  }

  /**
   * Removes it, unless others have. Where the grid is away it stays until its retention is over.
   */
  void remove() {
    if (opened == null) {
      return;
    }
    try {
      joined(lifecycle.close(opened.id()));
      joined(grid.ballotBoxes().discard(opened));
      joined(grid.polls().remove(opened.id()));
    } catch (RemovedException | GridUnavailableException e) {
      // An instance that closes polls removes it as soon as it is closed, and may be faster.
      LOG.debug("the scratch poll is not removed here", e);
    }
  }

  private static <T> T joined(CompletionStage<T> stage) {
    try {
      return stage.toCompletableFuture().join();
    } catch (CompletionException e) {
      throw StageFailure.cause(e) instanceof RuntimeException fault ? fault : e;
    }
  }
}
