package dev.oncue.local.feed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.oncue.local.EngineTest;
import dev.oncue.testbed.engine.EngineClient;
import dev.oncue.testbed.feed.EventStream;
import dev.oncue.testbed.token.SignedToken;
import dev.oncue.testbed.token.TokenSigner;
import io.quarkus.test.common.http.TestHTTPResource;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** One who does not read what is written must not cost the engine memory, nor the others time. */
@EngineTest
class SlowSubscriberTest {
  /** As many as a stream may have, or fewer. */
  private static final int MAX_OPEN = 150;

  private static final int MAX_POLLS = 4_000;

  @TestHTTPResource("/")
  URI origin;

  private final String stream = "show-" + UUID.randomUUID();

  @Test
  void itIsDroppedAndTheOthersHearEverythingInTime() throws IOException {
    EngineClient client = new EngineClient(origin, new TokenSigner(SignedToken.SECRET));
    try (EventStream reader = client.feed(stream, client.tokens().host());
        Socket slow = subscribeAndNeverRead(client)) {
      reader.awaitState();
      awaitViewers(reader, 1);
      int polls = 0;
      while (reader.events("viewers").size() < 2 && polls < MAX_POLLS) {
        openLarge(client, "q" + polls++);
        if (polls > MAX_OPEN) {
          client.close(stream, "q" + (polls - MAX_OPEN - 1));
        }
      }
      awaitViewers(reader, 0);
      String last = "q" + (polls - 1);
      reader.awaitEvent("poll-opened", event -> event.data().get("poll").asText().equals(last));
      assertThat(reader.events("poll-opened")).hasSize(polls);
      assertThat(reader.hasEnded()).isFalse();
      assertThat(slow.isConnected()).isTrue();
    }
  }

  private static void awaitViewers(EventStream reader, int viewers) {
    await()
        .atMost(Duration.ofSeconds(20))
        .until(
            () ->
                reader.events("viewers").stream()
                    .reduce((earlier, later) -> later)
                    .filter(event -> event.data().get("viewers").asInt() == viewers)
                    .isPresent());
  }

  private Socket subscribeAndNeverRead(EngineClient client) throws IOException {
    Socket socket = new Socket();
    socket.setReceiveBufferSize(4_096);
    socket.connect(new InetSocketAddress(origin.getHost(), origin.getPort()));
    String request =
        "GET /streams/%s/feed?token=%s HTTP/1.1\r\nHost: oncue\r\n\r\n"
            .formatted(stream, client.tokens().viewer("slow"));
    socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
    return socket;
  }

  /** A poll whose frame is about as large as frames get. */
  private void openLarge(EngineClient client, String poll) {
    String options =
        IntStream.range(0, 32)
            .mapToObj(i -> "{\"id\":\"o%d\",\"text\":\"%d%s\"}".formatted(i, i, "x".repeat(98)))
            .collect(Collectors.joining(",", "[", "]"));
    String json =
        "{\"stream\":\"%s\",\"poll\":\"%s\",\"question\":\"%s\",\"options\":%s}"
            .formatted(stream, poll, "?".repeat(300), options);
    client.post("/poll-open", client.tokens().producer(), json).require(201);
  }
}
