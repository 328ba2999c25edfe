package dev.oncue.local;

import static dev.oncue.local.Problems.assertMalformed;
import static dev.oncue.local.Problems.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.restassured.response.Response;
import io.vertx.core.json.Json;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Polls of streams whose viewers see the host later, and vote by what their own video shows. */
@EngineTest
class MediaTimeTest {
  private static final Duration TIMEOUT = Duration.ofSeconds(10);
  private static final Duration POLLING = Duration.ofMillis(5);

  private final Show show = Show.fresh();

  private JsonObject poll(String min, String max) {
    return show.poll("q1").put("latency", new JsonObject().put("min", min).put("max", max));
  }

  private Response vote(String viewer, Instant mediaTime) {
    JsonObject ballot = show.ballot("q1", "red").put("mediaTime", mediaTime.toString());
    return Show.post("/vote", show.viewer(viewer), ballot);
  }

  private static Instant instant(JsonObject poll, String field) {
    return Instant.parse(poll.getString(field));
  }

  @Test
  void aPollOpensWhenTheFirstViewerSeesIt() {
    JsonObject poll = Show.document(show.open(poll("PT0.6S", "PT5S")), 202);
    assertThat(poll.getString("status")).isEqualTo("scheduled");
    assertThat(poll.getJsonObject("latency"))
        .isEqualTo(new JsonObject().put("min", "PT0.6S").put("max", "PT5S"));
    assertProblem(show.vote("v1", "q1", "red"), 409, "poll-not-open");

    await()
        .atMost(TIMEOUT)
        .pollInterval(POLLING)
        .until(() -> show.vote("v1", "q1", "red").statusCode() == 200);

    assertThat(instant(show.voted("v1", "q1", "red"), "castAt"))
        .isAfterOrEqualTo(instant(poll, "opensAt").plusMillis(600));
    assertThat(show.pollInState(show.host(), "q1").getString("status")).isEqualTo("open");
  }

  @Test
  void theWindowHoldsForEveryViewersOwnMediaTime() {
    JsonObject request = poll("PT0S", "PT1.5S").put("duration", "PT0.3S");
    JsonObject poll = show.opened(request);
    Instant opensAt = instant(poll, "opensAt");
    Instant closesAt = instant(poll, "closesAt");
    await().atMost(TIMEOUT).pollInterval(POLLING).until(() -> Instant.now().isAfter(closesAt));

    assertProblem(vote("early", opensAt.minusMillis(1)), 409, "poll-not-open");
    assertThat(vote("first", opensAt).statusCode()).isEqualTo(200);
    assertThat(vote("last", closesAt.minusMillis(1)).statusCode()).isEqualTo(200);
    assertProblem(vote("late", closesAt), 409, "poll-closed");
    assertThat(show.vote("silent", "q1", "red").statusCode()).isEqualTo(200);

    AtomicInteger liars = new AtomicInteger();
    await()
        .atMost(TIMEOUT)
        .pollInterval(POLLING)
        .until(() -> vote("liar-" + liars.getAndIncrement(), opensAt).statusCode() == 409);
    assertThat(Instant.now()).isAfterOrEqualTo(closesAt.plusMillis(1_500));
    assertThat(vote("first", opensAt).statusCode()).as("a retry is told").isEqualTo(200);
    assertThat(show.result("q1").getInteger("ballots")).isEqualTo(3 + liars.get() - 1);
  }

  @Test
  void aCloseByHandHoldsOnTheMediaTimelineToo() {
    show.opened(poll("PT0S", "PT1.2S"));
    JsonObject closing = Show.document(show.close("q1"), 202);
    assertThat(closing.getString("status")).isEqualTo("open");
    assertThat(closing.containsKey("result")).isFalse();
    assertThat(Show.document(show.close("q1"), 202)).isEqualTo(closing);
    assertThat(Show.document(show.open(poll("PT0S", "PT1.2S")), 200).getString("poll"))
        .isEqualTo("q1");

    Instant closesAt = instant(closing, "closesAt");
    assertThat(vote("v1", closesAt.minusMillis(1)).statusCode()).isEqualTo(200);
    assertProblem(vote("v2", closesAt), 409, "poll-closed");

    await().atMost(TIMEOUT).pollInterval(POLLING).until(() -> show.close("q1").statusCode() == 200);
    JsonObject closed = Show.document(show.close("q1"), 200);
    assertThat(instant(closed, "closedAt")).isEqualTo(closesAt.plusMillis(1_200));
    assertThat(closed.getJsonObject("result").getInteger("ballots")).isEqualTo(1);
    assertThat(closed.getJsonObject("result").getBoolean("certified")).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"\"soon\"", "5", "{}", "\"2026-11-21\"", "\"2026-11-21T20:00:00\""})
  void aMediaTimeThatIsNoInstantIsRefusedAndNothingCounts(String mediaTime) {
    show.opened(poll("PT0S", "PT1S"));
    JsonObject ballot = show.ballot("q1", "red").put("mediaTime", Json.decodeValue(mediaTime));
    assertMalformed(Show.post("/vote", show.viewer("v1"), ballot), "mediaTime");
    assertThat(show.pollInState(show.host(), "q1").getJsonObject("result").getInteger("ballots"))
        .isZero();
  }
}
