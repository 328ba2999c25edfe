package dev.oncue.local;

import static dev.oncue.local.Problems.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.restassured.response.Response;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/**
 * {@code /windows} on the local engine, which only watches: it shows what it would do. Other tests
 * leave polls open that expect more viewers than there is room for, for a day at most.
 */
@EngineTest
class WindowTest {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final Show show = Show.fresh();

  private JsonObject window(Duration ahead, int viewers) {
    return new JsonObject()
        .put("stream", show.stream())
        .put("window", "act-1")
        .put("opensAt", Show.fromNow(ahead))
        .put("duration", "PT1H")
        .put("expectedViewers", viewers);
  }

  private Response announce(JsonObject window) {
    return Show.post("/windows", show.producer(), window);
  }

  private JsonObject listed() {
    return Show.document(Show.get("/windows?stream=" + show.stream(), show.host()), 200);
  }

  private JsonObject only() {
    assertThat(listed().getJsonArray("windows")).hasSize(1);
    return listed().getJsonArray("windows").getJsonObject(0);
  }

  private static JsonObject vote(JsonObject window) {
    return window.getJsonObject("functions").getJsonObject("vote");
  }

  @Test
  void itShowsWhatItWouldDo() {
    JsonObject answer = Show.document(announce(window(Duration.ofHours(60), 100_000)), 201);
    assertThat(answer.getString("status")).isEqualTo("planned");
    assertThat(vote(answer).getInteger("wanted")).isEqualTo(21);
    await().atMost(PATIENCE).until(() -> "observe".equals(listed().getString("mode")));
    assertThat(only().getJsonObject("functions")).isEqualTo(answer.getJsonObject("functions"));
  }

  @Test
  void whatTheCeilingsDoNotGrantIsSaidAtOnce() {
    JsonObject answer = Show.document(announce(window(Duration.ofHours(30), 1_000_000_000)), 201);
    assertThat(answer.getString("status")).isEqualTo("short");
    assertThat(answer.getString("reason")).contains("vote: the ceiling grants 100 of 204000");
  }

  @Test
  void aPollThatExpectsViewersIsAWindowUntilItCloses() {
    JsonObject opened =
        show.opened(show.poll("q1").put("expectedViewers", 5_000).put("duration", "PT600S"));
    assertThat(opened.containsKey("warmPool")).as("nobody keeps a pool here").isFalse();
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () -> {
              assertThat(only().getString("origin")).isEqualTo("poll");
              assertThat(only().getString("window")).isEqualTo("q1");
              assertThat(only().getString("status")).isIn("warm", "short");
              assertThat(vote(only()).getInteger("wanted")).isEqualTo(2);
            });
    JsonObject closed = Show.document(show.close("q1"), 200);
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () -> assertThat(only().getString("closesAt")).isEqualTo(closed.getString("closedAt")));
  }

  @Test
  void aPollThatExpectsNobodyIsNone() {
    show.opened(show.poll("q1"));
    show.opened(show.poll("q2").put("expectedViewers", 1));
    await().atMost(PATIENCE).until(() -> !listed().getJsonArray("windows").isEmpty());
    assertThat(only().getString("window")).isEqualTo("q2");
  }

  @Test
  void aWindowIsTakenBack() {
    Show.document(announce(window(Duration.ofHours(1), 10)), 201);
    Response answer =
        Show.patient()
            .header("Authorization", "Bearer " + show.producer())
            .delete("/windows/" + show.stream() + "/act-1");
    assertThat(Show.document(answer, 200).getString("status")).isEqualTo("released");
  }

  @Test
  void viewersHaveNoBusinessHere() {
    assertProblem(Show.get("/windows", show.viewer("ann")), 403, "forbidden");
    assertProblem(
        Show.post("/windows", show.host(), window(Duration.ofHours(1), 10)), 403, "forbidden");
  }
}
