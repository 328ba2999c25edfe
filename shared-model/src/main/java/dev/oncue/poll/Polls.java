package dev.oncue.poll;

import dev.oncue.stream.StreamId;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;

/**
 * The polls that are kept. Thread-safe; no method blocks. A stage fails only when the grid does.
 */
public interface Polls {
  /** The poll with that id. */
  CompletionStage<Optional<Poll>> find(PollId id);

  /**
   * Keeps a poll unless one with its id is kept already. Atomic.
   *
   * @return the poll that was there, or empty when this one is kept now
   */
  CompletionStage<Optional<Poll>> add(Poll poll);

  /**
   * Puts one poll in the place of another, unless it has changed in between. Atomic.
   *
   * @return whether it did
   */
  CompletionStage<Boolean> replace(Poll expected, Poll next);

  /** All polls of a stream. */
  CompletionStage<List<Poll>> ofStream(StreamId stream);

  /** All polls. */
  CompletionStage<List<Poll>> all();

  /** Removes a poll. */
  CompletionStage<Void> remove(PollId id);

  /**
   * Calls {@code listener} with every poll that is added or replaced from now on, as it is then. It
   * is called on a thread of the grid and must not block.
   */
  void watch(Consumer<Poll> listener);
}
