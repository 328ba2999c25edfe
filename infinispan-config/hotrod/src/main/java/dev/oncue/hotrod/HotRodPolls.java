package dev.oncue.hotrod;

import dev.oncue.poll.Poll;
import dev.oncue.poll.PollId;
import dev.oncue.poll.Polls;
import dev.oncue.stream.StreamId;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;

/** The polls that the grid's servers keep: key {@link PollId#path()}. */
final class HotRodPolls implements Polls {
  private final MirroredEntries<Poll> polls;

  HotRodPolls(MirroredEntries<Poll> polls) {
    this.polls = polls;
  }

  @Override
  public CompletionStage<Optional<Poll>> find(PollId id) {
    return polls.find(id.path());
  }

  @Override
  public CompletionStage<Optional<Poll>> add(Poll poll) {
    String key = poll.id().path();
    return poll.id().stream().isScratch()
        ? polls.add("oncue.add.scratch", key, poll)
        : polls.add(key, poll);
  }

  @Override
  public CompletionStage<Boolean> replace(Poll expected, Poll next) {
    return polls.replace(expected.id().path(), expected, next);
  }

  @Override
  public CompletionStage<List<Poll>> ofStream(StreamId stream) {
    return all()
        .thenApply(all -> all.stream().filter(poll -> poll.id().stream().equals(stream)).toList());
  }

  @Override
  public CompletionStage<List<Poll>> all() {
    return polls.all();
  }

  @Override
  public CompletionStage<Void> remove(PollId id) {
    return polls.remove(id.path());
  }

  @Override
  public void watch(Consumer<Poll> listener) {
    polls.watch(listener);
  }
}
