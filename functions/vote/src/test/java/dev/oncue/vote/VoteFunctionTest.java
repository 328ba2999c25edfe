package dev.oncue.vote;

import static dev.oncue.testbed.Answers.problem;
import static dev.oncue.testbed.Answers.send;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.oncue.poll.Poll;
import dev.oncue.testbed.Prepared;
import dev.oncue.testbed.contract.FunctionContract;
import dev.oncue.testbed.contract.VoteContract;
import dev.oncue.testbed.profile.FunctionTestProfile;
import dev.oncue.testbed.token.SignedToken;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The function vote, alone. */
@QuarkusTest
@TestProfile(FunctionTestProfile.class)
public class VoteFunctionTest extends VoteContract implements FunctionContract {
  @Inject VoteLoops loops;
  @Inject MeterRegistry meters;

  @Override
  public Set<String> paths() {
    return Set.of("/vote", "/votes");
  }

  private void assertClosed(String viewer) {
    String ballot = "{\"stream\":\"" + stream + "\",\"poll\":\"q1\",\"option\":\"red\"}";
    send(SignedToken.viewer(viewer), ballot).post("/vote").then().spec(problem(409, "poll-closed"));
  }

  @Test
  void aBallotThatWasReadInTimeAndRefusedIsCountedAsLate() {
    double before = late();
    Poll poll = Prepared.open(lifecycle, stream, "\"duration\":\"PT1H\"");
    grid.ballotBoxes().seal(poll).toCompletableFuture().join();
    assertClosed("v1");
    assertThat(late()).isEqualTo(before + 1);
    lifecycle.close(poll.id()).toCompletableFuture().join();
    assertClosed("v2");
    assertThat(late()).as("this one came too late").isEqualTo(before + 1);
  }

  private double late() {
    return meters.counter("oncue.ballots.late").count();
  }

  @Test
  void aThreadThatIsNoEventLoopIsRefused() {
    assertThatThrownBy(() -> loops.current())
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining(Thread.currentThread().getName());
  }
}
