package dev.oncue.testbed.contract;

import static dev.oncue.testbed.Answers.as;
import static dev.oncue.testbed.Answers.problem;
import static dev.oncue.testbed.Answers.send;
import static io.restassured.RestAssured.given;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;

import dev.oncue.testbed.token.SignedToken;
import io.restassured.RestAssured;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What holds for every endpoint that takes a body: who may call it, and what it refuses. */
public abstract class PostContract extends HttpContract {

  /** The endpoint. */
  protected abstract String path();

  /** A body that it takes; a stream of its own each time. */
  protected abstract String goodBody();

  /** The status of the answer to a good body. */
  protected abstract int goodStatus();

  /** A token that it takes: most endpoints are for producers. */
  protected SignedToken goodToken() {
    return SignedToken.producer();
  }

  /** Tokens of each group that it does not take. */
  protected List<SignedToken> wrongGroups() {
    return List.of(SignedToken.host(), SignedToken.viewer("v1"));
  }

  /** The largest body. */
  protected int maxBodyBytes() {
    return 16 * 1024;
  }

  /** Fetch standard, "CORS-preflight": a page of another origin asks once a day. */
  @Test
  void aPageOfAnotherOriginMayPost() {
    given()
        .header("Origin", "https://tv.example")
        .header("Access-Control-Request-Method", "POST")
        .header("Access-Control-Request-Headers", "authorization,content-type")
        .options(path())
        .then()
        .statusCode(200)
        .header("Access-Control-Allow-Origin", "https://tv.example")
        .header("Access-Control-Allow-Methods", containsString("POST"))
        .header("Access-Control-Allow-Headers", containsString("authorization"))
        .header("Access-Control-Max-Age", "86400");
  }

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

  @ParameterizedTest(name = "{0}")
  @MethodSource("dev.oncue.testbed.token.BadTokens#headers")
  void refusesABadToken(String what, String authorization) {
    given()
        .header("Authorization", authorization)
        .body(goodBody().getBytes(UTF_8))
        .post(path())
        .then()
        .spec(problem(401, "unauthorized"));
  }

  @Test
  void refusesAnotherGroup() {
    for (SignedToken wrong : wrongGroups()) {
      send(wrong, goodBody()).post(path()).then().spec(problem(403, "forbidden"));
    }
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
        "{\"stream\":\".\"}",
        "{\"stream\":\"..\"}",
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
    String padded = " ".repeat(maxBodyBytes()) + goodBody();
    send(goodToken(), padded).post(path()).then().spec(problem(413, "too-large"));
  }

  @Test
  void takesABodyOfTheLargestSize() {
    String body = goodBody();
    String padded = body + " ".repeat(maxBodyBytes() - body.getBytes(UTF_8).length);
    send(goodToken(), padded).post(path()).then().statusCode(goodStatus());
  }

  @Test
  void refusesOtherMethods() {
    as(goodToken())
        .get(path())
        .then()
        .spec(problem(405, "method-not-allowed"))
        .header("Allow", containsString("POST"));
    as(goodToken()).delete(path()).then().spec(problem(405, "method-not-allowed"));
  }
}
