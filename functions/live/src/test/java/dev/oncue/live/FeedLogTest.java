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
      addOne(true);
    }
  }

  private void addOne(boolean forAll) {
    EventId place = log.last().next(forAll);
    Buffer bytes = Buffer.buffer("frame " + place.text());
    log.add(forAll ? Frame.forAll(place, bytes) : new Frame(place, bytes, null));
  }

  private static EventId place(long frames) {
    return new EventId(frames, 0);
  }

  private List<String> since(long frames) {
    return since(place(frames));
  }

  private List<String> since(EventId place) {
    return log.since(log.cursor(place)).orElseThrow().stream()
        .map(frame -> frame.place().text())
        .toList();
  }

  @Test
  void aNewLogHasNothingToTell() {
    assertThat(log.last()).isEqualTo(EventId.START);
    assertThat(since(0)).isEmpty();
  }

  @Test
  void whoComesBackGetsWhatCameAfterTheCursor() {
    add(3);
    assertThat(since(0)).containsExactly("1", "2", "3");
    assertThat(since(2)).containsExactly("3");
    assertThat(since(3)).isEmpty();
  }

  @Test
  void aCursorOfTheFutureIsForeign() {
    add(3);
    assertThat(log.since(log.cursor(place(4)))).isEmpty();
  }

  @Test
  void whatIsTooFarBackIsNotMadeUp() {
    add(MAX_FRAMES + 10);
    assertThat(log.since(log.cursor(place(9)))).isEmpty();
    assertThat(since(10)).hasSize(MAX_FRAMES).startsWith("11").endsWith("1034");
  }

  @Test
  void largeFramesAreKeptForLessLong() {
    add(1);
    for (int i = 0; i < 300; i++) {
      log.add(Frame.forAll(log.last().next(true), Buffer.buffer(new byte[16 * 1024])));
    }
    assertThat(since(301 - 128)).hasSize(128);
    assertThat(log.since(log.cursor(place(301 - 129)))).isEmpty();
  }

  @Test
  void aCursorOfAnotherLogIsForeign() {
    add(3);
    FeedLog other = new FeedLog();
    assertThat(log.since(other.cursor(place(1)))).isEmpty();
  }

  @ParameterizedTest
  @NullSource
  @ValueSource(strings = {"", "-", "1", "-1", "abc-1", "🔥"})
  void whatIsNoCursorIsForeign(String cursor) {
    add(3);
    assertThat(log.since(cursor)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "x", "1x", "1-1", "99999999999999999999", "-3", "1.", "1.0", "1.x", ".1"})
  void aCursorThatWasTamperedWithIsForeign(String number) {
    add(3);
    String start = log.cursor(EventId.START);
    String epoch = start.substring(0, start.length() - 1);
    assertThat(log.since(epoch + number)).isEmpty();
  }

  @Test
  void whatIsForHostsAloneLeavesNoGapForViewers() {
    add(1);
    addOne(false);
    addOne(false);
    add(2);
    addOne(false);
    assertThat(since(0)).containsExactly("1", "1.1", "1.2", "2", "3", "3.1");
    assertThat(since(1)).containsExactly("1.1", "1.2", "2", "3", "3.1");
    assertThat(since(new EventId(1, 1))).containsExactly("1.2", "2", "3", "3.1");
    assertThat(since(log.last())).isEmpty();
    assertThat(log.since(log.cursor(new EventId(3, 2)))).as("ahead").isEmpty();
    assertThat(log.last().seenBy(false)).isEqualTo(place(3));
    assertThat(log.last().seenBy(true)).isEqualTo(new EventId(3, 1));
  }

  @Test
  void framesForHostsAreDroppedLikeOthers() {
    add(1);
    for (int i = 0; i < MAX_FRAMES; i++) {
      addOne(false);
    }
    assertThat(since(1)).hasSize(MAX_FRAMES);
    addOne(false);
    assertThat(log.since(log.cursor(place(1)))).isEmpty();
    assertThat(since(new EventId(1, 1))).hasSize(MAX_FRAMES);
  }
}
