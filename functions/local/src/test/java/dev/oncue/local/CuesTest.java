package dev.oncue.local;

import static dev.oncue.local.Problems.assertMalformed;
import static dev.oncue.local.Problems.assertProblem;
import static dev.oncue.local.Problems.assertUnauthorized;
import static java.nio.charset.StandardCharsets.UTF_8;
import static java.time.format.DateTimeFormatter.ISO_OFFSET_DATE_TIME;
import static org.assertj.core.api.Assertions.assertThat;

import dev.oncue.cue.EmsgReader;
import dev.oncue.cue.SeiReader;
import dev.oncue.json.Json;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Packagers: {@code GET /streams/{stream}/cues}. */
@EngineTest
class CuesTest {
  private static final String PLAYLIST = "application/vnd.apple.mpegurl";

  /** When {@code q1} opens. */
  private static final Instant OPENS =
      Instant.now().plus(Duration.ofDays(1)).truncatedTo(ChronoUnit.SECONDS);

  private final Show show = Show.fresh();

  private Response ask(String token, String query) {
    RequestSpecification request = Show.patient().urlEncodingEnabled(false);
    if (token != null) {
      request.header("Authorization", "Bearer " + token);
    }
    return request.get("/streams/" + show.stream() + "/cues" + query);
  }

  private JsonArray cues(String query) {
    return Show.document(ask(show.host(), query), 200).getJsonArray("cues");
  }

  private String lines(String query) {
    Response response =
        Show.patient()
            .header("Authorization", "Bearer " + show.producer())
            .accept(PLAYLIST)
            .urlEncodingEnabled(false)
            .get("/streams/" + show.stream() + "/cues" + query);
    assertThat(response.statusCode()).as(response.asString()).isEqualTo(200);
    assertThat(response.contentType()).isEqualTo(PLAYLIST);
    return new String(response.asByteArray(), UTF_8);
  }

  private static String opensPlus(long millis) {
    return Json.instant(OPENS.plusMillis(millis));
  }

  /** RFC 4648, 4. */
  private static byte[] bytes(JsonObject cue, String carrier) {
    return Base64.getDecoder().decode(cue.getString(carrier));
  }

  /** Poll {@code q1}, for 20 s. */
  private void schedule() {
    JsonObject poll = show.poll("q1").put("opensAt", opensPlus(0)).put("duration", "PT20S");
    Show.document(show.open(poll), 202);
  }

  @Test
  void aCueComesInEveryCarrier() {
    schedule();
    JsonObject document = Show.document(ask(show.host(), "?epoch=" + opensPlus(-750)), 200);
    assertThat(document.fieldNames()).containsExactly("now", "stream", "cues");
    assertThat(Instant.parse(document.getString("now"))).isBefore(Instant.now().plusMillis(1));
    assertThat(document.getString("stream")).isEqualTo(show.stream());
    assertThat(document.getJsonArray("cues")).hasSize(2);

    JsonObject first = document.getJsonArray("cues").getJsonObject(0);
    assertThat(first.fieldNames())
        .containsExactly("cue", "stream", "poll", "at", "id3", "emsg", "h264", "hevc", "daterange");
    String payload =
        "{\"cue\":\"show\",\"stream\":\"%s\",\"poll\":\"q1\",\"at\":\"%s\"}"
            .formatted(show.stream(), opensPlus(0));
    assertThat(new String(bytes(first, "id3"), UTF_8)).startsWith("ID3").endsWith(payload);
    EmsgReader emsg = EmsgReader.all(bytes(first, "emsg")).get(0);
    assertThat(emsg.messageData()).isEqualTo(bytes(first, "id3"));
    assertThat(emsg.presentationTime()).isEqualTo(750);
    assertThat(SeiReader.ofNal(bytes(first, "h264"), 1).get(0).data())
        .isEqualTo(payload.getBytes(UTF_8));
    assertThat(SeiReader.ofNal(bytes(first, "hevc"), 2).get(0).data())
        .isEqualTo(payload.getBytes(UTF_8));
    assertThat(first.getString("daterange"))
        .startsWith("#EXT-X-DATERANGE:ID=\"oncue-show-q1\"")
        .contains("START-DATE=\"" + opensPlus(0) + "\"");

    JsonObject second = document.getJsonArray("cues").getJsonObject(1);
    assertThat(second.getString("cue")).isEqualTo("hide");
    assertThat(second.getString("at")).isEqualTo(opensPlus(20_000));
  }

  @Test
  void withoutAnEpochMediaTimeCountsFromUnixs() {
    schedule();
    EmsgReader emsg = EmsgReader.all(bytes(cues("").getJsonObject(0), "emsg")).get(0);
    assertThat(emsg.presentationTime()).isEqualTo(OPENS.toEpochMilli());
  }

  @Test
  void aPlaylistGetsItsLinesAlone() {
    schedule();
    assertThat(lines("").lines())
        .containsExactly(
            cues("").getJsonObject(0).getString("daterange"),
            cues("").getJsonObject(1).getString("daterange"));
    assertThat(lines("")).endsWith("\n");
    assertThat(lines("?to=2000-01-01T00:00:00Z")).isEmpty();
  }

  @Test
  void fromIsInsideAndToIsNot() {
    schedule();
    assertThat(cues("?from=" + opensPlus(0) + "&to=" + opensPlus(20_000))).hasSize(1);
    assertThat(cues("?from=" + opensPlus(1))).hasSize(1);
    assertThat(cues("?to=" + opensPlus(20_001))).hasSize(2);
    assertThat(cues("?from=" + opensPlus(20_000) + "&to=" + opensPlus(20_000))).isEmpty();
    String elsewhere = OPENS.atOffset(ZoneOffset.ofHours(1)).format(ISO_OFFSET_DATE_TIME);
    assertThat(cues("?from=" + elsewhere.replace("+", "%2B") + "&to=" + opensPlus(1))).hasSize(1);
  }

  @Test
  void allPollsOfTheStreamComeByTime() {
    schedule();
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
    schedule();
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
    schedule();
    assertProblem(accepting(accept), 406, "not-acceptable");
  }

  @Test
  void itIsForHostsAndProducersOfTheTenant() {
    schedule();
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
    "to=2026-13-01T00:00:00Z, to",
    "to=1700000000, to",
    "epoch=2026-11-21, epoch",
    "from=2026-11-21T20:00:01Z&to=2026-11-21T20:00:00Z, to",
    "from=2026-11-21T20:00:00+01:00, from" // a plus sign in a query is a space
  })
  void whatIsNoInstantIsRefused(String query, String field) {
    show.opened(show.poll("q1").put("duration", "PT1S"));
    assertMalformed(ask(show.host(), "?" + query), field);
  }

  @Test
  void theStreamsNameIsChecked() {
    assertMalformed(Show.get("/streams/a b/cues", show.host()), "stream");
  }
}
