package dev.oncue.embedded;

import static dev.oncue.Concurrently.await;
import static dev.oncue.Concurrently.awaitFault;
import static org.assertj.core.api.Assertions.assertThat;

import dev.oncue.Concurrently;
import dev.oncue.ballot.Ballot;
import dev.oncue.ballot.Cast;
import dev.oncue.ballot.CastBatch;
import dev.oncue.journal.JournalFile;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What was kept stays, what was not is told, and a file that a crash tore is read up to the tear.
 */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class JournalTest {
  private static final String SHARD = "tenant/stream/poll/0";

  @TempDir Path parent;

  private Path folder() {
    return parent.resolve("journal");
  }

  private static Cast cast(String viewer) {
    return new Cast(viewer, new Ballot(1, 1_000));
  }

  private static void keep(Journal journal, String viewer) {
    journal.row(SHARD).take(List.of(cast(viewer)));
    await(journal.row(SHARD).flush(false));
  }

  private List<String> restored() {
    try (Journal journal = new Journal(folder(), false)) {
      return viewers(journal.restore().getOrDefault(SHARD, List.of()));
    }
  }

  private static List<String> viewers(List<CastBatch> batches) {
    return batches.stream().flatMap(batch -> batch.casts().stream()).map(Cast::viewer).toList();
  }

  private static List<CastBatch> kept(Journal journal) {
    return await(journal.row(SHARD).read()).stream()
        .map(batch -> CastBatch.decode(batch.array()))
        .toList();
  }

  private Path file() throws IOException {
    try (Stream<Path> files = Files.list(folder())) {
      return files.findFirst().orElseThrow();
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void what_was_kept_is_read_back_in_its_order(boolean fsync) {
    try (Journal journal = new Journal(folder(), fsync)) {
      keep(journal, "ann");
      keep(journal, "bob");
      assertThat(viewers(kept(journal))).containsExactly("ann", "bob");
    }
    assertThat(restored()).containsExactly("ann", "bob");
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void a_write_that_fails_is_told_and_goes_with_the_next(boolean fsync) throws IOException {
    try (Journal journal = new Journal(folder(), fsync)) {
      Files.delete(folder());
      journal.row(SHARD).take(List.of(cast("ann")));
      assertThat(awaitFault(journal.row(SHARD).flush(false))).isNotNull();
      assertThat(awaitFault(journal.row(SHARD).flush(false))).isNotNull();
      Files.createDirectory(folder());
      keep(journal, "bob");
    }
    assertThat(restored()).containsExactly("ann", "bob");
  }

  @Test
  void ballots_are_kept_while_a_long_file_is_read() throws Exception {
    try (Journal journal = new Journal(folder(), false)) {
      keep(journal, "ann");
      byte[] content = Files.readAllBytes(file());
      // In place of a disk that takes its time: who reads this pipe waits until somebody writes.
      Path file = file();
      Files.delete(file);
      assertThat(new ProcessBuilder("mkfifo", file.toString()).start().waitFor()).isZero();
      try (RandomAccessFile pipe = new RandomAccessFile(file.toFile(), "rw")) {
        CompletableFuture<List<ByteBuffer>> reading =
            journal.row(SHARD).read().toCompletableFuture();
        Awaitility.await("a reader").until(JournalTest::isSomebodyReading);
        keep(journal, "bob");
        assertThat(reading).isNotDone();
        pipe.write(content);
        assertThat(await(reading))
            .extracting(batch -> CastBatch.decode(batch.array()).casts())
            .containsExactly(List.of(cast("ann")));
      }
    }
  }

  private static boolean isSomebodyReading() {
    String reading = JournalFile.Reading.class.getName();
    return Thread.getAllStackTraces().values().stream()
        .flatMap(Arrays::stream)
        .anyMatch(frame -> frame.getClassName().equals(reading));
  }

  @Test
  void a_flush_with_nothing_to_write_writes_nothing() throws IOException {
    try (Journal journal = new Journal(folder(), false)) {
      await(journal.row(SHARD).flush(false));
      try (Stream<Path> files = Files.list(folder())) {
        assertThat(files).isEmpty();
      }
    }
  }

  @Test
  void a_record_that_was_half_written_is_dropped_and_written_over() throws IOException {
    try (Journal journal = new Journal(folder(), false)) {
      keep(journal, "ann");
      keep(journal, "bob");
    }
    byte[] whole = Files.readAllBytes(file());
    byte[] halfOfBob = Arrays.copyOf(whole, whole.length - 3);
    Files.write(file(), halfOfBob);
    try (Journal journal = new Journal(folder(), false)) {
      assertThat(viewers(journal.restore().get(SHARD))).containsExactly("ann");
      keep(journal, "cy");
    }
    assertThat(restored()).containsExactly("ann", "cy");
  }

  @Test
  void a_record_whose_checksum_is_wrong_ends_the_file() throws IOException {
    try (Journal journal = new Journal(folder(), false)) {
      keep(journal, "ann");
      keep(journal, "bob");
    }
    byte[] bytes = Files.readAllBytes(file());
    bytes[bytes.length - 1] ^= 1;
    Files.write(file(), bytes);
    assertThat(restored()).containsExactly("ann");
  }

  @Test
  void zeros_behind_the_end_are_no_ballots() throws IOException {
    try (Journal journal = new Journal(folder(), false)) {
      keep(journal, "ann");
    }
    Files.write(file(), new byte[4096], StandardOpenOption.APPEND);
    assertThat(restored()).containsExactly("ann");
  }

  @Test
  void a_row_that_rests_or_was_discarded_can_be_written_again() {
    try (Journal journal = new Journal(folder(), false)) {
      keep(journal, "ann");
      journal.row(SHARD).closeFile();
      keep(journal, "bob");
      assertThat(viewers(kept(journal))).containsExactly("ann", "bob");
      journal.row(SHARD).discard();
      assertThat(await(journal.row(SHARD).read())).isEmpty();
      keep(journal, "cy");
    }
    assertThat(restored()).containsExactly("cy");
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void whoever_is_told_kept_is_kept_however_many_write(boolean fsync) {
    int writers = 8;
    int each = 100;
    try (Journal journal = new Journal(folder(), fsync)) {
      Concurrently.run(
          writers,
          writer -> {
            for (int i = 0; i < each; i++) {
              keep(journal, writer + "-" + i);
            }
            return writer;
          });
    }
    assertThat(restored()).hasSize(writers * each).doesNotHaveDuplicates();
  }
}
