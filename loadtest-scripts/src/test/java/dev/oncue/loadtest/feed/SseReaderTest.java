package dev.oncue.loadtest.feed;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SseReaderTest {
  private static final String FEED =
      ": hello\n\nid: 7\nevent: tally\ndata: {\"🔥\":1}\n\nevent:state\ndata:a\ndata:b\nx\n\nid: 8\n\n";

  private final SseReader.Seen seen = new SseReader.Seen();
  private final List<SseEvent> events = new ArrayList<>();
  private final SseReader reader = new SseReader(seen, events::add);

  @Test
  void readsEventsHoweverTheBytesAreCut() {
    for (int i = 0; i < 2; i++) {
      for (byte one : FEED.getBytes(StandardCharsets.UTF_8)) {
        reader.handle(Buffer.buffer(new byte[] {one}));
      }
      reader.handle(Buffer.buffer(FEED));
    }
    assertThat(events)
        .hasSize(8)
        .containsOnly(
            new SseEvent("7", "tally", "{\"🔥\":1}"), new SseEvent(null, "state", "a\nb"));
  }

  @Test
  void whatManyGetIsReadOnce() {
    new SseReader(seen, events::add).handle(Buffer.buffer(FEED));
    reader.handle(Buffer.buffer(FEED));
    assertThat(events.get(2)).isSameAs(events.get(0));
    for (int i = 0; i < 1_000; i++) {
      reader.handle(Buffer.buffer("data: " + i + "\n\n"));
    }
    reader.handle(Buffer.buffer(FEED));
    assertThat(events).hasSize(1_006);
    assertThat(events.get(1_004)).isEqualTo(events.get(0)).isNotSameAs(events.get(0));
  }
}
