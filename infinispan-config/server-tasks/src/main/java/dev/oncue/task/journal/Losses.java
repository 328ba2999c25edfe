package dev.oncue.task.journal;

import dev.oncue.journal.JournalFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jboss.logging.Logger;

/**
 * How many ballots of each shard were removed on this server by something else than Oncue, such as
 * an administrator who clears the cache. Their viewers have receipts, so a recount that finds fewer
 * ballots than that must not certify. Kept in a folder of its own, over restarts, until the poll
 * itself is removed. Thread-safe.
 */
public final class Losses {
  private static final Logger LOG = Logger.getLogger(Losses.class);

  private final Path folder;
  private final boolean fsync;
  private final Map<String, Integer> ballots = new ConcurrentHashMap<>();

  /** Those that are kept in a folder, which need not be there. */
  Losses(Path folder, boolean fsync) throws IOException {
    this.folder = folder;
    this.fsync = fsync;
    if (Files.isDirectory(folder)) {
      for (JournalFile.Content kept : JournalFile.openAll(folder)) {
        kept.records().forEach(record -> add(kept.key(), ByteBuffer.wrap(record).getInt()));
        kept.file().close();
      }
    }
  }

  private int add(String shard, int more) {
    return ballots.merge(shard, more, Integer::sum);
  }

  /** Notes that ballots of a shard are gone. */
  synchronized void note(String shard, int more) {
    if (more <= 0) {
      return;
    }
    int all = add(shard, more);
    LOG.errorf(
        "%d ballots of %s were removed by something else than Oncue; its result is not certified",
        more, shard);
    try {
      Files.createDirectories(folder);
      JournalFile file = JournalFile.of(folder, shard);
      file.rewrite(List.of(ByteBuffer.allocate(Integer.BYTES).putInt(all).array()), fsync);
      file.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** How many ballots of a shard are gone. */
  public int of(String shard) {
    return ballots.getOrDefault(shard, 0);
  }

  /** Forgets a shard, whose poll is removed. */
  public synchronized void forget(String shard) throws IOException {
    if (ballots.remove(shard) != null) {
      JournalFile.of(folder, shard).delete();
    }
  }
}
