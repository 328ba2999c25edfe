package dev.oncue.testbed.contract;

import static dev.oncue.testbed.Answers.problem;
import static dev.oncue.testbed.Answers.send;
import static io.restassured.RestAssured.given;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import dev.oncue.testbed.token.SignedToken;
import io.restassured.RestAssured;
import io.restassured.response.ValidatableResponse;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import org.junit.jupiter.api.Test;

/** What holds for what a crowd of viewers sends at once, from pages of any origin. */
public abstract class ViewerContract extends EventContract {
  private static final String ORIGIN = "https://tv.example";

  /** As a page of another origin sends it, without that its browser asks before. */
  private ValidatableResponse sendText(String body) {
    return given()
        .header("Origin", ORIGIN)
        .contentType("text/plain;charset=UTF-8")
        .body(body.getBytes(UTF_8))
        .post(path())
        .then();
  }

  private static String withToken(String body, String token) {
    return body.substring(0, body.length() - 1) + ",\"token\":" + token + "}";
  }

  private static String quoted(SignedToken token) {
    return '"' + token.text() + '"';
  }

  @Test
  void takesATextWithTheTokenInIt() {
    sendText(withToken(goodBody(), quoted(goodToken())))
        .statusCode(goodStatus())
        .header("Access-Control-Allow-Origin", equalTo(ORIGIN));
  }

  @Test
  void judgesATokenInTheBodyAsOneInTheHeader() {
    String body = goodBody();
    sendText(withToken(body, "\"x\"")).spec(problem(401, "unauthorized"));
    sendText(withToken(body, quoted(goodToken().signedWith("x".repeat(40)))))
        .spec(problem(401, "unauthorized"));
    sendText(withToken(body, "null")).spec(problem(401, "unauthorized"));
    sendText(withToken(body, "7")).spec(problem(401, "unauthorized"));
    sendText(withToken(body, quoted(goodToken().stream("another-show"))))
        .spec(problem(403, "forbidden"));
    for (SignedToken wrong : wrongGroups()) {
      sendText(withToken(body, quoted(wrong))).spec(problem(403, "forbidden"));
    }
    sendText("{").spec(problem(401, "unauthorized"));
  }

  @Test
  void anAnswerIsNotCompressed() throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(RestAssured.baseURI + ":" + RestAssured.port + path()))
            .header("Authorization", goodToken().bearer())
            .header("Accept-Encoding", "gzip")
            .POST(BodyPublishers.ofString(goodBody()))
            .build();
    HttpResponse<String> answer = HttpClient.newHttpClient().send(request, BodyHandlers.ofString());
    assertThat(answer.statusCode()).isEqualTo(goodStatus());
    assertThat(answer.headers().map()).doesNotContainKeys("content-encoding", "vary");
  }

  @Test
  void theHeaderHasPrecedence() {
    given()
        .header("Authorization", goodToken().bearer())
        .body(withToken(goodBody(), "\"x\"").getBytes(UTF_8))
        .post(path())
        .then()
        .statusCode(goodStatus());
    send(goodToken(), withToken(goodBody(), "7"))
        .post(path())
        .then()
        .spec(problem(400, "malformed"));
    given()
        .header("Authorization", "Bearer x")
        .body(withToken(goodBody(), quoted(goodToken())).getBytes(UTF_8))
        .post(path())
        .then()
        .spec(problem(401, "unauthorized"));
  }
}
