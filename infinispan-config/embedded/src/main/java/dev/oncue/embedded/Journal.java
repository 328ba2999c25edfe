package dev.oncue.embedded;

import dev.oncue.ballot.Cast;
import dev.oncue.ballot.CastBatch;
import dev.oncue.journal.JournalFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/**
 * What ballots survive in: for each shard a file to which its batches are appended before their
 * ballots are acknowledged. Thread-safe.
 *
 * <p>Without fsync a batch is kept once the operating system has it: a write costs microseconds, so
 * it is made on the calling thread, and the death of the process loses nothing. With fsync it is
 * kept once the disk has it: one thread writes, and what arrives while it waits for the disk goes
 * with the next write.
 */
final class Journal implements AutoCloseable {
  private static final CompletionStage<Void> KEPT = CompletableFuture.completedFuture(null);

  private final Path folder;
  private final @Nullable ExecutorService fsyncer;
  private final Map<String, Row> rows = new ConcurrentHashMap<>();

  Journal(Path folder, boolean fsync) {
    this.folder = folder;
    this.fsyncer = fsync ? Executors.newSingleThreadExecutor(Journal::thread) : null;
    try {
      Files.createDirectories(folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Thread thread(Runnable task) {
    Thread thread = new Thread(task, "oncue-journal");
    thread.setDaemon(true);
    return thread;
  }

  /** The row of a shard. */
  Row row(String shardKey) {
    return rows.computeIfAbsent(shardKey, key -> new Row(key, JournalFile.of(folder, key)));
  }

  /** What every file in the folder holds, by shard key. Drops what was half written at a crash. */
  Map<String, List<CastBatch>> restore() {
    Map<String, List<CastBatch>> stored = new LinkedHashMap<>();
    try {
      for (JournalFile.Content content : JournalFile.openAll(folder)) {
        rows.put(content.key(), new Row(content.key(), content.file()));
        stored.put(content.key(), batches(content.records()));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return stored;
  }

  private static List<CastBatch> batches(List<byte[]> records) {
    return records.stream().map(CastBatch::decode).toList();
  }

  @Override
  public void close() {
    if (fsyncer != null) {
      fsyncer.shutdown();
    }
    rows.values().forEach(Row::closeFile);
  }

  /** The batches of one shard. */
  final class Row {
    private final String key;
    private final JournalFile file;
    private List<Cast> unwritten = new ArrayList<>();

    private Row(String key, JournalFile file) {
      this.key = key;
      this.file = file;
    }

    /**
     * Takes the ballots that just got into the shard, in the order in which they got in: call it
     * while the shard's entry is locked. Nothing is written until {@link #flush}.
     */
    synchronized void take(List<Cast> casts) {
      unwritten.addAll(casts);
    }

    /**
     * Writes what was taken and not written yet.
     *
     * @return completes when everything taken so far is kept. It fails when the write did; what was
     *     not written stays, and the next flush tries again.
     */
    CompletionStage<Void> flush(boolean revote) {
      if (fsyncer != null) {
        return CompletableFuture.runAsync(() -> write(revote), fsyncer);
      }
      try {
        write(revote);
        return KEPT;
      } catch (UncheckedIOException e) {
        return CompletableFuture.failedFuture(e);
      }
    }

    private synchronized void write(boolean revote) {
      if (unwritten.isEmpty()) {
        return;
      }
      try {
        file.append(new CastBatch(revote, unwritten).encode(), fsyncer != null);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      unwritten = new ArrayList<>();
    }

    /**
     * The batches that are kept, encoded, in order. Reads the file on another thread, and lets
     * others write meanwhile.
     */
    CompletionStage<List<ByteBuffer>> read() {
      return CompletableFuture.supplyAsync(this::readNow);
    }

    private List<ByteBuffer> readNow() {
      try (JournalFile.Reading reading = reading()) {
        return reading.records().stream().map(ByteBuffer::wrap).toList();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    private synchronized JournalFile.Reading reading() throws IOException {
      return file.reading();
    }

    /** Lets the open file go; it is opened again when it is needed. */
    synchronized void closeFile() {
      file.close();
    }

    /** Removes the row. */
    synchronized void discard() {
      rows.remove(key, this);
      try {
        file.delete();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
