package dev.oncue.task;

import dev.oncue.journal.JournalFile;
import java.io.IOException;
import java.util.List;
import org.infinispan.commons.marshall.WrappedByteArray;

/** The journal of the polls: a poll changes twice in its life, and is then written whole. */
public final class PollJournal extends Journal<WrappedByteArray> {
  @Override
  Row<WrappedByteArray> row(JournalFile file) {
    return new PollRow(file);
  }

  private record PollRow(JournalFile file) implements Row<WrappedByteArray> {
    @Override
    public void keep(WrappedByteArray poll, boolean fsync) throws IOException {
      file.rewrite(List.of(poll.getBytes()), fsync);
    }
  }
}
