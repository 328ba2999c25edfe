package dev.oncue.embedded;

import static dev.oncue.Concurrently.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.oncue.Grid;
import dev.oncue.ballot.Ballot;
import dev.oncue.ballot.BallotLookup;
import dev.oncue.ballot.Cast;
import dev.oncue.ballot.CastBatch;
import dev.oncue.ballot.CastOutcome;
import dev.oncue.ballot.Tally;
import dev.oncue.event.Claim;
import dev.oncue.event.DeliveryId;
import dev.oncue.poll.Latency;
import dev.oncue.poll.Poll;
import dev.oncue.poll.PollFixtures;
import dev.oncue.poll.Result;
import dev.oncue.reaction.Emoji;
import dev.oncue.reaction.Reaction;
import dev.oncue.stream.StreamId;
import dev.oncue.window.Window;
import dev.oncue.window.WindowFixtures;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the embedded grid does beyond its ports: it comes back as it was. */
@Timeout(120)
class EmbeddedGridTest {
  private static final int RED = 1;
  private static final int BLUE = 1 << 1;
  private static final Emoji FIRE = new Emoji("🔥");
  private static final long AT = PollFixtures.NOON.toEpochMilli();

  @TempDir Path folder;

  /** Starts on the folder, does something, stops. */
  private void run(Consumer<Grid> task) {
    try (EmbeddedGrid embedded = EmbeddedGrid.start(folder, false)) {
      task.accept(embedded.grid());
    }
  }

  private static Poll add(Grid grid, Poll poll) {
    assertThat(await(grid.polls().add(poll))).isEmpty();
    return poll;
  }

  private static CastOutcome cast(Grid grid, Poll poll, String viewer, int options, long at) {
    Cast cast = new Cast(viewer, new Ballot(options, at));
    CastBatch batch = new CastBatch(poll.revote(), List.of(cast));
    return await(grid.ballotBoxes().cast(poll, poll.shardOf(viewer), batch)).get(0);
  }

  private static void castAll(Grid grid, Poll poll, String prefix, int viewers) {
    for (int i = 0; i < viewers; i++) {
      assertThat(cast(grid, poll, prefix + i, RED, AT + i))
          .isEqualTo(new CastOutcome.Accepted(new Ballot(RED, AT + i)));
    }
  }

  private static void assertHolds(Grid grid, Poll poll, Tally tally) {
    assertThat(await(grid.ballotBoxes().tally(poll))).isEqualTo(tally);
    assertThat(await(grid.ballotBoxes().recount(poll))).isEqualTo(tally);
  }

  /** Its reactions go on from what the store has: the last moment of them is no promise. */
  private static void react(Grid grid, StreamId stream, String viewer, Instant at) {
    await(grid.reactions().send(List.of(new Reaction(stream, viewer, FIRE, at))));
  }

  private static Optional<Ballot> ballot(Grid grid, Poll poll, String viewer) {
    return await(grid.ballotBoxes().ballots(List.of(new BallotLookup(poll, viewer)))).get(0);
  }

  @Test
  void it_starts_on_what_a_killed_process_has_left(@TempDir Path kills) {
    int streams = 40;
    int stopped = 5;
    int killed = 25;
    List<Path> left = new ArrayList<>();
    // What there is at a stop is in the store; of what comes after it, the last moment may not be.
    run(grid -> reactEverywhere(grid, streams, "before", stopped));
    run(
        grid -> {
          reactEverywhere(grid, streams, "after", killed);
          left.add(copyOfRunning(folder, kills));
        });
    for (int start = 0; start < 10; start++) {
      Path again = kills.resolve("again-" + start);
      copy(left.get(0), again);
      try (EmbeddedGrid embedded = EmbeddedGrid.start(again, false)) {
        for (int i = 0; i < streams; i++) {
          long kept = total(embedded.grid(), i);
          assertThat(kept).isBetween((long) stopped, (long) stopped + killed);
          react(embedded.grid(), i, "one more");
          assertThat(total(embedded.grid(), i)).isEqualTo(kept + 1);
        }
      }
    }
  }

  private static void reactEverywhere(Grid grid, int streams, String viewer, int reactions) {
    for (int i = 0; i < streams * reactions; i++) {
      react(grid, i % streams, viewer + i);
    }
  }

  private static void react(Grid grid, int stream, String viewer) {
    react(grid, show(stream), viewer + stream, PollFixtures.NOON);
  }

  private static long total(Grid grid, int stream) {
    return await(grid.reactions().totals(show(stream))).get(FIRE.text());
  }

  private static StreamId show(int number) {
    return new StreamId(StreamId.DEFAULT_TENANT, "show-" + number);
  }

  /** A store puts files together meanwhile: a copy that missed one is no moment's state. */
  private static Path copyOfRunning(Path from, Path room) {
    for (int attempt = 0; ; attempt++) {
      Path to = room.resolve("left-" + attempt);
      try {
        copy(from, to);
        return to;
      } catch (UncheckedIOException e) {
        if (attempt == 10 || !(e.getCause() instanceof NoSuchFileException)) {
          throw e;
        }
      }
    }
  }

  private static void copy(Path from, Path to) {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.toList()) {
        Files.copy(file, to.resolve(from.relativize(file)));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void a_start_on_the_same_folder_finds_everything(boolean fsync) {
    Poll poll = PollFixtures.freshPoll().build();
    StreamId stream = poll.id().stream();
    DeliveryId delivery = new DeliveryId(stream.tenant(), "ann", "open", "show", "//producer", "1");
    byte[] answer = "an answer".getBytes(StandardCharsets.UTF_8);
    Window window = WindowFixtures.of(stream).build();
    Latency latency = new Latency(Duration.ofSeconds(2), Duration.ofSeconds(8));
    try (EmbeddedGrid embedded = EmbeddedGrid.start(folder, fsync)) {
      Grid grid = embedded.grid();
      add(grid, poll);
      castAll(grid, poll, "v", 100);
      cast(grid, poll, "ann", BLUE, AT + 7);
      react(grid, stream, "ann", Instant.now());
      Claim claim = Claim.on(delivery);
      await(grid.deliveries().claim(claim, Duration.ofMinutes(5)));
      await(grid.deliveries().remember(claim, answer));
      await(grid.windows().add(window));
      await(grid.latencies().set(stream, latency));
    }
    try (EmbeddedGrid embedded = EmbeddedGrid.start(folder, fsync)) {
      Grid grid = embedded.grid();
      assertThat(await(grid.polls().all())).containsExactly(poll);
      assertHolds(grid, poll, Tally.of(101, 100, 1));
      assertThat(ballot(grid, poll, "ann")).contains(new Ballot(BLUE, AT + 7));
      assertThat(cast(grid, poll, "ann", BLUE, AT + 99))
          .isEqualTo(new CastOutcome.Accepted(new Ballot(BLUE, AT + 7)));
      assertThat(cast(grid, poll, "ann", RED, AT + 99))
          .isEqualTo(new CastOutcome.AlreadyVoted(new Ballot(BLUE, AT + 7)));
      assertThat(await(grid.reactions().totals(stream))).isEqualTo(Map.of("\uD83D\uDD25", 1L));
      assertThat(await(grid.deliveries().answer(delivery))).contains(answer);
      assertThat(await(grid.windows().all())).containsExactly(window);
      assertThat(await(grid.latencies().find(stream))).contains(latency);
    }
  }

  @Test
  void ballots_of_every_life_of_the_process_stay() {
    Poll poll = PollFixtures.freshPoll().build();
    run(grid -> add(grid, poll));
    for (int life = 0; life < 4; life++) {
      String prefix = "life-" + life + "-";
      run(grid -> castAll(grid, poll, prefix, 10));
    }
    run(grid -> assertHolds(grid, poll, Tally.of(40, 40)));
  }

  @Test
  void a_changed_ballot_comes_back_as_it_was_last() {
    Poll poll = PollFixtures.freshPoll().revote(true).build();
    run(
        grid -> {
          add(grid, poll);
          cast(grid, poll, "ann", RED, AT);
          cast(grid, poll, "ann", BLUE, AT + 1);
          cast(grid, poll, "bob", BLUE, AT);
          cast(grid, poll, "bob", RED, AT + 1);
          cast(grid, poll, "bob", BLUE, AT + 2);
        });
    run(
        grid -> {
          assertHolds(grid, poll, Tally.of(2, 0, 2));
          assertThat(ballot(grid, poll, "bob")).contains(new Ballot(BLUE, AT + 2));
          // A ballot of before the change must not undo it, whenever it comes again.
          cast(grid, poll, "ann", RED, AT);
          assertHolds(grid, poll, Tally.of(2, 0, 2));
        });
  }

  @Test
  void the_box_of_a_settled_poll_is_sealed_again() {
    Poll poll = PollFixtures.freshPoll().build();
    Poll empty = PollFixtures.freshPoll().build();
    run(
        grid -> {
          settle(grid, add(grid, poll), "ann");
          settle(grid, add(grid, empty));
        });
    run(
        grid -> {
          assertThat(cast(grid, poll, "bob", RED, AT)).isEqualTo(new CastOutcome.PollClosed());
          assertThat(cast(grid, empty, "bob", RED, AT)).isEqualTo(new CastOutcome.PollClosed());
          assertHolds(grid, poll, Tally.of(1, 1));
          assertHolds(grid, empty, Tally.ZERO);
        });
  }

  private static void settle(Grid grid, Poll poll, String... viewers) {
    for (String viewer : viewers) {
      cast(grid, poll, viewer, RED, AT);
    }
    Tally tally = await(grid.ballotBoxes().seal(poll));
    Instant end = PollFixtures.NOON.plusSeconds(1);
    Poll settled = poll.closedAt(end).settled(Result.closed(tally, true, end));
    assertThat(await(grid.polls().replace(poll, settled))).isTrue();
  }

  @Test
  void ballots_of_a_poll_that_is_gone_are_removed_at_the_start() {
    Poll gone = PollFixtures.freshPoll().build();
    Poll kept = PollFixtures.freshPoll().build();
    run(
        grid -> {
          add(grid, kept);
          castAll(grid, kept, "v", 3);
          castAll(grid, gone, "v", 3);
        });
    // Were they still in the store, the poll would get them back at the start after next.
    run(grid -> add(grid, gone));
    run(
        grid -> {
          assertHolds(grid, gone, Tally.ZERO);
          assertThat(ballot(grid, gone, "v0")).isEmpty();
          assertHolds(grid, kept, Tally.of(3, 3));
        });
  }

  @Test
  void what_was_discarded_does_not_come_back() {
    Poll poll = PollFixtures.freshPoll().build();
    Poll other = PollFixtures.poll().id(poll.id()).question("Another?").build();
    run(
        grid -> {
          add(grid, poll);
          castAll(grid, poll, "first-", 5);
        });
    run(
        grid -> {
          castAll(grid, poll, "second-", 5);
          await(grid.ballotBoxes().discard(poll));
          await(grid.polls().remove(poll.id()));
        });
    run(
        grid -> {
          assertThat(await(grid.polls().all())).isEmpty();
          add(grid, other);
          castAll(grid, other, "third-", 1);
        });
    run(grid -> assertHolds(grid, other, Tally.of(1, 1)));
  }

  @Test
  void a_grid_that_was_closed_acknowledges_nothing() {
    Poll poll = PollFixtures.freshPoll().build();
    EmbeddedGrid embedded = EmbeddedGrid.start(folder, false);
    Grid closed = embedded.grid();
    add(closed, poll);
    castAll(closed, poll, "v", 3);
    embedded.close();
    Cast late = new Cast("late", new Ballot(RED, AT));
    CastBatch batch = new CastBatch(false, List.of(late));
    for (int tries = 0; tries < 2; tries++) {
      assertThatThrownBy(() -> await(closed.ballotBoxes().cast(poll, poll.shardOf("late"), batch)))
          .hasStackTraceContaining("IllegalLifecycleStateException");
    }
    run(grid -> assertHolds(grid, poll, Tally.of(3, 3)));
  }

  @Test
  void a_folder_has_one_process_at_a_time() {
    try (EmbeddedGrid first = EmbeddedGrid.start(folder, false)) {
      assertThatThrownBy(() -> EmbeddedGrid.start(folder, false))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageStartingWith("ONCUE_DATA_DIR is used by another process")
          .hasMessageContaining(folder.toString());
      Poll poll = add(first.grid(), PollFixtures.freshPoll().build());
      castAll(first.grid(), poll, "v", 1);
    }
    run(grid -> assertThat(await(grid.polls().all())).hasSize(1));
  }

  @Test
  void a_folder_is_made_when_it_is_not_there() {
    Path deep = folder.resolve("not/there/yet");
    EmbeddedGrid.start(deep, false).close();
    assertThat(deep).isDirectory();
  }

  @Test
  void a_folder_that_cannot_be_used_is_refused_by_the_name_of_its_setting() throws Exception {
    Path file = Files.writeString(folder.resolve("file"), "");
    for (Path unusable : List.of(file, file.resolve("below"))) {
      assertRefused(unusable);
    }
  }

  @Test
  void a_folder_that_cannot_be_written_is_refused() throws Exception {
    Path locked = Files.createDirectory(folder.resolve("locked"));
    assertThat(locked.toFile().setWritable(false)).isTrue();
    // Root writes everywhere, but in the kernel's own folder.
    assertRefused(Files.isWritable(locked) ? Path.of("/proc/oncue") : locked);
  }

  private static void assertRefused(Path unusable) {
    assertThatThrownBy(() -> EmbeddedGrid.start(unusable, false))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageStartingWith("ONCUE_DATA_DIR must name a folder that can be written");
  }
}
