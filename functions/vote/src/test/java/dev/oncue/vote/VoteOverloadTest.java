package dev.oncue.vote;

import static dev.oncue.http.Answers.event;
import static dev.oncue.http.Answers.problem;
import static dev.oncue.http.Answers.send;
import static org.assertj.core.api.Assertions.assertThat;

import dev.oncue.Grid;
import dev.oncue.ballot.Tally;
import dev.oncue.http.FunctionTestProfile;
import dev.oncue.http.Prepared;
import dev.oncue.http.SignedToken;
import dev.oncue.poll.Poll;
import dev.oncue.poll.PollLifecycle;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The function vote when no more ballots may wait. */
@QuarkusTest
@TestProfile(VoteOverloadTest.NoneMayWait.class)
class VoteOverloadTest {
  @Inject Grid grid;
  @Inject PollLifecycle lifecycle;

  /** Every ballot is one too many. */
  public static final class NoneMayWait extends FunctionTestProfile {
    @Override
    protected Map<String, String> more() {
      return Map.of("oncue.vote.max-waiting", "0");
    }
  }

  @Test
  void aBallotTooManyIsNotCountedAndMayBeSentAgain() {
    String stream = Prepared.freshStream();
    Poll poll = Prepared.open(lifecycle, stream);
    String ballot =
        "{\"stream\":\"" + stream + "\",\"poll\":\"q1\",\"viewer\":\"v1\",\"option\":\"red\"}";
    send(SignedToken.viewer("v1"), ballot).post("/vote").then().spec(problem(503, "overloaded"));
    event(SignedToken.producer(), "dev.oncue.vote.cast.v1", stream, ballot)
        .post("/")
        .then()
        .spec(problem(503, "overloaded"));
    assertThat(grid.ballotBoxes().tally(poll).toCompletableFuture().join()).isEqualTo(Tally.ZERO);
  }
}
