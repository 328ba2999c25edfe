package dev.oncue.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.oneOf;

import dev.oncue.testbed.contract.WindowContract;
import io.restassured.response.Response;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import org.hamcrest.Matcher;
import org.junit.jupiter.api.Test;

/**
 * The contract of {@code /windows} on the local engine, which only watches. Other tests leave polls
 * open that expect more viewers than there is room for, for a day at most.
 */
@EngineTest
class WindowTest extends WindowContract {
  private static final Duration TIMEOUT = Duration.ofSeconds(20);

  private final Show show = Show.fresh();

  @Override
  protected int ceiling() {
    return 100;
  }

  @Override
  protected Matcher<String> whenOpen() {
    return oneOf("warm", "short");
  }

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
    await().atMost(TIMEOUT).until(() -> "observe".equals(listed().getString("mode")));
    assertThat(only().getJsonObject("functions")).isEqualTo(answer.getJsonObject("functions"));
  }

  @Test
  void aPollThatExpectsViewersSaysNothingOfAPoolThatNobodyKeeps() {
    JsonObject opened = show.opened(show.poll("q1").put("expectedViewers", 5_000));
    assertThat(opened.containsKey("warmPool")).isFalse();
  }
}
