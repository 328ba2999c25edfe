package dev.oncue.hotrod;

import static org.assertj.core.api.Assertions.assertThat;

import dev.oncue.GridUnavailableException;
import dev.oncue.poll.Poll;
import dev.oncue.poll.PollFixtures;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class EntryReaderTest {
  private final Mirror<Poll> mirror = new Mirror<>(EntryKind.POLLS);
  private final Deque<CompletableFuture<byte[]>> reads = new ArrayDeque<>();
  private int readAll;

  private final EntryReader reader =
      new EntryReader(
          key -> {
            reads.add(new CompletableFuture<>());
            return reads.getLast();
          },
          mirror,
          () -> readAll++);

  private final Poll poll = PollFixtures.freshPoll().build();
  private final String key = poll.id().path();
  private final byte[] kept = new Versioned<>(0, poll).encode(EntryKind.POLLS);

  @Test
  void whatIsToldWhileItIsReadIsReadOnceMore() {
    reader.read(key);
    reader.read(key);
    reader.read(key);
    assertThat(reads).as("one of a key at a time").hasSize(1);
    reads.remove().complete(null);
    assertThat(mirror.contains(key)).isFalse();
    assertThat(reads).as("one more, begun after it was told").hasSize(1);
    reads.remove().complete(kept);
    assertThat(mirror.contains(key)).isTrue();
    assertThat(reads).isEmpty();
    reader.read(key);
    assertThat(reads).as("told of later").hasSize(1);
  }

  @Test
  void whatCannotBeReadIsReadWithAllOthers() {
    reader.read(key);
    reads.remove().completeExceptionally(new GridUnavailableException("away"));
    assertThat(readAll).isEqualTo(1);
    reader.read(key);
    reads.remove().complete(kept);
    assertThat(mirror.contains(key)).isTrue();
    assertThat(readAll).isEqualTo(1);
  }

  @Test
  void moreThanSomeAtOnceAreReadWithAllOthers() {
    for (int i = 0; i < EntryReader.MAX_UNDER_WAY; i++) {
      reader.read("q" + i);
    }
    assertThat(readAll).isZero();
    reader.read(key);
    assertThat(readAll).isEqualTo(1);
    assertThat(reads).hasSize(EntryReader.MAX_UNDER_WAY);
  }
}
