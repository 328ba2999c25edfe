package dev.oncue.pollopen;

import static dev.oncue.testbed.Answers.instant;
import static org.assertj.core.api.Assertions.assertThat;

import dev.oncue.http.token.Caller;
import dev.oncue.http.token.Group;
import dev.oncue.http.token.Tokens;
import dev.oncue.testbed.contract.TicketContract;
import dev.oncue.testbed.profile.FunctionTestProfile;
import dev.oncue.testbed.token.SignedToken;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The tickets that poll-open gives to producers for their viewers. */
@QuarkusTest
@TestProfile(FunctionTestProfile.class)
class TicketTest extends TicketContract {
  @Inject Tokens tokens;

  @Test
  void aTicketIsAViewersTokenForOneStream() {
    Instant before = Instant.now();
    ValidatableResponse answer =
        ask(
                SignedToken.producer().tenant("acme"),
                "{\"stream\":\"show-42\",\"viewer\":\"v1\",\"ttl\":\"PT1H\"}")
            .statusCode(200)
            .body("expiresAt", instant());
    Instant end = Instant.parse(answer.extract().path("expiresAt"));
    assertThat(tokens.verify(answer.extract().path("ticket")))
        .isEqualTo(new Caller("acme", "v1", Set.of(Group.VIEWER), "show-42", end));
    assertThat(end).isBetween(before.plus(Duration.ofHours(1)), Instant.now().plusSeconds(3602));
  }
}
