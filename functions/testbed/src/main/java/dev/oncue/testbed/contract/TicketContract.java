package dev.oncue.testbed.contract;

import static dev.oncue.testbed.Answers.instant;
import static dev.oncue.testbed.Answers.problem;
import static dev.oncue.testbed.Answers.send;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.startsWith;

import dev.oncue.testbed.token.SignedToken;
import io.restassured.response.ValidatableResponse;
import java.time.Instant;
import java.util.Map;
import java.util.regex.Matcher;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Producers: {@code POST /tickets}. */
public abstract class TicketContract {
  private static final String REQUEST = "{\"stream\":\"show-42\",\"viewer\":\"v1\"}";

  /** Asks for a ticket. */
  protected static final ValidatableResponse ask(SignedToken token, String body) {
    return send(token, body).post("/tickets").then();
  }

  @Test
  void aTicketIsAnsweredWithItsEnd() {
    Map<String, String> answer =
        ask(SignedToken.producer(), REQUEST)
            .statusCode(200)
            .body("expiresAt", instant())
            .extract()
            .path("");
    assertThat(answer).containsOnlyKeys("ticket", "expiresAt");
  }

  @ParameterizedTest
  @CsvSource({"PT4H,14400", "PT1H,3600", "PT1S,1", "PT90M,5400", "P31D,2678400", ",14400"})
  void aTicketLastsAsLongAsItIsAskedAndFourHoursOtherwise(String ttl, long seconds) {
    String ofTtl = ttl == null ? "}" : ",\"ttl\":\"" + ttl + "\"}";
    Instant before = Instant.now();
    String expiresAt =
        ask(SignedToken.producer(), REQUEST.replace("}", ofTtl))
            .statusCode(200)
            .extract()
            .path("expiresAt");
    assertThat(Instant.parse(expiresAt))
        .isBetween(
            before.plusSeconds(seconds).minusMillis(1), Instant.now().plusSeconds(seconds + 1));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"PT0S\"",
        "\"PT0.999S\"",
        "\"-PT1H\"",
        "\"P31DT1S\"",
        "\"P32D\"",
        "\"4h\"",
        "\"\"",
        "\"P1Y\"",
        "4"
      })
  void aTtlHasLimits(String ttl) {
    refused(REQUEST.replace("}", ",\"ttl\":" + ttl + "}"), "ttl");
  }

  private static void refused(String body, String field) {
    ask(SignedToken.producer(), body)
        .spec(problem(400, "malformed"))
        .body("detail", startsWith(field));
  }

  @Test
  void aStreamIsNeeded() {
    refusesAsIn("stream", "null", "\"\"", "\"a b\"", "\"" + "n".repeat(129) + "\"", "7");
    takes("stream", "n".repeat(128));
  }

  @Test
  void aViewerIsNeeded() {
    refusesAsIn("viewer", "null", "\"\"", "\"" + "n".repeat(256) + "\"", "7", "\"\\ud83d\"");
    takes("viewer", "n".repeat(255));
    takes("viewer", "auth0|ann+tv/1 @example.org J\u00fcrgen");
  }

  private static void refusesAsIn(String field, String... values) {
    for (String value : values) {
      refused(with(field, value), field);
    }
    refused(REQUEST.replaceFirst(named(field), "\"other\":1"), field);
  }

  private static void takes(String field, String text) {
    ask(SignedToken.producer(), with(field, '"' + text + '"')).statusCode(200);
  }

  private static String with(String field, String json) {
    String value = "\"" + field + "\":" + json;
    return REQUEST.replaceFirst(named(field), Matcher.quoteReplacement(value));
  }

  private static String named(String field) {
    return "\"" + field + "\":\"[^\"]*\"";
  }

  @Test
  void onlyAProducerGetsTickets() {
    ask(SignedToken.viewer("v1"), REQUEST).spec(problem(403, "forbidden"));
    ask(SignedToken.host(), REQUEST).spec(problem(403, "forbidden"));
    ask(SignedToken.producer().stream("another"), REQUEST).spec(problem(403, "forbidden"));
    given().body(REQUEST).post("/tickets").then().spec(problem(401, "unauthorized"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("dev.oncue.testbed.token.BadTokens#headers")
  void nobodyGetsTicketsWithABadToken(String what, String authorization) {
    given()
        .header("Authorization", authorization)
        .body(REQUEST)
        .post("/tickets")
        .then()
        .spec(problem(401, "unauthorized"));
  }
}
