package dev.oncue.local;

import static dev.oncue.local.Problems.assertProblem;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.restassured.response.Response;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Errors: {@code application/problem+json} for whatever is asked of the engine. */
@EngineTest
class ProblemTest {
  private static final int LIMIT = 16 * 1024;

  private final Show show = Show.fresh();

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/nope",
        "/vote/x",
        "/streams",
        "/streams/a",
        "/streams/a/b",
        "/streams/a/state/x",
        "/polls",
        "/polls/a",
        "/polls/a/b/c",
        "/q/nope",
        "/q",
        "/favicon.txt",
        "/dev.oncue.vote.cast.v1",
        "/..%2fetc/passwd"
      })
  void anUnknownPathIs404(String path) {
    for (String token : new String[] {null, show.producer()}) {
      Response response = Show.get(path, token);
      assertProblem(response, 404, "not-found");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "GET,/vote",
    "PUT,/vote",
    "DELETE,/vote",
    "PATCH,/vote",
    "GET,/reaction",
    "GET,/poll-open",
    "GET,/poll-close",
    "GET,/tickets",
    "POST,/time",
    "DELETE,/time",
    "POST,/streams/a/state",
    "PUT,/polls/a/b",
    "DELETE,/polls/a/b"
  })
  void anotherMethodIs405(String method, String path) {
    assertProblem(
        given().header("Authorization", "Bearer " + show.producer()).request(method, path),
        405,
        "method-not-allowed");
  }

  @ParameterizedTest
  @CsvSource({
    "GET,/",
    "PUT,/",
    "DELETE,/",
    "POST,/nope",
    "POST,/streams/a/feed",
    "DELETE,/streams/a/feed"
  })
  void aPathThatDoesNotTakeTheMethodIsAProblemToo(String method, String path) {
    Response response =
        given().header("Authorization", "Bearer " + show.producer()).request(method, path);
    assertThat(response.statusCode()).isIn(404, 405);
    assertProblem(
        response,
        response.statusCode(),
        response.statusCode() == 404 ? "not-found" : "method-not-allowed");
  }

  @Test
  void aBodyOfSixteenKibibytesIsReadAndNoMore() {
    assertThat(padded(LIMIT).length()).isEqualTo(LIMIT);
    assertThat(opening(padded(LIMIT)).statusCode()).isEqualTo(201);
    assertProblem(opening(padded(LIMIT + 1)), 413, "too-large");
    assertProblem(opening(padded(10 * LIMIT)), 413, "too-large");
  }

  private String padded(int bytes) {
    String json = show.poll("q1").encode();
    return json + " ".repeat(bytes - json.length());
  }

  private Response opening(String body) {
    return given()
        .header("Authorization", "Bearer " + show.producer())
        .contentType("application/json")
        .body(body)
        .post("/poll-open");
  }

  @ParameterizedTest
  @ValueSource(strings = {"text/plain", "application/octet-stream"})
  void bodiesAreJsonWhateverTheyAreCalled(String contentType) {
    show.opened(show.poll("q1"));
    Response response =
        given()
            .header("Authorization", "Bearer " + show.viewer("v1"))
            .header("Content-Type", contentType)
            .body(show.ballot("q1", "red").encode().getBytes(StandardCharsets.UTF_8))
            .post("/vote");
    Show.document(response, 200);
  }

  @Test
  void fieldsThatAreNotKnownArePassedOver() {
    show.opened(show.poll("q1").put("newerThanThisEngine", new JsonObject().put("x", 1)));
    JsonObject ballot = show.ballot("q1", "red").put("more", "y");
    Show.document(Show.post("/vote", show.viewer("v1"), ballot), 200);
  }
}
