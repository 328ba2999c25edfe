package dev.oncue.task;

import dev.oncue.journal.JournalFile;
import dev.oncue.task.entry.ShardEntry;
import dev.oncue.task.journal.ServerJournal;
import java.io.IOException;

/** The journal of the ballot shards: each change is appended. */
public final class ShardJournal extends ServerJournal<ShardEntry> {
  @Override
  protected Row<ShardEntry> row(JournalFile file) {
    return new ShardRow(file);
  }

  private static final class ShardRow implements Row<ShardEntry> {
    private final JournalFile file;
    private long mark = ShardEntry.empty().mark();

    ShardRow(JournalFile file) {
      this.file = file;
    }

    /** Afterwards the file holds this very history, also when an earlier write failed. */
    @Override
    public void keep(ShardEntry entry, boolean fsync) throws IOException {
      if (entry.mark() == mark) {
        return;
      }
      if (entry.follows(mark)) {
        file.append(entry.change(), fsync);
      } else {
        file.rewrite(entry.records(), fsync);
      }
      mark = entry.mark();
      if (entry.shard().isSealed()) {
        file.close();
      }
    }

    @Override
    public JournalFile file() {
      return file;
    }
  }
}
