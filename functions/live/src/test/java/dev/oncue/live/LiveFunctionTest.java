package dev.oncue.live;

import static dev.oncue.testbed.Answers.event;
import static dev.oncue.testbed.Answers.problem;
import static io.restassured.RestAssured.given;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;

import dev.oncue.testbed.contract.FunctionContract;
import dev.oncue.testbed.contract.StateContract;
import dev.oncue.testbed.profile.FunctionTestProfile;
import dev.oncue.testbed.token.SignedToken;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.RestAssured;
import java.io.ByteArrayInputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The function live, alone: state, polls, time and pages. */
@QuarkusTest
@TestProfile(FunctionTestProfile.class)
public class LiveFunctionTest extends StateContract implements FunctionContract {
  @Override
  public Set<String> paths() {
    return Set.of(
        "/time",
        "/streams/s/state",
        "/streams/s/feed",
        "/streams/s/cues",
        "/polls/s/p",
        "/viewer.html");
  }

  @Override
  public String whereBodiesAreRead() {
    return "PUT /streams/s/latency";
  }

  @Override
  public int statusOnceRead() {
    return 401;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/host.html",
        "/overlay.html",
        "/viewer.html",
        "/oncue/viewer.js",
        "/oncue/texts/de.json"
      })
  void pagesComeWithTheirSecurityHeaders(String path) {
    given()
        .get(path)
        .then()
        .statusCode(200)
        .header(
            "Content-Security-Policy",
            "default-src 'self'; img-src 'self' data:; frame-ancestors 'self'")
        .header("X-Content-Type-Options", "nosniff")
        .header("Referrer-Policy", "no-referrer")
        .header("Cache-Control", "no-cache");
  }

  @Test
  void takesABodyInChunks() throws Exception {
    String address = RestAssured.baseURI + ":" + RestAssured.port + "/streams/" + stream;
    byte[] latency = "{\"min\":\"PT2S\",\"max\":\"PT8S\"}".getBytes(UTF_8);
    HttpRequest inChunks =
        HttpRequest.newBuilder(URI.create(address + "/latency"))
            .header("Authorization", SignedToken.producer().bearer())
            .PUT(BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(latency)))
            .build();
    HttpResponse<String> answer =
        HttpClient.newHttpClient().send(inChunks, BodyHandlers.ofString());
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
  }

  @Test
  void takesNoEvents() {
    event(SignedToken.producer(), "dev.oncue.vote.cast.v1", "1", "{}")
        .post("/")
        .then()
        .spec(problem(400, "malformed"))
        .body("detail", containsString("dev.oncue.vote.cast.v1"));
  }
}
