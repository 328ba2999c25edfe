package dev.oncue.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.buffer.Buffer;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class FeedLogTest {
  private static final int MAX_FRAMES = 1024;

  private final FeedLog log = new FeedLog();

  private void add(int frames) {
    for (int i = 0; i < frames; i++) {
      long number = log.last() + 1;
      log.add(Frame.forAll(number, Buffer.buffer("frame " + number)));
    }
  }

  private List<Long> since(long number) {
    return log.since(log.cursor(number)).orElseThrow().stream().map(Frame::number).toList();
  }

  @Test
  void aNewLogHasNothingToTell() {
    assertThat(log.last()).isZero();
    assertThat(since(0)).isEmpty();
  }

  @Test
  void whoComesBackGetsWhatCameAfterTheCursor() {
    add(3);
    assertThat(since(0)).containsExactly(1L, 2L, 3L);
    assertThat(since(2)).containsExactly(3L);
    assertThat(since(3)).isEmpty();
  }

  @Test
  void aCursorOfTheFutureIsForeign() {
    add(3);
    assertThat(log.since(log.cursor(4))).isEmpty();
  }

  @Test
  void whatIsTooFarBackIsNotMadeUp() {
    add(MAX_FRAMES + 10);
    assertThat(log.since(log.cursor(9))).isEmpty();
    assertThat(since(10)).hasSize(MAX_FRAMES).startsWith(11L).endsWith(MAX_FRAMES + 10L);
  }

  @Test
  void aCursorOfAnotherLogIsForeign() {
    add(3);
    FeedLog other = new FeedLog();
    assertThat(log.since(other.cursor(1))).isEmpty();
  }

  @ParameterizedTest
  @NullSource
  @ValueSource(strings = {"", "-", "1", "-1", "abc-1", "🔥"})
  void whatIsNoCursorIsForeign(String cursor) {
    add(3);
    assertThat(log.since(cursor)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "x", "1x", "1-1", "99999999999999999999", "-3"})
  void aCursorThatWasTamperedWithIsForeign(String number) {
    add(3);
    String epoch = log.cursor(0).substring(0, log.cursor(0).length() - 1);
    assertThat(log.since(epoch + number)).isEmpty();
  }
}
