package dev.oncue.testbed.contract;

import static dev.oncue.testbed.Answers.event;
import static dev.oncue.testbed.Answers.problem;
import static dev.oncue.testbed.Answers.send;
import static dev.oncue.testbed.Answers.structuredEvent;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.startsWith;

import dev.oncue.stream.StreamId;
import dev.oncue.testbed.Prepared;
import dev.oncue.testbed.token.SignedToken;
import io.restassured.response.ValidatableResponse;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Viewers: {@code POST /reaction}. */
public abstract class ReactionContract extends ViewerContract {
  private static final String EVENT = "dev.oncue.reaction.send.v1";
  private static final int MAX_IN_TEN_SECONDS = 20;

  /** Viewers may react so often in all streams of a tenant. */
  private final String tenant = "tenant-" + UUID.randomUUID();

  @Override
  protected String path() {
    return "/reaction";
  }

  @Override
  protected String goodBody() {
    return "{\"stream\":\"" + Prepared.freshStream() + "\",\"emoji\":\"🔥\"}";
  }

  @Override
  protected int goodStatus() {
    return 202;
  }

  @Override
  protected SignedToken goodToken() {
    return SignedToken.viewer("v1").tenant(tenant);
  }

  @Override
  protected List<SignedToken> wrongGroups() {
    return List.of(SignedToken.host(), SignedToken.producer());
  }

  @Override
  protected String goodEvent() {
    // A viewer of the test's own: each has 20 reactions in 10 seconds.
    return goodBody().replace("}", ",\"viewer\":\"of " + stream + "\"}");
  }

  @Override
  protected String eventType() {
    return EVENT;
  }

  private ValidatableResponse react(String viewer, String emoji) {
    return reactJson(viewer, '"' + emoji + '"');
  }

  private ValidatableResponse reactJson(String viewer, String emojiJson) {
    return send(SignedToken.viewer(viewer).tenant(tenant), data(viewer, emojiJson))
        .post("/reaction")
        .then();
  }

  private SignedToken producer() {
    return SignedToken.producer().tenant(tenant);
  }

  private String data(String viewer, String emojiJson) {
    return "{\"stream\":\"%s\",\"viewer\":\"%s\",\"emoji\":%s}"
        .formatted(stream, viewer, emojiJson);
  }

  private Map<String, Long> totals() {
    return grid.reactions().totals(new StreamId(tenant, stream)).toCompletableFuture().join();
  }

  @Test
  void reactionsAreCountedAndNotDeduplicated() {
    for (int i = 0; i < 3; i++) {
      react("v1", "🔥").statusCode(202);
    }
    react("v2", "🔥").statusCode(202);
    react("v2", "👏").statusCode(202);
    assertThat(totals()).isEqualTo(Map.of("🔥", 4L, "👏", 1L));
  }

  /**
   * A plain one, a heart, a skin tone, families, flags, a keycap, the flag of a subdivision, one of
   * Unicode 17, and a character that is set aside for pictographs to come.
   */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "🔥",
        "\u2764\uFE0F",
        "👍🏽",
        "\uD83D\uDC69\u200D\uD83D\uDC69\u200D\uD83D\uDC67\u200D\uD83D\uDC66",
        "\uD83D\uDC68\u200D\uD83D\uDC69\u200D\uD83D\uDC67\u200D\uD83D\uDC66",
        "🇫🇮",
        "🇩🇪",
        "1\uFE0F\u20E3",
        "\uD83C\uDFF4\uDB40\uDC67\uDB40\uDC62\uDB40\uDC73\uDB40\uDC63\uDB40\uDC74\uDB40\uDC7F",
        "\uD83E\uDEEA",
        "\uD83F\uDFFD"
      })
  void oneGraphemeClusterThatIsAnEmojiIsTaken(String emoji) {
    react("v1", emoji).statusCode(202);
    assertThat(totals()).isEqualTo(Map.of(emoji, 1L));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"\"",
        "\" \"",
        "\"a\"",
        "\"1\"",
        "\"#\"",
        "\"ä\"",
        "\"fire\"",
        "\":fire:\"",
        "\"<b>\"",
        "\"🔥🔥\"",
        "\"🔥🎉\"",
        "\"🔥!\"",
        "\"🔥 \"",
        "\" 🔥\"",
        "\"\\ud83d\"",
        "\"\\u200d\"",
        "\"\\ufe0f\"",
        "\"\\ud83c\\udde9\"",
        "\"👨\\u200d\"",
        "7",
        "null",
        "[\"🔥\"]"
      })
  void whatIsNotOneEmojiIsRefused(String emojiJson) {
    reactJson("v1", emojiJson).spec(problem(400, "malformed")).body("detail", startsWith("emoji"));
    assertThat(totals()).isEmpty();
    react("v1", "🔥").statusCode(202);
    assertThat(totals()).isEqualTo(Map.of("🔥", 1L));
  }

  @Test
  void bothFieldsAreNeeded() {
    for (String field : List.of("emoji", "stream")) {
      String alone =
          field.equals("stream") ? "{\"emoji\":\"🔥\"}" : "{\"stream\":\"" + stream + "\"}";
      send(goodToken(), alone)
          .post("/reaction")
          .then()
          .spec(problem(400, "malformed"))
          .body("detail", startsWith(field));
    }
  }

  @Test
  void aReactionTooManyIsRefusedToThatViewerAlone() {
    for (int i = 0; i < MAX_IN_TEN_SECONDS; i++) {
      react("eager", i % 2 == 0 ? "🔥" : "👏").statusCode(202);
    }
    String retryAfter =
        react("eager", "😂").spec(problem(429, "rate-limited")).extract().header("Retry-After");
    assertThat(Integer.parseInt(retryAfter)).isBetween(1, 10);
    react("calm", "😂").statusCode(202);
    assertThat(totals()).isEqualTo(Map.of("🔥", 10L, "👏", 10L, "😂", 1L));
  }

  @Test
  void tenantsDoNotSeeEachOther() {
    send(SignedToken.viewer("v1").tenant("another"), data("v1", "\"🔥\""))
        .post("/reaction")
        .then()
        .statusCode(202);
    assertThat(totals()).isEmpty();
  }

  @Test
  void anEventSendsTheReactionOfTheViewerItNames() {
    event(producer(), EVENT, stream, data("v1", "\"🔥\""))
        .post("/")
        .then()
        .statusCode(200)
        .header("ce-type", EVENT + ".output")
        .body("emoji", equalTo("🔥"));
    structuredEvent(producer(), EVENT, stream + "-2", data("v1", "\"🔥\""))
        .post("/")
        .then()
        .statusCode(200);
    assertThat(totals()).isEqualTo(Map.of("🔥", 2L));
  }

  @Test
  void anEventThatIsDeliveredAgainCountsOnce() {
    for (int i = 0; i < 3; i++) {
      event(producer(), EVENT, stream, data("v1", "\"🔥\"")).post("/").then().statusCode(200);
    }
    assertThat(totals()).isEqualTo(Map.of("🔥", 1L));
  }

  @Test
  void anEventTooManyMayBeSentLater() {
    for (int i = 0; i < MAX_IN_TEN_SECONDS; i++) {
      react("eager", "🔥").statusCode(202);
    }
    event(producer(), EVENT, stream, data("eager", "\"🔥\""))
        .post("/")
        .then()
        .spec(problem(429, "rate-limited"));
  }

  @Test
  void anEventMustNameItsViewer() {
    event(producer(), EVENT, stream, "{\"stream\":\"" + stream + "\",\"emoji\":\"🔥\"}")
        .post("/")
        .then()
        .spec(problem(400, "malformed"))
        .body("detail", containsString("viewer"));
    assertThat(totals()).isEmpty();
  }
}
