package dev.oncue.live;

import static dev.oncue.testbed.Answers.as;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.oncue.Grid;
import dev.oncue.json.Fields;
import dev.oncue.poll.Poll;
import dev.oncue.poll.PollDraft;
import dev.oncue.poll.PollLifecycle;
import dev.oncue.stream.StreamId;
import dev.oncue.testbed.Answers;
import dev.oncue.testbed.Prepared;
import dev.oncue.testbed.feed.EventStream;
import dev.oncue.testbed.profile.FunctionTestProfile;
import dev.oncue.testbed.token.SignedToken;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A state of many slices. */
@QuarkusTest
@TestProfile(FunctionTestProfile.class)
class LargeStateTest {
  private static final int SCHEDULED = 150;

  @Inject Grid grid;
  @Inject PollLifecycle lifecycle;
  @Inject MeterRegistry meters;

  @TestHTTPResource("/")
  URI origin;

  private final String stream = Prepared.freshStream();
  private Poll open;

  @BeforeEach
  void prepare() {
    String later = "\"opensAt\":\"" + Prepared.ahead(Duration.ofHours(1)) + "\"";
    List<String> ids =
        IntStream.range(0, 32).mapToObj(i -> "option-" + "x".repeat(40) + i).toList();
    String options = Prepared.optionsJson(ids);
    for (int i = 0; i < SCHEDULED; i++) {
      String json = Prepared.pollJson(stream, "p" + i, options, new String[] {later});
      PollDraft draft =
          PollDraft.read(Fields.parse(json.getBytes(UTF_8)), StreamId.DEFAULT_TENANT, null);
      lifecycle.open(draft).toCompletableFuture().join();
    }
    open = Prepared.open(lifecycle, stream);
    Prepared.cast(grid, open, "ann", "red");
  }

  private static void assertIsWhole(JsonNode state) {
    assertThat(state.get("polls")).hasSize(SCHEDULED + 1);
    assertThat(state.at("/polls/0/poll").asText()).isEqualTo("q1");
    assertThat(state.at("/polls/0/ballot/options/0").asText()).isEqualTo("red");
    assertThat(state.has("omittedPolls")).isFalse();
  }

  @Test
  void itIsTheSameByStateAndByFeedAndEventsFollowIt() throws IOException {
    Response answer = as(SignedToken.viewer("ann")).get("/streams/" + stream + "/state");
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.contentType()).startsWith("application/json");
    assertThat(answer.asByteArray()).hasSizeGreaterThan(10 * Transfer.SLICE_BYTES);
    assertThat(answer.header("Content-Length"))
        .isEqualTo(Integer.toString(answer.asByteArray().length));
    assertIsWhole(new ObjectMapper().readTree(answer.asByteArray()));
    try (EventStream feed =
        Answers.feed(stream, "", "Authorization", SignedToken.viewer("ann").bearer())) {
      assertIsWhole(feed.awaitState());
      Prepared.cast(grid, open, "bob", "red");
      assertThat(feed.await("tally").data().at("/result/counts/red").asInt()).isEqualTo(2);
    }
    as(SignedToken.viewer("ann")).head("/streams/" + stream + "/state").then().statusCode(200);
  }

  private double held() {
    return meters.get("oncue.state.bytes").gauge().value();
  }

  @Tag("faults")
  @ParameterizedTest
  @ValueSource(strings = {"state", "feed"})
  void whoNeverReadsItIsCutOff(String what) throws IOException {
    try (Socket socket = new Socket()) {
      socket.setReceiveBufferSize(4_096);
      socket.connect(new InetSocketAddress(origin.getHost(), origin.getPort()));
      String request =
          "GET /streams/%s/%s HTTP/1.1\r\nHost: oncue\r\nAuthorization: %s\r\n\r\n"
              .formatted(stream, what, SignedToken.viewer("ann").bearer());
      socket.getOutputStream().write(request.getBytes(UTF_8));
      await().until(() -> held() > 0);
      await().atMost(Transfer.TIMEOUT.multipliedBy(2)).until(() -> held() == 0);
      socket.setSoTimeout(10_000);
      assertThatThrownBy(
              () -> assertThat(socket.getInputStream().readAllBytes()).hasSizeGreaterThan(500_000))
          .as("cut off in the middle")
          .isInstanceOfAny(AssertionError.class, SocketException.class);
    }
  }
}
