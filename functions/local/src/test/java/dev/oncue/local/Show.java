package dev.oncue.local;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import dev.oncue.testbed.token.SignedToken;
import io.restassured.config.HttpClientConfig;
import io.restassured.config.RestAssuredConfig;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;

/**
 * A stream that no other test has, with those who take part in it.
 *
 * @param tenant whose it is; {@code null}: tokens do not say
 * @param stream its name
 */
record Show(String tenant, String stream) {
  private static final int TIMEOUT_MILLIS = 15_000;

  /** A stream of a tenant of its own, so that its viewers are no other test's. */
  static Show fresh() {
    return new Show("tenant-" + UUID.randomUUID(), "show-42");
  }

  /** A stream of the tenant that a token need not name. */
  static Show ofDefaultTenant() {
    return new Show(null, "show-" + UUID.randomUUID());
  }

  String producer() {
    return token("producer-1", "producer");
  }

  String host() {
    return token("host-1", "host");
  }

  String viewer(String id) {
    return token(id, "viewer");
  }

  String token(String sub, String... groups) {
    SignedToken token = SignedToken.of(sub, groups);
    return (tenant == null ? token : token.tenant(tenant)).text();
  }

  /** A request for a poll with nothing but what must be there, red and blue. */
  JsonObject poll(String name) {
    return new JsonObject()
        .put("stream", stream)
        .put("poll", name)
        .put("question", "Which colour?")
        .put("options", options("red", "blue"));
  }

  static JsonArray options(String... ids) {
    JsonArray options = new JsonArray();
    for (String id : ids) {
      options.add(new JsonObject().put("id", id).put("text", "Text of " + id));
    }
    return options;
  }

  /** Opens a poll, whatever becomes of it. */
  Response open(JsonObject poll) {
    return post("/poll-open", producer(), poll);
  }

  /** Opens a poll that must be open then. */
  JsonObject opened(JsonObject poll) {
    return document(open(poll), 201);
  }

  Response close(String poll) {
    return post("/poll-close", producer(), reference(poll));
  }

  /** Closes a poll and gives its result. */
  JsonObject result(String poll) {
    return document(close(poll), 200).getJsonObject("result");
  }

  JsonObject reference(String poll) {
    return new JsonObject().put("stream", stream).put("poll", poll);
  }

  JsonObject ballot(String poll, String... options) {
    return reference(poll).put("options", new JsonArray(List.of(options)));
  }

  Response vote(String viewer, String poll, String... options) {
    return post("/vote", viewer(viewer), ballot(poll, options));
  }

  /** Casts a ballot that must count. */
  JsonObject voted(String viewer, String poll, String... options) {
    return document(vote(viewer, poll, options), 200);
  }

  Response react(String viewer, String emoji) {
    return post(
        "/reaction", viewer(viewer), new JsonObject().put("stream", stream).put("emoji", emoji));
  }

  Response state(String token) {
    return get("/streams/" + stream + "/state", token);
  }

  /** A poll in the state that the holder of a token sees. */
  JsonObject pollInState(String token, String poll) {
    for (Object entry : document(state(token), 200).getJsonArray("polls")) {
      if (poll.equals(((JsonObject) entry).getString("poll"))) {
        return (JsonObject) entry;
      }
    }
    throw new AssertionError("no poll " + poll + " in the state of " + stream);
  }

  Response getPoll(String token, String poll) {
    return get("/polls/" + stream + "/" + poll, token);
  }

  static Response get(String path, String token) {
    return bearing(token).get(path);
  }

  static Response post(String path, String token, JsonObject body) {
    return bearing(token)
        .contentType("application/json")
        .body(body.encode().getBytes(StandardCharsets.UTF_8))
        .post(path);
  }

  /** A request that does not wait for ever: what takes longer hangs. */
  static RequestSpecification patient() {
    return given()
        .config(
            RestAssuredConfig.config()
                .httpClient(
                    HttpClientConfig.httpClientConfig()
                        .setParam("http.socket.timeout", TIMEOUT_MILLIS)));
  }

  private static RequestSpecification bearing(String token) {
    RequestSpecification request = patient();
    return token == null ? request : request.header("Authorization", "Bearer " + token);
  }

  /** The instant that lies so far ahead, or behind when negative, as producers write it. */
  static String fromNow(Duration duration) {
    return Instant.now().plus(duration).truncatedTo(ChronoUnit.MILLIS).toString();
  }

  /** The JSON of an answer that must have this status. */
  static JsonObject document(Response response, int status) {
    assertThat(response.statusCode()).as(response.asString()).isEqualTo(status);
    assertThat(response.contentType()).startsWith("application/json");
    return new JsonObject(new String(response.asByteArray(), StandardCharsets.UTF_8));
  }

  static JsonObject counts(Object... idsAndCounts) {
    JsonObject counts = new JsonObject();
    for (int i = 0; i < idsAndCounts.length; i += 2) {
      counts.put((String) idsAndCounts[i], idsAndCounts[i + 1]);
    }
    return counts;
  }
}
