package dev.oncue.local;

import static dev.oncue.local.Problems.assertMalformed;
import static dev.oncue.local.Problems.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;

import io.restassured.response.Response;
import io.vertx.core.json.JsonObject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Viewers: {@code POST /reaction}. */
@EngineTest
class ReactionTest {
  private static final String FIRE = "\uD83D\uDD25";

  private final Show show = Show.fresh();

  @Test
  void reactionsAreCountedAndNotDeduplicated() {
    for (int i = 0; i < 3; i++) {
      assertThat(show.react("v1", FIRE).statusCode()).isEqualTo(202);
    }
    assertThat(show.react("v2", FIRE).statusCode()).isEqualTo(202);
    assertThat(show.react("v2", "\uD83C\uDF89").statusCode()).isEqualTo(202);
    assertThat(reactions()).isEqualTo(Show.counts(FIRE, 4, "\uD83C\uDF89", 1));
  }

  /** A plain one, a skin tone, a family joined of four, a flag, a keycap, a subdivision flag. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "\uD83D\uDD25",
        "\uD83D\uDC4D\uD83C\uDFFD",
        "\uD83D\uDC68\u200D\uD83D\uDC69\u200D\uD83D\uDC67\u200D\uD83D\uDC66",
        "\uD83C\uDDE9\uD83C\uDDEA",
        "1\uFE0F\u20E3",
        "\u2764\uFE0F",
        "\uD83C\uDFF4\uDB40\uDC67\uDB40\uDC62\uDB40\uDC73\uDB40\uDC63\uDB40\uDC74\uDB40\uDC7F"
      })
  void oneGraphemeClusterThatIsAnEmojiIsTaken(String emoji) {
    assertThat(show.react("v1", emoji).statusCode()).isEqualTo(202);
    assertThat(reactions()).isEqualTo(Show.counts(emoji, 1));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "a",
        "1",
        "#",
        "fire",
        ":fire:",
        "<b>",
        "\u00e4",
        "\uFE0F",
        "\u200D",
        "\uD83D\uDD25\uD83D\uDD25",
        "\uD83D\uDD25!",
        " \uD83D\uDD25",
        "\uD83D\uDD25\uD83C\uDF89",
        "\uD83C\uDDE9",
        "\uD83D\uDC68\u200D"
      })
  void nothingElseIs(String text) {
    assertMalformed(show.react("v1", text), "emoji");
    assertThat(show.react("v1", FIRE).statusCode()).isEqualTo(202);
    assertThat(reactions()).isEqualTo(Show.counts(FIRE, 1));
  }

  @Test
  void bothFieldsAreNeeded() {
    JsonObject noEmoji = new JsonObject().put("stream", show.stream());
    assertMalformed(Show.post("/reaction", show.viewer("v1"), noEmoji), "emoji");
    JsonObject noStream = new JsonObject().put("emoji", FIRE);
    assertMalformed(Show.post("/reaction", show.viewer("v1"), noStream), "stream");
  }

  @Test
  void theTwentyFirstInTenSecondsIsRefused() {
    for (int i = 1; i <= 20; i++) {
      assertThat(show.react("v1", FIRE).statusCode()).as("reaction %s", i).isEqualTo(202);
    }
    Response refused = show.react("v1", FIRE);
    assertProblem(refused, 429, "rate-limited");
    assertThat(Integer.parseInt(refused.header("Retry-After"))).isBetween(1, 10);

    assertThat(show.react("v2", FIRE).statusCode()).as("another viewer").isEqualTo(202);
    assertThat(reactions()).isEqualTo(Show.counts(FIRE, 21));
  }

  private JsonObject reactions() {
    return Show.document(show.state(show.host()), 200).getJsonObject("reactions");
  }
}
