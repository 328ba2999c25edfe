package dev.oncue.loadtest.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ResponseReaderTest {
  private final List<String> responses = new ArrayList<>();
  private final List<String> failures = new ArrayList<>();
  private final ResponseReader reader =
      new ResponseReader((status, body) -> responses.add(status + " " + body), failures::add);

  @Test
  void readsResponsesInOnePieceAndInMany() {
    String accepted = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nx: y\r\n\r\n{}";
    reader.handle(Buffer.buffer(accepted));
    for (byte one : accepted.replace("200", "409").getBytes(StandardCharsets.US_ASCII)) {
      reader.handle(Buffer.buffer(new byte[] {one}));
    }
    assertThat(responses).containsExactly("200 {}", "409 {}");
  }

  @ParameterizedTest
  @CsvSource({
    "a: b, a response without Content-Length",
    "Content-Length: 0//H, more came than one response to one request",
    "Content-Length: many, a response without Content-Length"
  })
  void tellsOfWhatItCannotRead(String header, String failure) {
    reader.handle(Buffer.buffer("HTTP/1.1 200 OK\r\n" + header.replace("/", "\r\n") + "\r\n\r\n"));
    assertThat(failures).containsExactly(failure);
    assertThat(responses).isEmpty();
  }
}
