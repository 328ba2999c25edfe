package dev.oncue.local;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.oncue.cue.CueKind;
import dev.oncue.poll.PollStatus;
import dev.oncue.poll.ResultVisibility;
import dev.oncue.testbed.contract.OperatorContract;
import dev.oncue.window.Origin;
import dev.oncue.window.Phase;
import dev.oncue.window.Readiness;
import io.restassured.response.Response;
import io.vertx.core.json.JsonObject;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Operators: health, metrics and the description of the API. */
@EngineTest
class OperatorTest implements OperatorContract {
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

  @ParameterizedTest
  @MethodSource("words")
  void theDescriptionListsEveryWordOfAField(String field, List<String> words) {
    assertThat(enumeration(field)).isEqualTo(words);
  }

  private static Stream<Arguments> words() {
    return Stream.of(
        arguments("Poll.status", words(PollStatus.values(), PollStatus::word)),
        arguments("Poll.results", words(ResultVisibility.values(), ResultVisibility::word)),
        arguments("Poll.warmPool", words(Readiness.values(), Readiness::word)),
        arguments("Window.status", words(Phase.values(), Phase::word)),
        arguments("Window.origin", words(Origin.values(), Origin::word)),
        arguments("Cue.cue", words(CueKind.values(), CueKind::word)));
  }

  private static <T> List<String> words(T[] values, Function<T, String> word) {
    return Arrays.stream(values).map(word).toList();
  }

  @Test
  void aFieldThatMayBeNullHasNullAmongItsWords() {
    assertThat(enumeration("PollRequest.results")).containsExactly("live", "closed", null);
  }

  @SuppressWarnings("unchecked")
  private static List<Object> enumeration(String field) {
    String[] names = field.split("\\.");
    return openapi()
        .getJsonObject("components")
        .getJsonObject("schemas")
        .getJsonObject(names[0])
        .getJsonObject("properties")
        .getJsonObject(names[1])
        .getJsonArray("enum")
        .getList();
  }

  @Test
  void nothingIsDescribedAsMereBytes() {
    assertThat(openapi().encode()).doesNotContain("octet-stream", "\"binary\"");
  }
}
