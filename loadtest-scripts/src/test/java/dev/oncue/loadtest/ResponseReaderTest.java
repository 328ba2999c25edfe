package dev.oncue.loadtest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ResponseReaderTest {
  private final List<Integer> statuses = new ArrayList<>();
  private final ResponseReader reader = new ResponseReader(statuses::add);

  @Test
  void readsResponsesInOnePieceAndInMany() {
    String accepted = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nx: y\r\n\r\n{}";
    reader.handle(Buffer.buffer(accepted));
    for (byte one : accepted.replace("200", "409").getBytes(StandardCharsets.US_ASCII)) {
      reader.handle(Buffer.buffer(new byte[] {one}));
    }
    assertThat(statuses).containsExactly(200, 409);
  }

  @Test
  void failsOnWhatItCannotRead() {
    assertThatThrownBy(() -> reader.handle(Buffer.buffer("HTTP/1.1 200 OK\r\na: b\r\n\r\n")))
        .hasMessageContaining("without Content-Length");
  }
}
