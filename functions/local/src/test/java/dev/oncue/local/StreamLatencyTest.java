package dev.oncue.local;

import static dev.oncue.local.Problems.assertMalformed;
import static dev.oncue.local.Problems.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;

import io.restassured.response.Response;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * How far a stream's viewers are behind: said once, and taken by the polls that are opened on it.
 */
@EngineTest
class StreamLatencyTest {
  private static final JsonObject LATE = latency("PT2S", "PT8S");

  private final Show show = Show.fresh();

  private static JsonObject latency(String min, String max) {
    return new JsonObject().put("min", min).put("max", max);
  }

  private Response set(String token, String body) {
    return Show.patient()
        .header("Authorization", "Bearer " + token)
        .contentType("application/json")
        .body(body.getBytes(StandardCharsets.UTF_8))
        .put("/streams/" + show.stream() + "/latency");
  }

  private void set(JsonObject latency) {
    JsonObject answer = Show.document(set(show.producer(), latency.encode()), 200);
    assertThat(answer)
        .isEqualTo(new JsonObject().put("stream", show.stream()).put("latency", latency));
  }

  private JsonObject state(String token) {
    return Show.document(show.state(token), 200);
  }

  @Test
  void aPollTakesWhatIsSetForItsStream() {
    set(LATE);
    JsonObject poll = Show.document(show.open(show.poll("q1").put("duration", "PT20S")), 202);
    assertThat(poll.getJsonObject("latency")).isEqualTo(LATE);
    assertThat(poll.getString("status")).isEqualTo("scheduled");
    assertThat(show.pollInState(show.viewer("v1"), "q1").getJsonObject("latency")).isEqualTo(LATE);

    JsonObject elsewhere = show.poll("q1").put("stream", "another");
    assertThat(Show.document(show.open(elsewhere), 201).containsKey("latency")).isFalse();
  }

  @Test
  void aPollsOwnLatencyGoesFirst() {
    set(LATE);
    JsonObject own = latency("PT1S", "PT3S");
    JsonObject poll = Show.document(show.open(show.poll("q1").put("latency", own)), 202);
    assertThat(poll.getJsonObject("latency")).isEqualTo(own);
    JsonObject none = show.poll("q2").put("latency", latency("PT0S", "PT0S"));
    assertThat(show.opened(none).containsKey("latency")).isFalse();
  }

  @Test
  void theVerySameRequestIsTheSamePollWhateverWasSetSince() {
    JsonObject early = show.poll("early");
    show.opened(early);
    set(LATE);
    JsonObject late = show.poll("late");
    Show.document(show.open(late), 202);
    set(latency("PT0S", "PT30S"));

    assertThat(Show.document(show.open(early), 200).containsKey("latency")).isFalse();
    JsonObject again = Show.document(show.open(late), 200);
    assertThat(again.getJsonObject("latency")).isEqualTo(LATE);
    // What it took is what it has: to say so is no other poll.
    Show.document(show.open(late.copy().put("latency", LATE)), 200);
    assertProblem(
        show.open(late.copy().put("latency", latency("PT0S", "PT30S"))), 409, "poll-exists");
    assertProblem(
        show.open(early.copy().put("latency", latency("PT0S", "PT30S"))), 409, "poll-exists");
  }

  @Test
  void aPollWithItsOwnIsAnotherOneThanTheStreams() {
    JsonObject own = show.poll("q1").put("latency", latency("PT0S", "PT5S"));
    show.opened(own);
    set(LATE);
    Show.document(show.open(own), 200);
    assertProblem(show.open(show.poll("q1")), 409, "poll-exists");
  }

  @Test
  void anEventOpensAlike() {
    set(LATE);
    JsonObject event =
        new JsonObject()
            .put("specversion", "1.0")
            .put("id", "open-1")
            .put("source", "/tests/" + show.tenant())
            .put("type", "dev.oncue.poll.open.v1")
            .put("data", show.poll("q1"));
    Show.patient()
        .header("Authorization", "Bearer " + show.producer())
        .contentType("application/cloudevents+json")
        .body(event.encode().getBytes(StandardCharsets.UTF_8))
        .post("/")
        .then()
        .statusCode(200);
    assertThat(show.pollInState(show.host(), "q1").getJsonObject("latency")).isEqualTo(LATE);
  }

  @Test
  void theStateSaysIt() {
    set(LATE);
    // Also of a stream on which nothing has happened yet.
    assertThat(state(show.host()).getJsonObject("latency")).isEqualTo(LATE);
    assertThat(state(show.viewer("v1")).getJsonObject("latency")).isEqualTo(LATE);
    set(latency("PT0S", "PT0S"));
    assertThat(state(show.host()).getJsonObject("latency")).isEqualTo(latency("PT0S", "PT0S"));

    Show other = new Show(show.tenant(), "other");
    other.opened(other.poll("q1"));
    assertThat(Show.document(other.state(other.host()), 200).containsKey("latency")).isFalse();
  }

  @Test
  void theLeastMayBeLeftOut() {
    Response answer = set(show.producer(), "{\"max\":\"PT8S\"}");
    assertThat(Show.document(answer, 200).getJsonObject("latency"))
        .isEqualTo(latency("PT0S", "PT8S"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{}                                    | max",
        "{\"min\":\"PT2S\"}                    | max",
        "{\"min\":\"PT9S\",\"max\":\"PT8S\"}   | min",
        "{\"min\":\"-PT1S\",\"max\":\"PT8S\"}  | min",
        "{\"max\":\"PT60.001S\"}               | max",
        "{\"max\":8}                           | max",
        "{\"max\":\"8s\"}                      | max"
      })
  void whatBreaksARuleIsNamedAndSetsNothing(String body, String field) {
    set(LATE);
    assertMalformed(set(show.producer(), body), field);
    assertThat(state(show.host()).getJsonObject("latency")).isEqualTo(LATE);
  }

  @Test
  void producersAloneSetIt() {
    assertProblem(set(show.viewer("v1"), LATE.encode()), 403, "forbidden");
    assertProblem(set(show.host(), LATE.encode()), 403, "forbidden");
    assertProblem(set("nonsense", LATE.encode()), 401, "unauthorized");
  }
}
