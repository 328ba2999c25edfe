package dev.oncue.testbed.contract;

import static dev.oncue.testbed.Answers.problem;
import static dev.oncue.testbed.Answers.send;
import static io.restassured.RestAssured.given;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.startsWith;

import dev.oncue.testbed.token.SignedToken;
import io.cloudevents.CloudEvent;
import io.cloudevents.core.builder.CloudEventBuilder;
import io.restassured.response.ValidatableResponse;
import java.net.URI;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What holds for every function that takes CloudEvents 1.0 on {@code POST /}: who may send them,
 * and which are refused.
 */
public abstract class EventContract extends PostContract {
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
  protected String goodEvent() {
    return goodBody();
  }

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
  }

  /** What {@link SdkEvents} writes, and reads of the answer. */
  @ParameterizedTest
  @EnumSource
  void takesWhatTheJavaSdkSends(SdkEvents form) throws Exception {
    CloudEvent event =
        CloudEventBuilder.v1()
            .withId(UUID.randomUUID().toString())
            .withSource(URI.create("urn:tests:sdk"))
            .withType(eventType())
            .withTime(OffsetDateTime.parse("2026-11-29T20:00:00.123456789+01:00"))
            .withSubject("a subject")
            .withDataSchema(URI.create("https://tv.example/schema"))
            .withExtension("sequence", 7)
            .withExtension("urgent", true)
            .withData("application/json", goodEvent().getBytes(UTF_8))
            .build();
    CloudEvent answer = form.send(producer(), event);
    assertThat(answer.getId()).isNotEqualTo(event.getId());
    assertThat(answer.getData().toBytes()).startsWith('{');
    assertThat(form.send(producer(), event).getData().toBytes())
        .as("the same event again")
        .isEqualTo(answer.getData().toBytes());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Application/CloudEvents+JSON",
        "application/cloudevents+json;charset=UTF-8",
        "application/cloudevents+json; charset=\"utf-8\"; x=y",
        "APPLICATION/CLOUDEVENTS+JSON ; Charset=Utf-8"
      })
  void takesAMediaTypeInAnySpelling(String contentType) throws Exception {
    String event = document(attributes(), goodEvent());
    assertThat(post(event, "Content-Type", contentType).statusCode()).isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Application/JSON",
        "application/json;charset=UTF-8",
        "application/vnd.tv+json",
        "text/json",
        "application/json;charset=ISO-8859-1",
        "application/x-www-form-urlencoded"
      })
  void takesDataInAnySpellingOfJson(String contentType) throws Exception {
    assertThat(binary(contentType, attributes()).statusCode()).isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "application/cloudevents-batch+json",
        "Application/CloudEvents-Batch+JSON; charset=utf-8",
        "application/cloudevents",
        "application/cloudevents+avro",
        "application/xml",
        "text/plain",
        "json"
      })
  void refusesOtherMediaTypes(String contentType) throws Exception {
    HttpResponse<String> answer = binary(contentType, attributes());
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(415);
    assertThat(answer.body()).contains("unsupported-media-type").contains("Content-Type: ");
  }

  @Test
  void refusesDataOfOtherMediaTypes() {
    for (String type : List.of("application/xml", "text/plain", "", "json")) {
      Mode.STRUCTURED
          .send(producer(), with("datacontenttype", type), goodEvent())
          .spec(problem(415, "unsupported-media-type"))
          .body("detail", startsWith("datacontenttype: "));
    }
    Mode.STRUCTURED
        .send(producer(), with("datacontenttype", "Application/JSON"), goodEvent())
        .statusCode(200);
  }

  @Test
  void takesDataInBase64() {
    String coded = Base64.getEncoder().encodeToString(goodEvent().getBytes(UTF_8));
    String event = document(attributes(), "null");
    Mode.document(producer(), event.replace("\"data\":null", "\"data_base64\":\"" + coded + "\""))
        .statusCode(200);
    for (String bad : List.of("\"not base64!\"", "7", "\"e30=\",\"data\":{}", "\"WzFd\"", "\"\"")) {
      Mode.document(producer(), event.replace("\"data\":null", "\"data_base64\":" + bad))
          .spec(problem(400, "malformed"))
          .body("detail", startsWith("data_base64: "));
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "ce-time|yesterday",
        "ce-time|2026-11-29",
        "ce-source|not a uri",
        "ce-dataschema|relative",
        "ce-subject|''",
        "ce-id|%C0%A0",
        "ce-id|%e2%82",
        "ce-id|100%",
        "ce-id|%4x",
        "ce-id|%00",
        "ce-id|'\"open'",
        "ce-my-extension|x",
        "ce-my_extension|x",
        "ce-data|x",
        "ce-datacontenttype|application/json"
      })
  void refusesAHeaderThatIsNoAttribute(String header, String value) throws Exception {
    HttpResponse<String> answer =
        binary("application/json", with(header.substring("ce-".length()), value));
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(400);
    assertThat(answer.body()).contains("\"" + header + ": ");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "time|\"yesterday\"",
        "time|7",
        "source|\"not a uri\"",
        "dataschema|\"relative\"",
        "subject|\"\"",
        "id|\"\\u0000\"",
        "id|\"\\uFFFF\"",
        "myExtension|\"x\"",
        "my_extension|\"x\"",
        "extension|{}",
        "extension|[]",
        "extension|1.5",
        "extension|4294967296"
      })
  void refusesAMemberThatIsNoAttribute(String name, String value) {
    String event = document(attributes(), goodEvent());
    String known = "\"%s\":\"[^\"]*\",".formatted(name);
    String other = "{\"" + name + "\":" + value + "," + event.replaceFirst(known, "").substring(1);
    Mode.document(producer(), other)
        .spec(problem(400, "malformed"))
        .body("detail", startsWith(name + ": "));
  }

  @ParameterizedTest
  @ValueSource(strings = {"id", "source", "type", "specversion", "subject", "extension"})
  void refusesAnAttributeThatStandsTwice(String name) throws Exception {
    String value = attributes().getOrDefault(name, "1");
    HttpResponse<String> answer =
        binary("application/json", attributes(), "ce-" + name, value, "CE-" + name, value);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(400);
    assertThat(answer.body()).contains("ce-" + name + ": must stand once");
  }

  /** Section 3.1.3.2 of the HTTP binding. */
  @Test
  void takesHeadersAsTheyAreEncoded() throws Exception {
    Map<String, String> attributes = with("id", "Euro%20%E2%82%AC%20%f0%9f%98%80");
    attributes.put("subject", "\"a \\\"quoted\\\" one\"");
    attributes.put("type", eventType().replace(".", "%2E"));
    attributes.put("specversion", "\"1.0\"");
    HttpResponse<String> answer = binary("application/json", attributes);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
  }

  private HttpResponse<String> binary(
      String contentType, Map<String, String> attributes, String... more) throws Exception {
    List<String> headers = new ArrayList<>(List.of("Content-Type", contentType));
    attributes.forEach((name, value) -> headers.addAll(List.of("ce-" + name, value)));
    headers.addAll(List.of(more));
    return post(goodEvent(), headers.toArray(String[]::new));
  }

  private static HttpResponse<String> post(String body, String... headers) throws Exception {
    return SdkEvents.send(
        SdkEvents.request(producer()).headers(headers).POST(BodyPublishers.ofString(body)));
  }

  @Test
  void offersItsFunctionByNoOtherAddress() {
    send(SignedToken.producer(), goodEvent())
        .post("/" + eventType())
        .then()
        .spec(problem(404, "not-found"));
  }
}
