package dev.oncue.hotrod;

import dev.oncue.Grid;
import dev.oncue.ballot.Receipts;
import dev.oncue.poll.Poll;
import dev.oncue.poll.PollFixtures;
import dev.oncue.poll.PollId;
import dev.oncue.stream.StreamId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Polls in such numbers as retention keeps. */
final class ManyPolls {
  private static final int AT_ONCE = 32;
  private static final int TRIES = 20;

  private ManyPolls() {}

  /** Open polls of one stream, each added. */
  static List<Poll> add(Grid grid, int number) {
    StreamId stream = PollFixtures.freshStream();
    List<Poll> polls = new ArrayList<>();
    List<CompletableFuture<?>> adding = new ArrayList<>();
    for (int i = 0; i < number; i++) {
      Poll poll = poll(stream, "q" + i);
      polls.add(poll);
      adding.add(add(grid, poll, TRIES).toCompletableFuture());
      if (adding.size() == AT_ONCE) {
        adding.forEach(CompletableFuture::join);
        adding.clear();
      }
    }
    adding.forEach(CompletableFuture::join);
    return polls;
  }

  /** A machine that does much else may let a call wait for too long. */
  private static CompletionStage<?> add(Grid grid, Poll poll, int tries) {
    return grid.polls()
        .add(poll)
        .exceptionallyCompose(
            fault ->
                tries > 1
                    ? add(grid, poll, tries - 1).thenApply(done -> Optional.empty())
                    : CompletableFuture.failedFuture(fault));
  }

  static Poll poll(StreamId stream, String name) {
    return PollFixtures.poll().id(new PollId(stream, name)).receipts(Receipts.withNewKey()).build();
  }
}
