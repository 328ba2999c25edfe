package dev.oncue.local;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.restassured.response.Response;
import io.vertx.core.json.JsonObject;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Operators: health, metrics and the description of the API. */
@EngineTest
class OperatorTest {
  @ParameterizedTest
  @ValueSource(strings = {"/q/health/live", "/q/health/ready"})
  void theEngineIsWell(String path) {
    JsonObject health = Show.document(Show.get(path, null), 200);
    assertThat(health.getString("status")).isEqualTo("UP");
  }

  @Test
  void readyMeansThatTheGridAnswers() {
    JsonObject health = Show.document(Show.get("/q/health/ready", null), 200);
    assertThat(health.getJsonArray("checks"))
        .contains(new JsonObject().put("name", "grid").put("status", "UP"));
  }

  @Test
  void metricsAreForPrometheus() {
    Show show = Show.fresh();
    show.opened(show.poll("q1"));
    show.voted("v1", "q1", "red");
    Response response = Show.get("/q/metrics", null);
    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.asString())
        .contains(
            "oncue_ballots_total{outcome=\"accepted\"}",
            "# TYPE oncue_vote_seconds histogram",
            "oncue_vote_seconds_bucket{le=\"0.01\"}",
            "# TYPE oncue_vote_waiting gauge",
            "# TYPE oncue_feed_subscribers gauge",
            "oncue_warm_pool_instances{function=\"vote\",state=\"granted\"}",
            "# TYPE oncue_warm_pool_round_seconds summary",
            "jvm_memory_used_bytes");
  }

  /** A meter for every stream would grow without end. */
  @Test
  void metricsDoNotNameStreams() {
    Show show = Show.ofDefaultTenant();
    show.opened(show.poll("q1"));
    show.state(show.host());
    show.getPoll(show.host(), "q1");
    Show.get("/polls/" + show.stream() + "/nope", show.host());
    Show.get("/" + show.stream(), show.host());
    assertThat(Show.get("/q/metrics", null).asString()).doesNotContain(show.stream());
  }

  private static JsonObject openapi() {
    Response response = given().accept("application/json").get("/q/openapi?format=json");
    assertThat(response.statusCode()).isEqualTo(200);
    return new JsonObject(response.asString());
  }

  @ParameterizedTest
  @CsvSource({
    "post,/poll-open,200 201 202 400 401 403 409 413",
    "post,/poll-close,200 400 401 403 404",
    "post,/tickets,200 400 401 403",
    "post,/vote,200 400 401 403 404 409 422 503",
    "post,/reaction,202 400 401 403 429",
    "get,/streams/{stream}/state,200 401 403 404",
    "get,/streams/{stream}/feed,200 401 403",
    "get,/streams/{stream}/cues,200 400 401 403 404 406 503",
    "get,/polls/{stream}/{poll},200 401 403 404",
    "get,/time,200",
    "post,/windows,200 201 400 401 403 409 413 503",
    "get,/windows,200 400 401 403 503",
    "delete,/windows/{stream}/{window},200 400 401 403 404 503",
    "post,/,200 400 401 403 422"
  })
  void theDescriptionListsEveryEndpointAndItsAnswers(String method, String path, String statuses) {
    JsonObject paths = openapi().getJsonObject("paths");
    assertThat(paths.fieldNames()).contains(path);
    JsonObject operation = paths.getJsonObject(path).getJsonObject(method);
    assertThat(operation).as(method + " " + path).isNotNull();
    assertThat(operation.getJsonObject("responses").fieldNames())
        .containsAll(List.of(statuses.split(" ")));
  }

  @Test
  void nothingIsDescribedAsMereBytes() {
    assertThat(openapi().encode()).doesNotContain("octet-stream", "\"binary\"");
  }
}
