package dev.oncue.http;

import static dev.oncue.http.Answers.as;
import static dev.oncue.http.Answers.problem;
import static dev.oncue.http.Answers.send;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasKey;
import static org.hamcrest.Matchers.not;

import dev.oncue.Grid;
import dev.oncue.poll.Poll;
import dev.oncue.poll.PollLifecycle;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What holds for every function: its operators' endpoints, and that it is itself alone. */
public abstract class FunctionContract {
  private static final Set<String> ALL_POSTS =
      Set.of(
          "/vote",
          "/reaction",
          "/poll-open",
          "/poll-close",
          "/tickets",
          "/tickets/guest",
          "/windows");
  private static final Set<String> ALL_GETS =
      Set.of(
          "/time",
          "/streams/s/state",
          "/streams/s/feed",
          "/streams/s/cues",
          "/polls/s/p",
          "/viewer.html",
          "/windows");

  private static final Duration PATIENCE = Duration.ofSeconds(10);

  @Inject Grid grid;
  @Inject PollLifecycle lifecycle;

  /** The paths of this function, out of those of all. */
  protected abstract Set<String> paths();

  @Test
  void isLiveAndReady() {
    given().get("/q/health/live").then().statusCode(200).body("status", equalTo("UP"));
    given()
        .get("/q/health/ready")
        .then()
        .statusCode(200)
        .body("status", equalTo("UP"))
        .body("checks.name", hasItem("grid"));
  }

  @Test
  void givesItsMetricsToPrometheus() {
    given().get("/q/metrics").then().statusCode(200).body(containsString("jvm_memory_used_bytes"));
  }

  @Test
  void describesItsOwnPathsAlone() {
    var described = given().accept("application/json").get("/q/openapi").then().statusCode(200);
    for (String path : ALL_POSTS) {
      described.body("paths", paths().contains(path) ? hasKey(path) : not(hasKey(path)));
    }
  }

  @Test
  void doesNotKnowThePathsOfOtherFunctions() {
    Set<String> posts = new HashSet<>(ALL_POSTS);
    posts.removeAll(paths());
    for (String path : posts) {
      send(SignedToken.producer(), "{}").post(path).then().spec(problem(404, "not-found"));
    }
    Set<String> gets = new HashSet<>(ALL_GETS);
    gets.removeAll(paths());
    for (String path : gets) {
      as(SignedToken.producer()).get(path).then().spec(problem(404, "not-found"));
    }
  }

  @Test
  void closesAPollWhoseWindowIsOverWhenNobodyElseDoes() {
    Poll poll = Prepared.open(lifecycle, Prepared.freshStream(), "\"duration\":\"PT0.3S\"");
    await().atMost(PATIENCE).until(() -> Prepared.kept(grid, poll).isSettled());
    Poll closed = Prepared.kept(grid, poll);
    assertThat(closed.closedAt()).isEqualTo(poll.window().closesAt());
    assertThat(closed.result().certified()).isTrue();
  }

  @Test
  void hasNoPageAtItsBareAddress() {
    given().accept("text/html").get("/").then().spec(problem(404, "not-found"));
  }
}
