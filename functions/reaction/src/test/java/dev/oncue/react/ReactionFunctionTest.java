package dev.oncue.react;

import static dev.oncue.http.Answers.event;
import static dev.oncue.http.Answers.problem;
import static dev.oncue.http.Answers.send;
import static dev.oncue.http.Answers.structuredEvent;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import dev.oncue.Grid;
import dev.oncue.http.FunctionTestProfile;
import dev.oncue.http.PostContract;
import dev.oncue.http.Prepared;
import dev.oncue.http.SignedToken;
import dev.oncue.stream.StreamId;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The function reaction, alone. */
@QuarkusTest
@TestProfile(FunctionTestProfile.class)
class ReactionFunctionTest extends PostContract {
  private static final String EVENT = "dev.oncue.reaction.send.v1";
  private static final int MAX_IN_TEN_SECONDS = 20;

  @Inject Grid grid;

  private final String stream = Prepared.freshStream();

  @Override
  protected Set<String> paths() {
    return Set.of("/reaction");
  }

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
    return SignedToken.viewer("v1");
  }

  @Override
  protected SignedToken wrongGroup() {
    return SignedToken.host();
  }

  @Override
  protected String eventType() {
    return EVENT;
  }

  private ValidatableResponse react(String viewer, String emoji) {
    return send(SignedToken.viewer(viewer), data(viewer, '"' + emoji + '"'))
        .post("/reaction")
        .then();
  }

  private String data(String viewer, String emojiJson) {
    return "{\"stream\":\"%s\",\"viewer\":\"%s\",\"emoji\":%s}"
        .formatted(stream, viewer, emojiJson);
  }

  private Map<String, Long> totals() {
    return grid.reactions()
        .totals(new StreamId(StreamId.DEFAULT_TENANT, stream))
        .toCompletableFuture()
        .join();
  }

  @Test
  void reactionsAreCountedByEmoji() {
    react("v1", "🔥").statusCode(202);
    react("v1", "🔥").statusCode(202);
    react("v2", "👏").statusCode(202);
    assertThat(totals()).isEqualTo(Map.of("🔥", 2L, "👏", 1L));
  }

  @ParameterizedTest
  @ValueSource(strings = {"❤️", "👍🏽", "👩‍👩‍👧‍👦", "🇫🇮", "1️⃣", "🏴󠁧󠁢󠁳󠁣󠁴󠁿"})
  void anEmojiOfManyCodePointsIsOne(String emoji) {
    react("v1", emoji).statusCode(202);
    assertThat(totals().values()).containsExactly(1L);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"\"",
        "\"a\"",
        "\"1\"",
        "\"🔥🔥\"",
        "\"🔥 \"",
        "\"<b>\"",
        "\":fire:\"",
        "\"\\ud83d\"",
        "7",
        "null",
        "[\"🔥\"]",
        "\"\\u200d\""
      })
  void whatIsNotOneEmojiIsRefused(String emojiJson) {
    send(SignedToken.viewer("v1"), data("v1", emojiJson))
        .post("/reaction")
        .then()
        .spec(problem(400, "malformed"))
        .body("detail", containsString("emoji"));
    assertThat(totals()).isEmpty();
  }

  @Test
  void aReactionTooManyIsRefusedToThatViewerAlone() {
    for (int i = 0; i < MAX_IN_TEN_SECONDS; i++) {
      react("eager", i % 2 == 0 ? "🔥" : "👏").statusCode(202);
    }
    react("eager", "😂").spec(problem(429, "rate-limited"));
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
    event(SignedToken.producer(), EVENT, stream, data("v1", "\"🔥\""))
        .post("/")
        .then()
        .statusCode(200)
        .header("ce-type", EVENT + ".output")
        .body("emoji", equalTo("🔥"));
    structuredEvent(SignedToken.producer(), EVENT, stream + "-2", data("v1", "\"🔥\""))
        .post("/")
        .then()
        .statusCode(200);
    assertThat(totals()).isEqualTo(Map.of("🔥", 2L));
  }

  @Test
  void anEventThatIsDeliveredAgainCountsOnce() {
    for (int i = 0; i < 3; i++) {
      event(SignedToken.producer(), EVENT, stream, data("v1", "\"🔥\""))
          .post("/")
          .then()
          .statusCode(200);
    }
    assertThat(totals()).isEqualTo(Map.of("🔥", 1L));
  }

  @Test
  void anEventTooManyMayBeSentLater() {
    for (int i = 0; i < MAX_IN_TEN_SECONDS; i++) {
      react("eager-too", "🔥").statusCode(202);
    }
    event(SignedToken.producer(), EVENT, stream, data("eager-too", "\"🔥\""))
        .post("/")
        .then()
        .spec(problem(429, "rate-limited"));
  }

  @Test
  void anEventMustNameItsViewer() {
    event(SignedToken.producer(), EVENT, stream, "{\"stream\":\"" + stream + "\",\"emoji\":\"🔥\"}")
        .post("/")
        .then()
        .spec(problem(400, "malformed"))
        .body("detail", containsString("viewer"));
    assertThat(totals()).isEmpty();
  }
}
