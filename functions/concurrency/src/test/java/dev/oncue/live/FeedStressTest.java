package dev.oncue.live;

import static org.assertj.core.api.Assertions.assertThat;

import dev.oncue.Grid;
import dev.oncue.MemoryGrid;
import dev.oncue.OneLoop;
import dev.oncue.Repeated;
import dev.oncue.poll.Poll;
import dev.oncue.poll.PollFixtures;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** A feed that is loaded while polls are opened and viewers come. */
class FeedStressTest {
  private static final Clock NOON = Clock.fixed(PollFixtures.NOON, ZoneOffset.UTC);

  @Test
  void whoComesKnowsAPollFromTheStateOrFromAFrameAfterIt() {
    Repeated.run(
        () -> {
          Grid grid = MemoryGrid.create();
          Poll poll = PollFixtures.freshPoll().build();
          List<Frame> frames = new ArrayList<>();
          CompletableFuture<InitialEvents> initial = new CompletableFuture<>();
          try (OneLoop loop = new OneLoop()) {
            Feed feed = feed(poll, grid, loop, frames);
            grid.polls().watch(feed::changed);
            Thread producer = new Thread(() -> grid.polls().add(poll));
            Thread viewer =
                new Thread(() -> feed.initialEvents(null, true).thenAccept(initial::complete));
            producer.start();
            viewer.start();
            feed.start();
            producer.join();
            viewer.join();
            initial.join();
            CompletableFuture.runAsync(() -> {}, loop).join();
          }
          Snapshot state = initial.join().state().snapshot();
          boolean inState =
              state.polls().stream().anyMatch(entry -> entry.poll().id().equals(poll.id()));
          boolean told =
              frames.stream().anyMatch(frame -> frame.place().isAfter(initial.join().covered()));
          assertThat(inState || told).isTrue();
          assertThat(frames.size()).as("told once").isLessThanOrEqualTo(1);
        });
  }

  @Test
  void theLastNumberOfViewersElsewhereIsTheOneThatIsTold() {
    Repeated.run(
        () -> {
          Grid grid = MemoryGrid.create();
          Poll poll = PollFixtures.freshPoll().build();
          List<Frame> frames = new ArrayList<>();
          try (OneLoop loop = new OneLoop()) {
            Feed feed = feed(poll, grid, loop, frames);
            feed.start();
            Thread here = new Thread(() -> feed.viewers(1));
            Thread there = new Thread(() -> feed.viewersElsewhere(41));
            here.start();
            there.start();
            feed.tick();
            here.join();
            there.join();
            InitialEvents initial = feed.initialEvents(null, true).toCompletableFuture().join();
            assertThat(initial.state().snapshot().viewers()).isEqualTo(42);
          }
        });
  }

  private static Feed feed(Poll poll, Grid grid, OneLoop loop, List<Frame> frames) {
    EventLoopExecutor own = new EventLoopExecutor(loop.vertx());
    DocumentEncoder encoder = new DocumentEncoder(loop.vertx());
    return new Feed(poll.id().stream(), grid, NOON, loop.vertx(), encoder, own, frames::add);
  }
}
