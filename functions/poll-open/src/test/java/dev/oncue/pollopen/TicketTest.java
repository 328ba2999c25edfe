package dev.oncue.pollopen;

import static dev.oncue.http.Answers.instant;
import static dev.oncue.http.Answers.problem;
import static dev.oncue.http.Answers.send;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;

import dev.oncue.http.Caller;
import dev.oncue.http.FunctionTestProfile;
import dev.oncue.http.Group;
import dev.oncue.http.SignedToken;
import dev.oncue.http.Tokens;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The tickets that poll-open gives to producers for their viewers. */
@QuarkusTest
@TestProfile(FunctionTestProfile.class)
class TicketTest {
  @Inject Tokens tokens;

  private static ValidatableResponse ask(SignedToken token, String body) {
    return send(token, body).post("/tickets").then();
  }

  @Test
  void aTicketIsAViewersTokenForOneStream() {
    Instant before = Instant.now();
    ValidatableResponse answer =
        ask(
                SignedToken.producer().tenant("acme"),
                "{\"stream\":\"show-42\",\"viewer\":\"v1\",\"ttl\":\"PT1H\"}")
            .statusCode(200)
            .body("expiresAt", instant());
    assertThat(tokens.verify(answer.extract().path("ticket")))
        .isEqualTo(new Caller("acme", "v1", Set.of(Group.VIEWER), "show-42"));
    assertThat(Instant.parse(answer.extract().path("expiresAt")))
        .isBetween(before.plus(Duration.ofHours(1)), Instant.now().plusSeconds(3602));
  }

  @Test
  void aTicketLastsFourHoursUnlessAskedOtherwise() {
    Instant expiresAt =
        Instant.parse(
            ask(SignedToken.producer(), "{\"stream\":\"s\",\"viewer\":\"v1\"}")
                .statusCode(200)
                .extract()
                .path("expiresAt"));
    assertThat(Duration.between(Instant.now(), expiresAt))
        .isBetween(Duration.ofMinutes(239), Duration.ofMinutes(241));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"viewer\":\"a b\"",
        "\"viewer\":7",
        "\"viewer\":null",
        "\"viewer\":\"v\",\"ttl\":\"PT0S\"",
        "\"viewer\":\"v\",\"ttl\":\"P32D\"",
        "\"viewer\":\"v\",\"ttl\":4"
      })
  void aTicketOfTheWrongFormIsRefused(String members) {
    ask(SignedToken.producer(), "{\"stream\":\"s\"," + members + "}")
        .spec(problem(400, "malformed"))
        .body("detail", containsString(members.contains("ttl") ? "ttl" : "viewer"));
  }

  @Test
  void onlyAProducerGetsTickets() {
    String body = "{\"stream\":\"s\",\"viewer\":\"v1\"}";
    ask(SignedToken.viewer("v1"), body).spec(problem(403, "forbidden"));
    ask(SignedToken.host(), body).spec(problem(403, "forbidden"));
    ask(SignedToken.producer().stream("another"), body).spec(problem(403, "forbidden"));
    ask(SignedToken.producer().signedWith("x".repeat(40)), body).spec(problem(401, "unauthorized"));
  }
}
