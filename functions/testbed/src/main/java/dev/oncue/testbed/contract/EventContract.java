package dev.oncue.testbed.contract;

import static dev.oncue.testbed.Answers.problem;
import static dev.oncue.testbed.Answers.send;
import static io.restassured.RestAssured.given;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.startsWith;

import dev.oncue.testbed.token.SignedToken;
import io.restassured.response.ValidatableResponse;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What holds for every function that takes CloudEvents 1.0 on {@code POST /}: who may send them,
 * and which are refused.
 */
public abstract class EventContract extends HttpContract {
  /** The two modes of the HTTP binding that are taken. */
  enum Mode {
    BINARY {
      @Override
      ValidatableResponse send(String authorization, Map<String, String> attributes, String data) {
        return given()
            .header("Authorization", authorization)
            .contentType("application/json")
            .headers(
                attributes.entrySet().stream()
                    .collect(
                        Collectors.toMap(
                            attribute -> "ce-" + attribute.getKey(), Map.Entry::getValue)))
            .body(data.getBytes(UTF_8))
            .post("/")
            .then();
      }
    },
    STRUCTURED {
      @Override
      ValidatableResponse send(String authorization, Map<String, String> attributes, String data) {
        return document(authorization, EventContract.document(attributes, data));
      }
    };

    abstract ValidatableResponse send(
        String authorization, Map<String, String> attributes, String data);

    static ValidatableResponse document(String authorization, String event) {
      return given()
          .header("Authorization", authorization)
          .contentType("application/cloudevents+json")
          .body(event.getBytes(UTF_8))
          .post("/")
          .then();
    }
  }

  private static String document(Map<String, String> attributes, String data) {
    return attributes.entrySet().stream()
        .map(attribute -> "\"%s\":\"%s\",".formatted(attribute.getKey(), attribute.getValue()))
        .collect(Collectors.joining("", "{", "\"data\":" + data + "}"));
  }

  /** The type of the events that this function takes. */
  protected abstract String eventType();

  /** The data of an event that this function takes. */
  protected abstract String goodEvent();

  private Map<String, String> attributes() {
    Map<String, String> attributes = new LinkedHashMap<>();
    attributes.put("specversion", "1.0");
    attributes.put("id", UUID.randomUUID().toString());
    attributes.put("source", "/tests");
    attributes.put("type", eventType());
    return attributes;
  }

  private Map<String, String> with(String attribute, String value) {
    Map<String, String> attributes = attributes();
    attributes.put(attribute, value);
    return attributes;
  }

  private static String producer() {
    return SignedToken.producer().bearer();
  }

  @ParameterizedTest
  @EnumSource
  void takesAGoodEvent(Mode mode) {
    mode.send(producer(), attributes(), goodEvent()).statusCode(200);
  }

  @ParameterizedTest
  @EnumSource
  void refusesEventsOfOtherTypes(Mode mode) {
    for (String type : List.of("dev.oncue.other.v1", eventType() + "2", "org.example", "*", "")) {
      mode.send(producer(), with("type", type), goodEvent())
          .spec(problem(400, "malformed"))
          .body("detail", containsString("type"));
    }
  }

  @ParameterizedTest
  @EnumSource
  void takesEventsFromProducersAlone(Mode mode) {
    for (SignedToken other :
        List.of(SignedToken.viewer("v1"), SignedToken.host(), SignedToken.of("nobody"))) {
      mode.send(other.bearer(), attributes(), goodEvent()).spec(problem(403, "forbidden"));
    }
  }

  @Test
  void refusesAnEventWithoutAToken() {
    given()
        .header("ce-type", eventType())
        .body(goodEvent().getBytes(UTF_8))
        .post("/")
        .then()
        .spec(problem(401, "unauthorized"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("dev.oncue.testbed.token.BadTokens#headers")
  void refusesAnEventWithABadToken(String what, String authorization) {
    Mode.BINARY.send(authorization, attributes(), goodEvent()).spec(problem(401, "unauthorized"));
  }

  /** What a Knative Broker passes on: all attributes, and no header of whoever sent the event. */
  @ParameterizedTest
  @EnumSource
  void takesTheTokenThatAnEventBrings(Mode mode) {
    String token = SignedToken.producer().text();
    String answer =
        mode.send("Bearer of-a-broker", with("oncuetoken", token), goodEvent())
            .statusCode(200)
            .extract()
            .asString();
    assertThat(answer).doesNotContain(token);
    String viewer = SignedToken.viewer("v1").text();
    mode.send(producer(), with("oncuetoken", viewer), goodEvent()).spec(problem(403, "forbidden"));
    mode.send(producer(), with("oncuetoken", "x"), goodEvent()).spec(problem(401, "unauthorized"));
    Map<String, String> malformed = with("type", "");
    malformed.put("oncuetoken", token);
    mode.send("Bearer x", malformed, goodEvent()).spec(problem(401, "unauthorized"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"specversion", "id", "source", "type"})
  void refusesAnEventThatLacksAnAttribute(String attribute) {
    for (Mode mode : Mode.values()) {
      Map<String, String> attributes = attributes();
      attributes.remove(attribute);
      mode.send(producer(), attributes, goodEvent())
          .spec(problem(400, "malformed"))
          .body("detail", containsString(attribute));
    }
    String text = "\"%s\":\"[^\"]*\"".formatted(attribute);
    String number = "\"%s\":1".formatted(attribute);
    Mode.document(producer(), document(attributes(), goodEvent()).replaceFirst(text, number))
        .spec(problem(400, "malformed"))
        .body("detail", startsWith(attribute));
  }

  @ParameterizedTest
  @EnumSource
  void refusesEventsOfOtherVersions(Mode mode) {
    for (String version : List.of("0.3", "1.1", "2.0", "1", "x")) {
      mode.send(producer(), with("specversion", version), goodEvent())
          .spec(problem(400, "malformed"))
          .body("detail", containsString("specversion"));
    }
  }

  @Test
  void refusesDataThatIsNoObject() {
    for (String data : List.of("null", "\"text\"", "7", "[]")) {
      Mode.STRUCTURED
          .send(producer(), attributes(), data)
          .spec(problem(400, "malformed"))
          .body("detail", startsWith("data"));
    }
    Mode.STRUCTURED
        .send(producer(), with("data_base64", "e30="), "null")
        .spec(problem(400, "malformed"));
  }

  @Test
  void offersItsFunctionByNoOtherAddress() {
    send(SignedToken.producer(), goodEvent())
        .post("/" + eventType())
        .then()
        .spec(problem(404, "not-found"));
  }
}
