package dev.oncue.task;

import dev.oncue.journal.JournalFile;
import java.io.IOException;
import java.util.List;

/** The journal of the polls: a poll changes twice in its life, and is then written whole. */
public final class PollJournal extends Journal<byte[]> {
  @Override
  Row<byte[]> row(JournalFile file) {
    return new PollRow(file);
  }

  private record PollRow(JournalFile file) implements Row<byte[]> {
    @Override
    public void keep(byte[] poll, boolean fsync) throws IOException {
      file.rewrite(List.of(poll), fsync);
    }
  }
}
