package dev.oncue.local;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.restassured.http.Header;
import io.restassured.response.Response;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/**
 * Votes take a short way past the REST layer, unless what their client accepts is hard to see. Both
 * ways answer the same.
 */
@EngineTest
class VoteRouteTest {
  private static final String SHORT = "*/*";
  private static final String LONG = "text/plain;q=0.1, application/json";

  private final Show show = Show.fresh();

  private Response vote(String accept, String token, String body) {
    return given()
        .header("Accept", accept)
        .header("Authorization", "Bearer " + token)
        .header("Origin", "https://platform.example")
        .body(body)
        .post("/vote");
  }

  private void assertSame(int status, String token, String body) {
    Response shortWay = vote(SHORT, token, body);
    Response longWay = vote(LONG, token, body);

    assertThat(shortWay.statusCode()).isEqualTo(status).isEqualTo(longWay.statusCode());
    assertThat(headers(shortWay)).isEqualTo(headers(longWay));
    assertThat(shortWay.asString()).isEqualTo(longWay.asString());
  }

  private static TreeMap<String, List<String>> headers(Response response) {
    TreeMap<String, List<String>> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    for (Header header : response.headers()) {
      headers.put(header.getName(), response.headers().getValues(header.getName()));
    }
    return headers;
  }

  @Test
  void a_ballot_and_its_retry_by_either_way() {
    show.opened(show.poll("q1"));
    assertSame(200, show.viewer("v1"), show.ballot("q1", "red").encode());
    show.close("q1");
    assertSame(200, show.viewer("v1"), show.ballot("q1", "red").encode());
    assertThat(show.result("q1").getInteger("ballots")).isEqualTo(1);
  }

  @Test
  void what_is_refused() {
    show.opened(show.poll("q1"));
    String ballot = show.ballot("q1", "red").encode();
    assertSame(401, "no-token", ballot);
    assertSame(403, show.producer(), ballot);
    assertSame(404, show.viewer("v1"), show.ballot("q2", "red").encode());
    assertSame(422, show.viewer("v1"), show.ballot("q1", "green").encode());
    for (String malformed : List.of("", "{", "[]", "null", "\"text\"", ballot + ballot, "{}")) {
      assertSame(400, show.viewer("v1"), malformed);
    }
    assertSame(413, show.viewer("v1"), new JsonObject().put("x", "y".repeat(17_000)).encode());
    show.voted("v1", "q1", "red");
    assertSame(409, show.viewer("v1"), show.ballot("q1", "blue").encode());
  }

  @Test
  void a_client_that_does_not_accept_json_is_told_so() {
    show.opened(show.poll("q1"));
    String ballot = show.ballot("q1", "red").encode();
    assertThat(vote("text/html", show.viewer("v1"), ballot).statusCode()).isEqualTo(406);
    assertThat(show.result("q1").getInteger("ballots")).isZero();
  }
}
