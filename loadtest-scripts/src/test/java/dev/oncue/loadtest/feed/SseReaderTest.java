package dev.oncue.loadtest.feed;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SseReaderTest {
  private final List<String> events = new ArrayList<>();
  private final SseReader reader =
      new SseReader((id, type, data) -> events.add(id + "|" + type + "|" + data));

  @Test
  void readsEventsHoweverTheBytesAreCut() {
    String feed =
        ": hello\n\nid: 7\nevent: tally\ndata: {\"🔥\":1}\n\nevent:state\r\ndata:a\r\ndata:b\r\n\r\n";
    for (byte one : feed.getBytes(StandardCharsets.UTF_8)) {
      reader.handle(Buffer.buffer(new byte[] {one}));
    }
    assertThat(events).containsExactly("7|tally|{\"🔥\":1}", "7|state|a\nb");
  }
}
