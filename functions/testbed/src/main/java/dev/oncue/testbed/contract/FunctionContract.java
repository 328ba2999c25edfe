package dev.oncue.testbed.contract;

import static dev.oncue.testbed.Answers.as;
import static dev.oncue.testbed.Answers.problem;
import static dev.oncue.testbed.Answers.send;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.hasKey;
import static org.hamcrest.Matchers.not;

import dev.oncue.Grid;
import dev.oncue.poll.Poll;
import dev.oncue.poll.PollLifecycle;
import dev.oncue.testbed.Prepared;
import dev.oncue.testbed.token.SignedToken;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * What holds for every function: that it is itself alone, for operators as for others. An
 * interface, since the test of a function has the contract of its endpoint as its superclass.
 */
public interface FunctionContract extends OperatorContract, FramingContract {
  Set<String> ALL_POSTS =
      Set.of(
          "/vote",
          "/votes",
          "/reaction",
          "/poll-open",
          "/poll-close",
          "/tickets",
          "/tickets/guest",
          "/windows");
  Set<String> ALL_GETS =
      Set.of(
          "/time",
          "/streams/s/state",
          "/streams/s/feed",
          "/streams/s/cues",
          "/polls/s/p",
          "/viewer.html",
          "/windows");

  Duration TIMEOUT = Duration.ofSeconds(10);

  /** The paths of this function, out of those of all. */
  Set<String> paths();

  /** The grid that the function is on. */
  Grid grid();

  /** What opens and closes polls on that grid. */
  PollLifecycle lifecycle();

  @Test
  default void describesItsOwnPathsAlone() {
    var described = given().accept("application/json").get("/q/openapi").then().statusCode(200);
    for (String path : ALL_POSTS) {
      described.body("paths", paths().contains(path) ? hasKey(path) : not(hasKey(path)));
    }
  }

  @Test
  default void doesNotKnowThePathsOfOtherFunctions() {
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
  default void closesAPollWhoseWindowIsOverWhenNobodyElseDoes() {
    Poll poll = Prepared.open(lifecycle(), Prepared.freshStream(), "\"duration\":\"PT0.3S\"");
    Poll closed =
        await()
            .atMost(TIMEOUT)
            .until(
                () -> Prepared.kept(grid(), poll),
                kept -> kept.isSettled() && kept.result().certified());
    assertThat(closed.closedAt()).isEqualTo(poll.window().closesAt());
  }

  @Test
  default void hasNoPageAtItsBareAddress() {
    given().accept("text/html").get("/").then().spec(problem(404, "not-found"));
  }
}
