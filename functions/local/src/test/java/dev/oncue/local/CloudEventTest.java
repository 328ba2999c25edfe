package dev.oncue.local;

import static dev.oncue.local.Problems.assertDocument;
import static dev.oncue.local.Problems.assertMalformed;
import static dev.oncue.local.Problems.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;

import dev.oncue.testbed.RawHttp;
import dev.oncue.testbed.token.SignedToken;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * CloudEvents 1.0 on {@code POST /} of the whole engine: what they do by the endpoints of all
 * functions. Which are refused is in the contract of each endpoint.
 */
@EngineTest
class CloudEventTest {
  private static final String OPEN = "dev.oncue.poll.open.v1";
  private static final String CLOSE = "dev.oncue.poll.close.v1";
  private static final String CAST = "dev.oncue.vote.cast.v1";
  private static final String REACT = "dev.oncue.reaction.send.v1";

  private final Show show = Show.fresh();

  /** The two modes of the HTTP binding that are taken. */
  enum Mode {
    BINARY {
      @Override
      Response send(JsonObject attributes, JsonObject data, String token) {
        RequestSpecification request = bearing(token).contentType("application/json");
        for (String name : attributes.fieldNames()) {
          request = request.header("ce-" + name, attributes.getString(name));
        }
        return request.body(bytes(data)).post("/");
      }

      @Override
      JsonObject data(Response response) {
        return new JsonObject(text(response));
      }
    },
    STRUCTURED {
      @Override
      Response send(JsonObject attributes, JsonObject data, String token) {
        return bearing(token)
            .contentType("application/cloudevents+json")
            .body(bytes(attributes.copy().put("data", data)))
            .post("/");
      }

      @Override
      JsonObject data(Response response) {
        return new JsonObject(text(response)).getJsonObject("data");
      }
    };

    abstract Response send(JsonObject attributes, JsonObject data, String token);

    /** The data of the event that an event is answered with. */
    abstract JsonObject data(Response response);

    private static RequestSpecification bearing(String token) {
      return Show.patient().header("Authorization", "Bearer " + token);
    }

    private static byte[] bytes(JsonObject json) {
      return json.encode().getBytes(StandardCharsets.UTF_8);
    }

    private static String text(Response response) {
      return new String(response.asByteArray(), StandardCharsets.UTF_8);
    }
  }

  private static JsonObject attributes(String type) {
    return new JsonObject()
        .put("specversion", "1.0")
        .put("id", UUID.randomUUID().toString())
        .put("source", "/tests")
        .put("type", type);
  }

  private JsonObject ballot(String viewer, String option) {
    return show.ballot("q1", option).put("viewer", viewer);
  }

  private JsonObject reaction(String viewer) {
    return new JsonObject()
        .put("stream", show.stream())
        .put("emoji", "\u2B50")
        .put("viewer", viewer);
  }

  private JsonObject send(Mode mode, String type, JsonObject data) {
    return send(mode, attributes(type), data);
  }

  private JsonObject send(Mode mode, JsonObject attributes, JsonObject data) {
    Response response = mode.send(attributes, data, show.producer());
    assertThat(response.statusCode()).as(response.asString()).isBetween(200, 299);
    return mode.data(response);
  }

  @ParameterizedTest
  @EnumSource
  void allFourTypesDoWhatTheirEndpointsDo(Mode mode) {
    JsonObject opened = send(mode, OPEN, show.poll("q1"));
    assertThat(opened).isEqualTo(Show.document(show.open(show.poll("q1")), 200));

    JsonObject cast = send(mode, CAST, ballot("v1", "red"));
    assertThat(cast).isEqualTo(show.voted("v1", "q1", "red"));

    send(mode, REACT, reaction("v1"));
    JsonObject state = Show.document(show.state(show.viewer("v1")), 200);
    assertThat(state.getJsonObject("reactions")).isEqualTo(Show.counts("\u2B50", 1));

    JsonObject closed = send(mode, CLOSE, show.reference("q1"));
    assertThat(closed).isEqualTo(Show.document(show.close("q1"), 200));
    assertThat(closed.getJsonObject("result").getInteger("ballots")).isEqualTo(1);
  }

  @ParameterizedTest
  @EnumSource
  void anEventDeliveredTwiceHasEffectOnce(Mode mode) {
    JsonObject unnamed = show.poll("q1");
    unnamed.remove("poll");
    JsonObject opening = attributes(OPEN);
    JsonObject first = send(mode, opening, unnamed);
    assertThat(send(mode, opening, unnamed)).isEqualTo(first);
    assertThat(send(mode, attributes(OPEN), unnamed).getString("poll"))
        .as("another event, another poll")
        .isNotEqualTo(first.getString("poll"));

    JsonObject reacting = attributes(REACT);
    for (int delivery = 0; delivery < 3; delivery++) {
      send(mode, reacting, reaction("v1"));
    }
    JsonObject state = Show.document(show.state(show.host()), 200);
    assertThat(state.getJsonObject("reactions")).isEqualTo(Show.counts("\u2B50", 1));
    assertThat(state.getJsonArray("polls")).hasSize(2);
  }

  @Test
  void sourceAndIdTogetherMakeTheEvent() {
    JsonObject event = attributes(REACT);
    send(Mode.BINARY, event, reaction("v1"));
    send(Mode.STRUCTURED, event, reaction("v1"));
    send(Mode.BINARY, event.copy().put("source", "/other"), reaction("v1"));
    send(Mode.BINARY, event.copy().put("id", "other"), reaction("v1"));
    Show stranger = Show.fresh();
    Response theirs = Mode.BINARY.send(event, reaction("v1"), stranger.producer());
    assertThat(theirs.statusCode()).isEqualTo(200);

    assertThat(Show.document(show.state(show.host()), 200).getJsonObject("reactions"))
        .isEqualTo(Show.counts("\u2B50", 3));
    assertThat(Show.document(stranger.state(stranger.host()), 200).getJsonObject("reactions"))
        .isEqualTo(Show.counts("\u2B50", 1));
  }

  @Test
  void oneIdInTwoSpellingsIsOneEvent() {
    JsonObject document = attributes(REACT).put("id", "Euro \u20AC");
    JsonObject headers = document.copy().put("id", "Euro%20%E2%82%AC");
    send(Mode.STRUCTURED, document, reaction("v1"));
    send(Mode.BINARY, headers, reaction("v1"));
    send(Mode.STRUCTURED, headers, reaction("v1"));
    assertThat(Show.document(show.state(show.host()), 200).getJsonObject("reactions"))
        .as("an escape in a document is none")
        .isEqualTo(Show.counts("\u2B50", 2));
  }

  @Test
  void anEventDeliveredManyTimesAtOnceHasEffectOnce() throws Exception {
    JsonObject unnamed = show.poll("q1");
    unnamed.remove("poll");
    JsonObject opening = attributes(OPEN);
    JsonObject reacting = attributes(REACT);
    List<Callable<JsonObject>> deliveries = new ArrayList<>();
    for (int i = 0; i < 16; i++) {
      Mode mode = Mode.values()[i % 2];
      deliveries.add(() -> send(mode, opening, unnamed));
      deliveries.add(() -> send(mode, reacting, reaction("v1")));
    }
    ExecutorService pool = Executors.newFixedThreadPool(16);
    Set<JsonObject> answers = new HashSet<>();
    try {
      for (Future<JsonObject> answer : pool.invokeAll(deliveries, 60, TimeUnit.SECONDS)) {
        answers.add(answer.get());
      }
    } finally {
      pool.shutdownNow();
    }

    assertThat(answers).as("one poll and one reaction").hasSize(2);
    JsonObject state = Show.document(show.state(show.host()), 200);
    assertThat(state.getJsonArray("polls")).hasSize(1);
    assertThat(state.getJsonObject("reactions")).isEqualTo(Show.counts("\u2B50", 1));
  }

  private String producerOf(String stream) {
    return SignedToken.of("producer-1", "producer").tenant(show.tenant()).stream(stream).text();
  }

  /** Ids are often counted, so another sender's next one is known. */
  @ParameterizedTest
  @EnumSource
  void nobodyUsesUpAnotherStreamsIds(Mode mode) {
    String elsewhere = show.stream() + "-2";
    JsonObject attributes = attributes(REACT);
    JsonObject theirs = reaction("v1").put("stream", elsewhere);
    assertThat(mode.send(attributes, theirs, producerOf(elsewhere)).statusCode()).isEqualTo(200);

    JsonObject opened = send(mode, attributes.put("type", OPEN), show.poll("q1"));
    assertThat(opened.getString("poll")).isEqualTo("q1");
    Show.document(show.getPoll(show.host(), "q1"), 200);
  }

  @ParameterizedTest
  @EnumSource
  void nobodyIsGivenAnotherStreamsAnswer(Mode mode) {
    JsonObject attributes = attributes(OPEN);
    JsonObject scheduled = show.poll("q1").put("opensAt", Show.fromNow(Duration.ofHours(1)));
    send(mode, attributes, scheduled);
    String stranger = producerOf(show.stream() + "-2");
    assertProblem(mode.send(attributes, scheduled, stranger), 403, "forbidden");
    JsonObject own = show.poll("q1").put("stream", show.stream() + "-2");
    JsonObject answer = mode.data(mode.send(attributes, own, stranger));
    assertThat(answer.getString("stream")).isEqualTo(show.stream() + "-2");
  }

  @ParameterizedTest
  @EnumSource
  void anotherSenderAndAnotherTypeAreAnotherEvent(Mode mode) {
    JsonObject attributes = attributes(REACT);
    send(mode, attributes, reaction("v1"));
    assertThat(mode.send(attributes, reaction("v1"), show.token("p2", "producer")).statusCode())
        .isEqualTo(200);
    send(mode, attributes, reaction("v1"));
    send(mode, attributes.copy().put("type", OPEN), show.poll("q1"));
    JsonObject state = Show.document(show.state(show.host()), 200);
    assertThat(state.getJsonObject("reactions")).isEqualTo(Show.counts("\u2B50", 2));
    assertThat(state.getJsonArray("polls")).hasSize(1);
  }

  @ParameterizedTest
  @EnumSource
  void theViewerIsNamedInTheData(Mode mode) {
    show.opened(show.poll("q1"));
    for (String type : List.of(CAST, REACT)) {
      JsonObject data = type.equals(CAST) ? show.ballot("q1", "red") : reaction(null);
      Response missing = mode.send(attributes(type), data, show.producer());
      assertMalformedEvent(mode, missing, "viewer");
      Response bad =
          mode.send(attributes(type), data.put("viewer", "v".repeat(256)), show.producer());
      assertMalformedEvent(mode, bad, "viewer");
    }
    assertThat(show.result("q1").getInteger("ballots")).isZero();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "application/cloudevents-batch+json",
        "application/cloudevents+xml",
        "application/cloudevents"
      })
  void batchesAndOtherFormatsAreRefused(String contentType) {
    byte[] batch =
        new JsonArray()
            .add(attributes(OPEN).put("data", show.poll("q1")))
            .encode()
            .getBytes(StandardCharsets.UTF_8);
    String head =
        "POST / HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer "
            + show.producer()
            + "\r\nContent-Type: "
            + contentType
            + "\r\nContent-Length: "
            + batch.length
            + "\r\n\r\n";
    RawHttp.Answer answer = RawHttp.send(head, batch);
    assertThat(answer.status()).isEqualTo(415);
    assertDocument(new JsonObject(answer.body()), 415, "unsupported-media-type");
    assertProblem(show.getPoll(show.host(), "q1"), 404, "unknown-poll");
  }

  /** A Knative Trigger would deliver again on 404 and 409, for ever in vain. */
  @ParameterizedTest
  @EnumSource
  void whatCanNeverSucceedIs422WithAProblem(Mode mode) {
    assertNever(mode, CLOSE, show.reference("q1"), "unknown-poll");
    assertNever(mode, CAST, ballot("v1", "red"), "unknown-poll");
    show.opened(show.poll("q1"));
    assertNever(mode, OPEN, show.poll("q1").put("question", "Another?"), "poll-exists");
    assertNever(mode, CAST, ballot("v1", "green"), "unknown-option");
    JsonObject both = show.ballot("q1", "red", "blue").put("viewer", "v1");
    assertNever(mode, CAST, both, "too-many-options");
    show.voted("v1", "q1", "red");
    JsonObject voted = assertNever(mode, CAST, ballot("v1", "blue"), "already-voted");
    assertThat(voted.getJsonArray("options")).isEqualTo(new JsonArray().add("red"));
    show.close("q1");
    assertNever(mode, CAST, ballot("v2", "blue"), "poll-closed");
    show.open(show.poll("q2").put("opensAt", Show.fromNow(Duration.ofHours(1))));
    assertNever(mode, CAST, ballot("v1", "red").put("poll", "q2"), "poll-not-open");
    assertThat(show.result("q1").getInteger("ballots")).isEqualTo(1);
  }

  private JsonObject assertNever(Mode mode, String type, JsonObject data, String code) {
    return assertProblem(mode.send(attributes(type), data, show.producer()), 422, code);
  }

  /** What a Knative Broker passes on: all attributes, and no header of whoever sent the event. */
  @ParameterizedTest
  @EnumSource
  void anEventMayBringItsOwnToken(Mode mode) {
    JsonObject opening = attributes(OPEN).put("oncuetoken", show.producer());
    Response opened = mode.send(opening, show.poll("q1"), "of-a-broker");
    assertThat(opened.statusCode()).as(opened.asString()).isEqualTo(200);
    assertThat(opened.asString() + opened.headers()).doesNotContain(show.producer());
    assertThat(mode.data(opened)).isEqualTo(Show.document(show.open(show.poll("q1")), 200));
  }

  @ParameterizedTest
  @EnumSource
  void whatMaySucceedLaterKeepsItsStatus(Mode mode) {
    for (int i = 0; i < 20; i++) {
      assertThat(show.react("v1", "\u2B50").statusCode()).isEqualTo(202);
    }
    Response refused = mode.send(attributes(REACT), reaction("v1"), show.producer());
    assertProblem(refused, 429, "rate-limited");
    assertThat(Integer.parseInt(refused.header("Retry-After"))).isBetween(1, 10);
  }

  @ParameterizedTest
  @EnumSource
  void malformedDataIs400(Mode mode) {
    Response response =
        mode.send(attributes(OPEN), show.poll("q1").put("question", 7), show.producer());
    assertMalformedEvent(mode, response, "question");
    assertProblem(show.getPoll(show.host(), "q1"), 404, "unknown-poll");
  }

  private static void assertMalformedEvent(Mode mode, Response response, String field) {
    assertMalformed(response, mode == Mode.BINARY ? field : "data." + field);
  }
}
