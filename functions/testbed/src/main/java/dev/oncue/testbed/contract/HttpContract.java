package dev.oncue.testbed.contract;

import dev.oncue.Grid;
import dev.oncue.ballot.Tally;
import dev.oncue.poll.Poll;
import dev.oncue.poll.PollLifecycle;
import dev.oncue.testbed.Prepared;
import jakarta.inject.Inject;

/**
 * A part of the HTTP contract. It calls the endpoints of one function, and does by the grid what
 * others would have done before, so that the function may run alone or with all others.
 */
public abstract class HttpContract {
  @Inject protected Grid grid;
  @Inject protected PollLifecycle lifecycle;

  /** A stream that no other test has. */
  protected final String stream = Prepared.freshStream();

  /** The grid that the function is on. */
  public final Grid grid() {
    return grid;
  }

  /** What opens and closes polls on that grid. */
  public final PollLifecycle lifecycle() {
    return lifecycle;
  }

  /** The ballots of a poll as they are counted now. */
  protected final Tally tally(Poll poll) {
    return grid.ballotBoxes().tally(poll).toCompletableFuture().join();
  }
}
