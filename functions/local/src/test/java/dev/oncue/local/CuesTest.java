package dev.oncue.local;

import static dev.oncue.local.Problems.assertMalformed;
import static dev.oncue.local.Problems.assertProblem;
import static dev.oncue.local.Problems.assertUnauthorized;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.oncue.cue.EmsgReader;
import dev.oncue.cue.SeiReader;
import io.restassured.response.Response;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Packagers: {@code GET /streams/{stream}/cues}. */
@EngineTest
class CuesTest {
  private static final String PLAYLIST = "application/vnd.apple.mpegurl";

  private final Show show = Show.fresh();

  private Response ask(String token, String query) {
    return Show.get("/streams/" + show.stream() + "/cues" + query, token);
  }

  private JsonArray cues(String query) {
    return Show.document(ask(show.host(), query), 200).getJsonArray("cues");
  }

  private String lines(String query) {
    Response response =
        Show.patient()
            .header("Authorization", "Bearer " + show.producer())
            .accept(PLAYLIST)
            .get("/streams/" + show.stream() + "/cues" + query);
    assertThat(response.statusCode()).as(response.asString()).isEqualTo(200);
    assertThat(response.contentType()).isEqualTo(PLAYLIST);
    return new String(response.asByteArray(), UTF_8);
  }

  /** Poll {@code q1}, from an instant on for 20 s. */
  private void schedule(String opensAt) {
    Show.document(show.open(show.poll("q1").put("opensAt", opensAt).put("duration", "PT20S")), 202);
  }

  @Test
  void aCueComesInEveryCarrier() {
    schedule("2099-11-21T20:00:00.000Z");
    JsonObject document = Show.document(ask(show.host(), "?epoch=2099-11-21T19:59:59.250Z"), 200);
    assertThat(document.fieldNames()).containsExactly("now", "stream", "cues");
    assertThat(Instant.parse(document.getString("now"))).isBefore(Instant.now().plusMillis(1));
    assertThat(document.getString("stream")).isEqualTo(show.stream());
    assertThat(document.getJsonArray("cues")).hasSize(2);

    JsonObject first = document.getJsonArray("cues").getJsonObject(0);
    assertThat(first.fieldNames())
        .containsExactly("cue", "stream", "poll", "at", "id3", "emsg", "h264", "hevc", "daterange");
    String payload =
        "{\"cue\":\"show\",\"stream\":\"%s\",\"poll\":\"q1\",\"at\":\"2099-11-21T20:00:00.000Z\"}"
            .formatted(show.stream());
    assertThat(new String(first.getBinary("id3"), UTF_8)).startsWith("ID3").endsWith(payload);
    EmsgReader emsg = EmsgReader.all(first.getBinary("emsg")).get(0);
    assertThat(emsg.messageData()).isEqualTo(first.getBinary("id3"));
    assertThat(emsg.presentationTime()).isEqualTo(750);
    assertThat(SeiReader.ofNal(first.getBinary("h264"), 1).get(0).data())
        .isEqualTo(payload.getBytes(UTF_8));
    assertThat(SeiReader.ofNal(first.getBinary("hevc"), 2).get(0).data())
        .isEqualTo(payload.getBytes(UTF_8));
    assertThat(first.getString("daterange"))
        .startsWith("#EXT-X-DATERANGE:ID=\"oncue-show-q1\"")
        .contains("START-DATE=\"2099-11-21T20:00:00.000Z\"");

    JsonObject second = document.getJsonArray("cues").getJsonObject(1);
    assertThat(second.getString("cue")).isEqualTo("hide");
    assertThat(second.getString("at")).isEqualTo("2099-11-21T20:00:20.000Z");
  }

  @Test
  void withoutAnEpochMediaTimeCountsFromUnixs() {
    schedule("2099-11-21T20:00:00.000Z");
    EmsgReader emsg = EmsgReader.all(cues("").getJsonObject(0).getBinary("emsg")).get(0);
    assertThat(emsg.presentationTime())
        .isEqualTo(Instant.parse("2099-11-21T20:00:00Z").toEpochMilli());
  }

  @Test
  void aPlaylistGetsItsLinesAlone() {
    schedule("2099-11-21T20:00:00.000Z");
    assertThat(lines("").lines())
        .containsExactly(
            cues("").getJsonObject(0).getString("daterange"),
            cues("").getJsonObject(1).getString("daterange"));
    assertThat(lines("")).endsWith("\n");
    assertThat(lines("?to=2000-01-01T00:00:00Z")).isEmpty();
  }

  @Test
  void fromIsInsideAndToIsNot() {
    schedule("2099-11-21T20:00:00.000Z");
    assertThat(cues("?from=2099-11-21T20:00:00.000Z&to=2099-11-21T20:00:20.000Z")).hasSize(1);
    assertThat(cues("?from=2099-11-21T20:00:00.001Z")).hasSize(1);
    assertThat(cues("?to=2099-11-21T20:00:20.001Z")).hasSize(2);
    assertThat(cues("?from=2099-11-21T21:00:00%2B01:00&to=2099-11-21T20:00:00.001Z")).hasSize(1);
    assertThat(cues("?from=2099-11-21T20:00:20Z&to=2099-11-21T20:00:20Z")).isEmpty();
  }

  @Test
  void allPollsOfTheStreamComeByTime() {
    schedule("2099-11-21T20:00:00.000Z");
    show.opened(show.poll("q2"));
    JsonObject closed = Show.document(show.close("q2"), 200);
    show.opened(show.poll("q0").put("opensAt", closed.getString("closedAt")));
    List<String> order =
        cues("").stream()
            .map(JsonObject.class::cast)
            .map(cue -> cue.getString("cue") + " " + cue.getString("poll"))
            .toList();
    assertThat(order).containsExactly("show q2", "show q0", "hide q2", "show q1", "hide q1");
  }

  @ParameterizedTest
  @CsvSource({
    "application/json, application/json",
    "*/*, application/json",
    "application/*, application/json",
    "'application/vnd.apple.mpegurl, application/json;q=0.5', application/vnd.apple.mpegurl",
    "'application/vnd.apple.mpegurl;q=0.1, */*;q=0.9', application/json"
  })
  void theFormIsTheOneAskedFor(String accept, String answered) {
    schedule("2099-11-21T20:00:00.000Z");
    Response response = accepting(accept);
    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.contentType()).startsWith(answered);
  }

  private Response accepting(String accept) {
    return Show.patient()
        .header("Authorization", "Bearer " + show.host())
        .header("Accept", accept)
        .get("/streams/" + show.stream() + "/cues");
  }

  @ParameterizedTest
  @ValueSource(strings = {"text/html", "application/x-mpegURL", "application/json;q=0"})
  void anotherFormIsRefused(String accept) {
    schedule("2099-11-21T20:00:00.000Z");
    assertProblem(accepting(accept), 406, "not-acceptable");
  }

  @Test
  void itIsForHostsAndProducersOfTheTenant() {
    schedule("2099-11-21T20:00:00.000Z");
    assertThat(ask(show.producer(), "").statusCode()).isEqualTo(200);
    assertProblem(ask(show.viewer("v1"), ""), 403, "forbidden");
    assertUnauthorized(ask(null, ""));
    assertProblem(ask(Show.fresh().producer(), ""), 404, "unknown-stream");
  }

  @Test
  void aStreamIsKnownAsItsStateIs() {
    assertProblem(ask(show.host(), ""), 404, "unknown-stream");
    show.react("v1", "\uD83D\uDD25");
    assertThat(cues("")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "from=yesterday, from",
    "from=, from",
    "to=2026-13-01T00:00:00Z, to",
    "to=1700000000, to",
    "epoch=2026-11-21, epoch",
    "epoch=, epoch",
    "from=2026-11-21T20:00:01Z&to=2026-11-21T20:00:00Z, to",
    "from=2026-11-21T20:00:00+01:00, from" // a plus sign in a query is a space
  })
  void whatIsNoInstantIsRefused(String query, String field) {
    show.opened(show.poll("q1").put("duration", "PT1S"));
    Response response =
        Show.patient()
            .urlEncodingEnabled(false)
            .header("Authorization", "Bearer " + show.host())
            .get("/streams/" + show.stream() + "/cues?" + query);
    assertMalformed(response, field);
  }

  @Test
  void theStreamsNameIsChecked() {
    assertMalformed(Show.get("/streams/a b/cues", show.host()), "stream");
  }
}
