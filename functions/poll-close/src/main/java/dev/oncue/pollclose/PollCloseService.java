package dev.oncue.pollclose;

import dev.oncue.http.api.PollResponse;
import dev.oncue.http.problem.Problem;
import dev.oncue.http.token.Caller;
import dev.oncue.json.Fields;
import dev.oncue.poll.Poll;
import dev.oncue.poll.PollId;
import dev.oncue.poll.PollLifecycle;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.concurrent.CompletionStage;

/** Closes polls, by HTTP and by event. Thread-safe; never blocks. */
@Singleton
final class PollCloseService {
  private final PollLifecycle lifecycle;
  private final Clock clock;

  @Inject
  PollCloseService(PollLifecycle lifecycle, Clock clock) {
    this.lifecycle = lifecycle;
    this.clock = clock;
  }

  /** Closes the poll that the fields name; fails with unknown-poll when there is none. */
  CompletionStage<Poll> close(Caller caller, Fields fields) {
    PollId id = new PollId(caller.reach(fields.name("stream")), fields.name("poll"));
    return lifecycle.close(id).thenApply(found -> found.orElseThrow(() -> Problem.unknownPoll(id)));
  }

  /** The poll as its producer sees it. */
  PollResponse document(Poll poll) {
    return PollResponse.of(poll, clock.instant(), poll.result());
  }
}
