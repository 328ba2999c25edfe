package dev.oncue.pollopen;

import dev.oncue.http.Caller;
import dev.oncue.http.Problem;
import dev.oncue.json.Fields;
import dev.oncue.json.Json;
import dev.oncue.poll.Opening;
import dev.oncue.poll.Poll;
import dev.oncue.poll.PollDraft;
import dev.oncue.poll.PollJson;
import dev.oncue.poll.PollLifecycle;
import dev.oncue.poll.PollStatus;
import dev.oncue.window.Readiness;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** Opens polls, by HTTP and by event. Thread-safe; never blocks. */
@Singleton
final class PollOpenDesk {
  private final PollLifecycle lifecycle;
  private final WarmPoolView warmPool;
  private final Clock clock;

  @Inject
  PollOpenDesk(PollLifecycle lifecycle, WarmPoolView warmPool, Clock clock) {
    this.lifecycle = lifecycle;
    this.warmPool = warmPool;
    this.clock = clock;
  }

  /**
   * Opens the poll that the fields describe.
   *
   * @param madeUpName its name when they name none
   * @return what became of it; fails with poll-exists when another poll has its id
   */
  CompletionStage<Opening> open(Caller caller, Fields fields, String madeUpName) {
    PollDraft draft = PollDraft.read(fields, caller.tenant(), madeUpName);
    caller.reach(draft.id().stream().name());
    return lifecycle.open(draft).thenApply(PollOpenDesk::requireNoConflict);
  }

  private static Opening requireNoConflict(Opening opening) {
    if (opening instanceof Opening.Conflict conflict) {
      throw Problem.POLL_EXISTS.with(
          "poll: " + conflict.poll().id().name() + " exists and is another poll");
    }
    return opening;
  }

  PollStatus statusOf(Poll poll) {
    return poll.status(clock.instant());
  }

  /** The poll as it stands, and how ready the warm pool is for it where that is known. */
  byte[] document(Poll poll) {
    Instant now = clock.instant();
    Optional<Readiness> readiness = warmPool.readiness(poll, now);
    return Json.bytes(
        json -> {
          json.writeStartObject();
          PollJson.writeInside(json, poll, now, poll.result());
          if (readiness.isPresent()) {
            json.writeStringField("warmPool", readiness.get().word());
          }
          json.writeEndObject();
        });
  }
}
