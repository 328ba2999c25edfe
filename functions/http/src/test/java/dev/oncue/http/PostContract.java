package dev.oncue.http;

import static dev.oncue.http.Answers.as;
import static dev.oncue.http.Answers.problem;
import static dev.oncue.http.Answers.send;
import static io.restassured.RestAssured.given;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;

import io.restassured.RestAssured;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Instant;
import java.util.HashMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What holds for every function that takes a body: who may call it, and what it refuses. */
public abstract class PostContract extends FunctionContract {
  private static final int MAX_BODY_BYTES = 16 * 1024;

  /** The function's endpoint. */
  protected abstract String path();

  /** A body that this function takes; a stream of its own each time. */
  protected abstract String goodBody();

  /** The status of the answer to a good body. */
  protected abstract int goodStatus();

  /** A token that this function takes. */
  protected abstract SignedToken goodToken();

  /** A token of a group that this function does not take. */
  protected abstract SignedToken wrongGroup();

  /** The type of the events that this function takes. */
  protected abstract String eventType();

  @Test
  void takesAGoodBody() {
    send(goodToken(), goodBody()).post(path()).then().statusCode(goodStatus());
  }

  @ParameterizedTest
  @ValueSource(strings = {"application/x-www-form-urlencoded", "text/plain", "multipart/form-data"})
  void takesABodyWhateverItIsCalled(String contentType) throws Exception {
    assertThat(status(HttpClient.Version.HTTP_1_1, contentType)).isEqualTo(goodStatus());
  }

  @Test
  void takesABodyFromAClientThatPrefersHttp2() throws Exception {
    assertThat(status(HttpClient.Version.HTTP_2, "application/json")).isEqualTo(goodStatus());
  }

  private int status(HttpClient.Version version, String contentType) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(RestAssured.baseURI + ":" + RestAssured.port + path()))
            .version(version)
            .header("Authorization", goodToken().bearer())
            .header("Content-Type", contentType)
            .POST(BodyPublishers.ofString(goodBody()))
            .build();
    return HttpClient.newHttpClient().send(request, BodyHandlers.discarding()).statusCode();
  }

  @Test
  void refusesOneWithoutAToken() {
    given().body(goodBody().getBytes(UTF_8)).post(path()).then().spec(problem(401, "unauthorized"));
  }

  @ParameterizedTest
  @MethodSource("badTokens")
  void refusesABadToken(String authorization) {
    given()
        .header("Authorization", authorization)
        .body(goodBody().getBytes(UTF_8))
        .post(path())
        .then()
        .spec(problem(401, "unauthorized"));
  }

  private static Stream<String> badTokens() {
    long past = Instant.now().getEpochSecond() - 60;
    return Stream.of(
        "Bearer",
        "Bearer ",
        "Bearer x.y.z",
        "Basic dXNlcjpwYXNz",
        all().signedWith("another secret, also longer than 32 bytes").bearer(),
        all().unsigned().bearer(),
        all().claim("exp", null).bearer(),
        all().claim("exp", Long.toString(past)).bearer(),
        all().claim("exp", "\"tomorrow\"").bearer(),
        all().claim("sub", null).bearer(),
        all().claim("sub", "\"with space\"").bearer(),
        all().claim("sub", "7").bearer(),
        all().claim("sub", '"' + "x".repeat(129) + '"').bearer(),
        all().claim("tenant", "\"a/b\"").bearer(),
        all().claim("stream", "\"\"").bearer(),
        all().claim("groups", "\"viewer\"").bearer());
  }

  private static SignedToken all() {
    return SignedToken.producer().claim("groups", "[\"viewer\",\"host\",\"producer\"]");
  }

  @Test
  void refusesAnotherGroup() {
    send(wrongGroup(), goodBody()).post(path()).then().spec(problem(403, "forbidden"));
    send(goodToken().claim("groups", "[]"), goodBody())
        .post(path())
        .then()
        .spec(problem(403, "forbidden"));
    send(goodToken().claim("groups", "[\"admin\"]"), goodBody())
        .post(path())
        .then()
        .spec(problem(403, "forbidden"));
  }

  @Test
  void refusesATokenThatIsGoodForAnotherStream() {
    send(goodToken().stream("another-show"), goodBody())
        .post(path())
        .then()
        .spec(problem(403, "forbidden"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "null",
        "7",
        "[]",
        "\"text\"",
        "{",
        "{}",
        "{}{}",
        "{\"stream\":7}",
        "{\"stream\":\"\"}",
        "{\"stream\":\"a b\"}",
        "{\"stream\":null}",
        "{\"stream\":[\"s\"]}",
        "stream=s"
      })
  void refusesWhatIsMalformed(String body) {
    send(goodToken(), body).post(path()).then().spec(problem(400, "malformed"));
  }

  @Test
  void refusesADocumentThatIsNestedTooDeep() {
    send(goodToken(), "{\"stream\":".repeat(1000) + "1" + "}".repeat(1000))
        .post(path())
        .then()
        .spec(problem(400, "malformed"));
  }

  @Test
  void refusesABodyThatIsTooLarge() {
    String padded = " ".repeat(MAX_BODY_BYTES) + goodBody();
    send(goodToken(), padded).post(path()).then().spec(problem(413, "too-large"));
  }

  @Test
  void takesABodyOfTheLargestSize() {
    String body = goodBody();
    String padded = body + " ".repeat(MAX_BODY_BYTES - body.getBytes(UTF_8).length);
    send(goodToken(), padded).post(path()).then().statusCode(goodStatus());
  }

  @Test
  void refusesOtherMethods() {
    as(goodToken()).get(path()).then().spec(problem(405, "method-not-allowed"));
    as(goodToken()).delete(path()).then().spec(problem(405, "method-not-allowed"));
  }

  @Test
  void refusesEventsOfOtherTypes() {
    Answers.event(SignedToken.producer(), "dev.oncue.other.v1", "1", "{}")
        .post("/")
        .then()
        .spec(problem(400, "malformed"))
        .body("detail", containsString("type"));
  }

  @Test
  void takesEventsFromProducersAlone() {
    Answers.event(SignedToken.viewer("v1"), eventType(), "1", goodBody())
        .post("/")
        .then()
        .spec(problem(403, "forbidden"));
    Answers.event(SignedToken.host(), eventType(), "1", goodBody())
        .post("/")
        .then()
        .spec(problem(403, "forbidden"));
    given()
        .header("ce-type", eventType())
        .body(goodBody().getBytes(UTF_8))
        .post("/")
        .then()
        .spec(problem(401, "unauthorized"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"ce-specversion", "ce-type", "ce-source", "ce-id"})
  void refusesAnEventThatLacksAnAttribute(String attribute) {
    var headers = new HashMap<String, String>();
    headers.put("ce-specversion", "1.0");
    headers.put("ce-type", eventType());
    headers.put("ce-source", "urn:test:producer");
    headers.put("ce-id", "1");
    headers.remove(attribute);
    send(SignedToken.producer(), goodBody())
        .headers(headers)
        .post("/")
        .then()
        .spec(problem(400, "malformed"))
        .body("detail", containsString(attribute));
  }

  @Test
  void offersItsFunctionByNoOtherAddress() {
    send(SignedToken.producer(), goodBody())
        .post("/" + eventType())
        .then()
        .spec(problem(404, "not-found"));
  }
}
