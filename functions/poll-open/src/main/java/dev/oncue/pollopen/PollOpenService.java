package dev.oncue.pollopen;

import dev.oncue.http.api.PollResponse;
import dev.oncue.http.limit.Limits;
import dev.oncue.http.problem.Problem;
import dev.oncue.http.token.Caller;
import dev.oncue.json.Fields;
import dev.oncue.poll.Opening;
import dev.oncue.poll.Poll;
import dev.oncue.poll.PollDraft;
import dev.oncue.poll.PollLifecycle;
import dev.oncue.poll.PollStatus;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Instant;
import java.util.concurrent.CompletionStage;

/** Opens polls, by HTTP and by event. Thread-safe; never blocks. */
@Singleton
final class PollOpenService {
  private final PollLifecycle lifecycle;
  private final WarmPoolView warmPool;
  private final Limits limits;
  private final Clock clock;

  @Inject
  PollOpenService(PollLifecycle lifecycle, WarmPoolView warmPool, Limits limits, Clock clock) {
    this.lifecycle = lifecycle;
    this.warmPool = warmPool;
    this.limits = limits;
    this.clock = clock;
  }

  /**
   * Opens the poll that the fields describe.
   *
   * @param madeUpName its name when they name none
   * @return what became of it; fails with poll-exists when another poll has its id, and with
   *     too-many-polls or too-many-streams when its tenant may have no more
   */
  CompletionStage<Opening> open(Caller caller, Fields fields, String madeUpName) {
    PollDraft draft = PollDraft.read(fields, caller.tenant(), madeUpName).requireReadable();
    caller.reach(draft.id().stream().name());
    return lifecycle.open(draft, limits::admit).thenApply(PollOpenService::requireNoConflict);
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
  PollResponse document(Poll poll) {
    Instant now = clock.instant();
    return PollResponse.opened(poll, now, warmPool.readiness(poll, now).orElse(null));
  }
}
