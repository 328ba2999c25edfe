package dev.oncue.task;

import dev.oncue.journal.JournalFile;
import dev.oncue.task.journal.ServerJournal;
import java.io.IOException;
import java.util.List;
import org.infinispan.commons.marshall.WrappedByteArray;

/**
 * The journal of a cache whose entries begin with their revision, polls, windows and latencies:
 * they change a few times in their life, and are then written whole.
 */
public final class RevisionJournal extends ServerJournal<WrappedByteArray> {
  @Override
  protected Row<WrappedByteArray> row(JournalFile file) {
    return new WholeRow(file);
  }

  private record WholeRow(JournalFile file) implements Row<WrappedByteArray> {
    @Override
    public void keep(WrappedByteArray entry, boolean fsync) throws IOException {
      file.rewrite(List.of(entry.getBytes()), fsync);
    }
  }
}
