package dev.oncue.vote.faults;

import static dev.oncue.testbed.Answers.problem;
import static dev.oncue.testbed.Answers.send;
import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.equalTo;

import dev.oncue.embedded.EmbeddedGrid;
import dev.oncue.poll.PollLifecycle;
import dev.oncue.testbed.Prepared;
import dev.oncue.testbed.profile.FunctionTestProfile;
import dev.oncue.testbed.token.SignedToken;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The function vote when its grid is gone. */
@Tag("faults")
@QuarkusTest
@TestProfile(VoteWithoutGridTest.OfItsOwn.class)
class VoteWithoutGridTest {
  @Inject EmbeddedGrid embedded;
  @Inject PollLifecycle lifecycle;

  /** A grid that no other test needs. */
  public static final class OfItsOwn extends FunctionTestProfile {}

  @Test
  void aVoteMayBeSentAgainAndTheFunctionIsNotReady() {
    String stream = Prepared.freshStream();
    Prepared.open(lifecycle, stream);
    embedded.close();
    send(
            SignedToken.viewer("v1"),
            "{\"stream\":\"" + stream + "\",\"poll\":\"q1\",\"option\":\"red\"}")
        .post("/vote")
        .then()
        .spec(problem(503, "grid-unavailable"));
    given().get("/q/health/ready").then().statusCode(503).body("status", equalTo("DOWN"));
    given().get("/q/health/live").then().statusCode(200);
  }
}
