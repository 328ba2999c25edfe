package dev.oncue.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.oncue.ballot.Ballot;
import dev.oncue.ballot.BallotShard;
import dev.oncue.ballot.Cast;
import dev.oncue.ballot.CastBatch;
import dev.oncue.ballot.Recount;
import dev.oncue.ballot.Tally;
import dev.oncue.journal.JournalFile;
import dev.oncue.task.entry.ShardEntry;
import dev.oncue.task.journal.ServerJournal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever a server saw of a shard's history, its file holds the shard that it saw last. */
class ShardJournalTest {
  private static final int VIEWERS = 40;

  @TempDir Path folder;

  static IntStream seeds() {
    return IntStream.range(0, 200);
  }

  private static CastBatch batch(Random random, long time) {
    List<Cast> casts =
        random
            .ints(1 + random.nextInt(8), 0, VIEWERS)
            .mapToObj(v -> new Cast("v" + v, new Ballot(1 << random.nextInt(3), time)))
            .toList();
    return new CastBatch(true, casts);
  }

  private ServerJournal.Row<ShardEntry> row() {
    return new ShardJournal().row(JournalFile.of(folder, "a shard"));
  }

  private BallotShard kept() throws IOException {
    BallotShard shard = BallotShard.empty();
    for (JournalFile.Content content : JournalFile.openAll(folder)) {
      for (CastBatch batch : ShardEntry.ballots(content.records())) {
        shard = shard.restore(batch).shard();
      }
      shard = ShardEntry.isSealed(content.records()) ? shard.seal() : shard;
    }
    return shard;
  }

  private static void assertSame(BallotShard kept, BallotShard shard) {
    assertThat(kept.isSealed()).isEqualTo(shard.isSealed());
    assertThat(kept.tally()).isEqualTo(shard.tally());
    for (int v = 0; v < VIEWERS; v++) {
      assertThat(kept.ballotOf("v" + v)).isEqualTo(shard.ballotOf("v" + v));
    }
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void the_file_holds_what_was_seen_last_whatever_was_missed(int seed) throws IOException {
    Random random = new Random(seed);
    ServerJournal.Row<ShardEntry> row = row();
    ShardEntry entry = ShardEntry.empty();
    ShardEntry other = entry;
    for (int step = 0; step < 30; step++) {
      entry = entry.cast(batch(random, step).encode()).entry();
      switch (random.nextInt(6)) {
        case 0 -> {} // the server did not own the shard, or could not write
        case 1 -> row.keep(ShardEntry.decode(entry.encode()), false); // it came from another server
        case 2 ->
            row.keep(other = entry.cast(batch(random, step).encode()).entry(), false); // cut off
        case 3 ->
            entry =
                keepTwice(row, other.cast(batch(random, step).encode()).entry()); // the other side
        default -> row.keep(entry, false);
      }
    }
    ShardEntry last = random.nextBoolean() ? entry.seal() : entry;
    row.keep(last, false);
    assertSame(kept(), last.shard());
    assertThat(Recount.of(ShardEntry.batches(read(row)))).isEqualTo(last.shard().tally());
  }

  private static ShardEntry keepTwice(ServerJournal.Row<ShardEntry> row, ShardEntry entry)
      throws IOException {
    row.keep(entry, false);
    row.keep(entry, false);
    return entry;
  }

  private static List<byte[]> read(ServerJournal.Row<ShardEntry> row) throws IOException {
    try (JournalFile.Reading reading = row.file().reading()) {
      return reading.records();
    }
  }

  @Test
  void a_batch_that_changes_nothing_is_not_written() throws IOException {
    ServerJournal.Row<ShardEntry> row = row();
    CastBatch batch = new CastBatch(false, List.of(new Cast("ann", new Ballot(1, 5))));
    ShardEntry entry = ShardEntry.empty().cast(batch.encode()).entry();
    row.keep(entry, false);
    long size = Files.size(Files.list(folder).findFirst().orElseThrow());
    row.keep(entry.cast(batch.encode()).entry(), false);
    assertThat(Files.size(Files.list(folder).findFirst().orElseThrow())).isEqualTo(size);
  }

  @Test
  void a_write_that_failed_is_made_good_by_the_next() throws IOException {
    Path gone = folder.resolve("gone");
    ServerJournal.Row<ShardEntry> row = new ShardJournal().row(JournalFile.of(gone, "a shard"));
    ShardEntry first =
        ShardEntry.empty()
            .cast(new CastBatch(false, List.of(new Cast("ann", new Ballot(1, 5)))).encode())
            .entry();
    assertThat(catchThrowable(() -> row.keep(first, false))).isInstanceOf(IOException.class);
    Files.createDirectory(gone);
    row.keep(
        first
            .cast(new CastBatch(false, List.of(new Cast("bob", new Ballot(2, 6)))).encode())
            .entry(),
        false);
    assertThat(Recount.of(ShardEntry.batches(read(row)))).isEqualTo(Tally.of(2, 1, 1));
  }

  @Test
  void what_travels_has_the_same_history() {
    Random random = new Random(1);
    ShardEntry entry = ShardEntry.empty().cast(batch(random, 1).encode()).entry().seal();
    ShardEntry arrived = ShardEntry.decode(entry.encode());
    assertThat(arrived.mark()).isEqualTo(entry.mark());
    assertSame(arrived.shard(), entry.shard());
  }
}
