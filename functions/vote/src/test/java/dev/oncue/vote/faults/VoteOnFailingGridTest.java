package dev.oncue.vote.faults;

import static dev.oncue.Concurrently.await;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import dev.oncue.Seed;
import dev.oncue.UnrulyGrid;
import dev.oncue.UnrulyGrid.Mood;
import dev.oncue.ballot.Tally;
import dev.oncue.poll.Poll;
import dev.oncue.poll.PollLifecycle;
import dev.oncue.testbed.Prepared;
import dev.oncue.testbed.Storm;
import dev.oncue.testbed.token.SignedToken;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The function vote on a grid that fails, forgets to answer, and answers on any thread. */
@Tag("faults")
@QuarkusTest
@TestProfile(VoteFaultsProfile.class)
@ExtendWith(Seed.class)
class VoteOnFailingGridTest {
  private static final int POLLS = 3;
  private static final int VIEWERS = 120;

  @Inject UnrulyGrid grid;
  @Inject PollLifecycle lifecycle;

  private final String stream = Prepared.freshStream();

  private record Vote(Poll poll, String viewer, String option) {
    HttpRequest request() {
      String body =
          "{\"stream\":\"%s\",\"poll\":\"q1\",\"option\":\"%s\"}"
              .formatted(poll.id().stream().name(), option);
      return Storm.post("/vote", SignedToken.viewer(viewer), body);
    }
  }

  @AfterEach
  void rest() {
    grid.mood(Mood.LATE);
  }

  @Test
  void everyVoteIsAnsweredAndWhatIsAcknowledgedIsTheResult() {
    grid.mood(Mood.CALM);
    List<Vote> votes = votes();
    // A call that is not answered takes a day: nobody but the function ends the wait for it.
    grid.mood(Mood.failing(Duration.ofDays(1)));
    List<Vote> unsure = unanswered(votes);
    assertThat(unsure).hasSizeBetween(1, votes.size() - 1);
    awaitNothingWaits();

    grid.mood(Mood.LATE);
    assertThat(unanswered(unsure)).isEmpty();
    for (Vote vote : votes) {
      Poll closed = await(lifecycle.close(vote.poll().id())).orElseThrow();
      assertThat(closed.result().tally()).isEqualTo(Tally.of(VIEWERS, VIEWERS / 2, VIEWERS / 2));
      assertThat(closed.result().certified()).isTrue();
    }
    awaitNothingWaits();
  }

  private List<Vote> votes() {
    List<Vote> votes = new ArrayList<>();
    for (int number = 0; number < POLLS; number++) {
      Poll poll = Prepared.open(lifecycle, stream + number);
      for (int viewer = 0; viewer < VIEWERS; viewer++) {
        votes.add(new Vote(poll, "v" + viewer, viewer % 2 == 0 ? "red" : "blue"));
      }
    }
    return votes;
  }

  /** Casts all at once, and returns those that are to be sent again. */
  private static List<Vote> unanswered(List<Vote> votes) {
    List<HttpResponse<String>> answers =
        Storm.send(votes.stream().map(Vote::request).toList(), 200);
    List<Vote> unanswered = new ArrayList<>();
    for (int i = 0; i < votes.size(); i++) {
      if (Storm.mayBeSentAgain(answers.get(i))) {
        unanswered.add(votes.get(i));
      } else {
        assertThat(answers.get(i).body())
            .as("the viewer's own ballot")
            .contains("\"options\":[\"" + votes.get(i).option() + "\"]");
      }
    }
    return unanswered;
  }

  private static void awaitNothingWaits() {
    Awaitility.await()
        .untilAsserted(
            () ->
                assertThat(given().get("/q/metrics").asString())
                    .containsPattern("(?m)^oncue_vote_waiting(\\{.*})? 0\\.0$"));
  }
}
