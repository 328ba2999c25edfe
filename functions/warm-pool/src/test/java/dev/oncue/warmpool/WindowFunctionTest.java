package dev.oncue.warmpool;

import static dev.oncue.testbed.Answers.event;
import static dev.oncue.testbed.Answers.instant;
import static dev.oncue.testbed.Answers.problem;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.startsWith;

import dev.oncue.testbed.contract.FunctionContract;
import dev.oncue.testbed.contract.WindowContract;
import dev.oncue.testbed.profile.FunctionTestProfile;
import dev.oncue.testbed.token.SignedToken;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import org.hamcrest.Matcher;
import org.junit.jupiter.api.Test;

/** The function warm-pool, alone, in observe mode: two instances of vote are all it may ask for. */
@QuarkusTest
@TestProfile(WindowFunctionTest.TwoOfVote.class)
class WindowFunctionTest extends WindowContract implements FunctionContract {
  private static final Duration TIMEOUT = Duration.ofSeconds(20);

  /** A small ceiling. */
  public static final class TwoOfVote extends FunctionTestProfile {
    @Override
    protected Map<String, String> more() {
      return Map.of("oncue.warm-pool.vote.ceiling", "2");
    }
  }

  @Override
  public Set<String> paths() {
    return Set.of("/windows");
  }

  @Override
  public String whereBodiesAreRead() {
    return "POST /windows";
  }

  @Override
  public int statusOnceRead() {
    return 401;
  }

  @Override
  protected int ceiling() {
    return 2;
  }

  @Override
  protected Matcher<String> whenOpen() {
    return equalTo("warm");
  }

  @Test
  void whoComesToAFullTimeIsTold() {
    Instant opensAt = inHours(50);
    announce(window("act-1", opensAt, 9_000)).statusCode(201).body("status", equalTo("planned"));
    announce(window("act-2", opensAt, 9_000))
        .statusCode(201)
        .body("status", equalTo("short"))
        .body("functions.vote", equalTo(Map.of("wanted", 2, "granted", 1, "warm", 0)));
    await()
        .atMost(TIMEOUT)
        .untilAsserted(
            () -> list(producer(), "").body("windows.status", everyItem(equalTo("short"))));
  }

  @Test
  void aWindowThatIsUnderWayIsShownWithWhatWouldBeDone() {
    announce(window("act-1", Instant.now(), 1_000)).statusCode(201);
    await()
        .atMost(TIMEOUT)
        .untilAsserted(
            () ->
                list(producer(), "")
                    .body("mode", equalTo("observe"))
                    .body("asOf", instant())
                    .body("windows[0].status", equalTo("warm"))
                    .body("windows[0].warmAfter", startsWith("PT"))
                    .body(
                        "windows[0].functions.vote",
                        equalTo(Map.of("wanted", 1, "granted", 1, "warm", 1))));
  }

  @Test
  void itTakesNoEvents() {
    event(SignedToken.producer(), "dev.oncue.poll.open.v1", "1", "{}")
        .post("/")
        .then()
        .spec(problem(400, "malformed"));
  }

  @Test
  void itsMetricsAreForPrometheus() {
    String metrics = given().get("/q/metrics").then().statusCode(200).extract().asString();
    assertThat(metrics)
        .contains(
            "oncue_warm_pool_instances{function=\"vote\",state=\"granted\"}",
            "oncue_warm_pool_cut{function=\"vote\"}",
            "oncue_warm_pool_windows{status=\"planned\"}",
            "oncue_warm_pool_leads 1.0",
            "oncue_warm_pool_round_seconds_count");
  }
}
