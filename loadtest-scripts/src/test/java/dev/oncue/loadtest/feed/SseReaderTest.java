package dev.oncue.loadtest.feed;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SseReaderTest {
  private static final String FEED =
      ": hello\n\nid: 7\nevent: tally\ndata: {\"🔥\":1}\n\nevent:state\ndata:a\ndata:b\nx\n\nid: 8\n\n";

  private final List<SseEvent> events = new ArrayList<>();
  private final SseReader reader = new SseReader();
  private final Handler<Buffer> connection = reader.connection(events::add);

  private static String text(SseEvent event) {
    return event.id() + " " + event.type() + " " + event.data();
  }

  @Test
  void readsEventsHoweverTheBytesAreCut() {
    for (int i = 0; i < 2; i++) {
      for (byte one : FEED.getBytes(StandardCharsets.UTF_8)) {
        connection.handle(Buffer.buffer(new byte[] {one}));
      }
      connection.handle(Buffer.buffer(FEED));
    }
    assertThat(events)
        .hasSize(8)
        .extracting(SseReaderTest::text)
        .containsOnly("7 tally {\"🔥\":1}", "null state a\nb");
  }

  @Test
  void whatManyGetIsReadOnce() {
    reader.connection(events::add).handle(Buffer.buffer(FEED));
    connection.handle(Buffer.buffer(FEED));
    assertThat(events.get(2)).isSameAs(events.get(0));
    for (int i = 0; i < 1_000; i++) {
      connection.handle(Buffer.buffer("data: " + i + "\n\n"));
    }
    connection.handle(Buffer.buffer(FEED));
    assertThat(events).hasSize(1_006);
    assertThat(events.get(1_004)).isNotSameAs(events.get(0));
  }

  @ParameterizedTest
  @CsvSource({
    "a-1, a-2, true",
    "a-9, a-10, true",
    "a-1, a-1, false",
    "a-1, a-3, false",
    "a-2, a-1, false",
    "a-1, b-2, false",
    ", a-1, false"
  })
  void nothingLiesBetweenNumbersThatFollow(String before, String next, boolean follows) {
    SseEvent event = SseEvent.read("id: " + next + "\ndata: {}");
    assertThat(event.follows(before)).isEqualTo(follows);
    assertThat(SseEvent.read("data: {}").follows(before)).isFalse();
  }
}
