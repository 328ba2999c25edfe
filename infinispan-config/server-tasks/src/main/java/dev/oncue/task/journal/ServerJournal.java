package dev.oncue.task.journal;

import dev.oncue.journal.JournalFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.infinispan.AdvancedCache;
import org.infinispan.commons.util.IntSet;
import org.infinispan.distribution.ch.KeyPartitioner;
import org.infinispan.factories.ComponentRegistry;
import org.infinispan.persistence.manager.PersistenceManager;
import org.infinispan.persistence.spi.InitializationContext;
import org.infinispan.persistence.spi.MarshallableEntry;
import org.infinispan.persistence.spi.NonBlockingStore;
import org.infinispan.util.concurrent.BlockingManager;

/**
 * What a cache survives in on one server: a file for each key that lies here, written before the
 * command that changed the entry is answered. Infinispan calls it on every owner of a key, one
 * command of a key after the other. It never reads from it: the next start of the server does.
 *
 * <p>Each start of the server begins a new folder, so that what earlier ones left can be told from
 * what was written since.
 *
 * <p>Without fsync an entry is kept once the operating system has it, and is written on the calling
 * thread. With it ({@code oncue.fsync=true}) it is kept once the disk has it. Thread-safe.
 *
 * @param <V> what the cache holds
 */
public abstract class ServerJournal<V> implements NonBlockingStore<String, V> {
  private final Map<String, Row<V>> rows = new ConcurrentHashMap<>();
  private final boolean fsync = Boolean.getBoolean("oncue.fsync");
  private KeyPartitioner partitioner;
  private BlockingManager blocking;
  private Path folder;
  private List<Path> earlier;
  private Losses losses;

  /** What is kept of one entry. Not thread-safe. */
  public interface Row<V> {
    /** Keeps the entry as it is now. */
    void keep(V value, boolean fsync) throws IOException;

    /** Where it is kept. */
    JournalFile file();
  }

  /** The journal of a cache of this server. */
  public static ServerJournal<?> of(AdvancedCache<?, ?> cache) {
    return ComponentRegistry.componentOf(cache, PersistenceManager.class)
        .getStores(ServerJournal.class)
        .iterator()
        .next();
  }

  /** The row of one entry, kept in a file. */
  protected abstract Row<V> row(JournalFile file);

  @Override
  public CompletionStage<Void> start(InitializationContext context) {
    partitioner = context.getKeyPartitioner();
    blocking = context.getBlockingManager();
    Path parent =
        Path.of(context.getGlobalConfiguration().globalState().persistentLocation())
            .resolve("journal")
            .resolve(context.getCache().getName());
    return blocking.runBlocking(() -> begin(parent), "journal");
  }

  private void begin(Path parent) {
    try {
      Files.createDirectories(parent);
      losses = new Losses(parent.resolveSibling(parent.getFileName() + "-lost"), fsync);
      try (Stream<Path> folders = Files.list(parent)) {
        earlier = new ArrayList<>(folders.sorted().toList());
      }
      int last = earlier.isEmpty() ? 0 : number(earlier.get(earlier.size() - 1));
      folder = Files.createDirectory(parent.resolve("%09d".formatted(last + 1)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static int number(Path folder) {
    return Integer.parseInt(folder.getFileName().toString());
  }

  /** What was removed by something else than Oncue. */
  public Losses losses() {
    return losses;
  }

  /** All that earlier starts of this server left, the oldest first. */
  public List<JournalFile.Content> earlier() throws IOException {
    List<JournalFile.Content> contents = new ArrayList<>();
    for (Path path : earlier) {
      contents.addAll(JournalFile.openAll(path));
    }
    return contents;
  }

  /** Removes what earlier starts left: it is in the grid, and so in the journals of today. */
  public void forgetEarlier() throws IOException {
    for (Path path : earlier) {
      try (Stream<Path> files = Files.list(path)) {
        for (Path file : files.toList()) {
          Files.delete(file);
        }
      }
      Files.delete(path);
    }
    earlier = List.of();
  }

  /** The records of an entry that lies here; {@code null}: it does not. */
  public List<byte[]> records(String key) throws IOException {
    Row<V> row = rows.get(key);
    if (row == null) {
      return null;
    }
    try (JournalFile.Reading reading = reading(row)) {
      return reading.records();
    }
  }

  private static JournalFile.Reading reading(Row<?> row) throws IOException {
    synchronized (row) {
      return row.file().reading();
    }
  }

  @Override
  public Set<Characteristic> characteristics() {
    return EnumSet.of(Characteristic.WRITE_ONLY, Characteristic.SEGMENTABLE);
  }

  @Override
  public CompletionStage<Void> write(
      int segment, MarshallableEntry<? extends String, ? extends V> entry) {
    if (fsync) {
      return blocking.runBlocking(() -> keep(entry.getKey(), entry.getValue()), "journal");
    }
    try {
      keep(entry.getKey(), entry.getValue());
      return CompletableFuture.completedFuture(null);
    } catch (UncheckedIOException e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  private void keep(String key, V value) {
    Row<V> row = rows.computeIfAbsent(key, absent -> row(JournalFile.of(folder, key)));
    synchronized (row) {
      try {
        row.keep(value, fsync);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  @Override
  public CompletionStage<Boolean> delete(int segment, Object key) {
    return blocking.supplyBlocking(() -> delete((String) key), "journal");
  }

  private boolean delete(String key) {
    Row<V> row = rows.remove(key);
    if (row == null) {
      return false;
    }
    synchronized (row) {
      try {
        row.file().delete();
        return true;
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  @Override
  public CompletionStage<Void> clear() {
    return blocking.runBlocking(() -> rows.keySet().forEach(this::delete), "journal");
  }

  @Override
  public CompletionStage<Void> addSegments(IntSet segments) {
    return CompletableFuture.completedFuture(null);
  }

  /** Entries that went to other servers are in their journals now. */
  @Override
  public CompletionStage<Void> removeSegments(IntSet segments) {
    return blocking.runBlocking(() -> deleteOf(segments), "journal");
  }

  private void deleteOf(IntSet segments) {
    for (String key : rows.keySet()) {
      if (segments.contains(partitioner.getSegment(key))) {
        delete(key);
      }
    }
  }

  @Override
  public CompletionStage<MarshallableEntry<String, V>> load(int segment, Object key) {
    throw new UnsupportedOperationException("a journal is written only");
  }

  @Override
  public CompletionStage<Void> stop() {
    return blocking.runBlocking(() -> rows.values().forEach(ServerJournal::close), "journal");
  }

  private static void close(Row<?> row) {
    synchronized (row) {
      row.file().close();
    }
  }
}
