package dev.oncue.pollclose;

import dev.oncue.http.Caller;
import dev.oncue.http.PollDocuments;
import dev.oncue.http.Problem;
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
final class PollCloseDesk {
  private final PollLifecycle lifecycle;
  private final Clock clock;

  @Inject
  PollCloseDesk(PollLifecycle lifecycle, Clock clock) {
    this.lifecycle = lifecycle;
    this.clock = clock;
  }

  /** Closes the poll that the fields name; fails with unknown-poll when there is none. */
  CompletionStage<Poll> close(Caller caller, Fields fields) {
    PollId id = new PollId(caller.reach(fields.name("stream")), fields.name("poll"));
    return lifecycle.close(id).thenApply(found -> found.orElseThrow(() -> Problem.unknownPoll(id)));
  }

  /** The poll as its producer sees it. */
  byte[] document(Poll poll) {
    return PollDocuments.poll(poll, clock.instant(), poll.result());
  }
}
