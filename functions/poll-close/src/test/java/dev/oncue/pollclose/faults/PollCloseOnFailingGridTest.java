package dev.oncue.pollclose.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.oncue.Grid;
import dev.oncue.Seed;
import dev.oncue.UnrulyGrid;
import dev.oncue.UnrulyGrid.Mood;
import dev.oncue.ballot.Tally;
import dev.oncue.poll.Poll;
import dev.oncue.poll.PollLifecycle;
import dev.oncue.testbed.Prepared;
import dev.oncue.testbed.Storm;
import dev.oncue.testbed.profile.UnrulyGridProfile;
import dev.oncue.testbed.token.SignedToken;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The function poll-close on a grid that fails as one of servers does. */
@Tag("faults")
@QuarkusTest
@TestProfile(UnrulyGridProfile.class)
@ExtendWith(Seed.class)
class PollCloseOnFailingGridTest {
  private static final int REQUESTS = 60;

  @Inject UnrulyGrid unruly;
  @Inject Grid grid;
  @Inject PollLifecycle lifecycle;

  private final String stream = Prepared.freshStream();

  @AfterEach
  void rest() {
    unruly.mood(Mood.LATE);
  }

  private static HttpRequest closing(Poll poll) {
    String body = "{\"stream\":\"" + poll.id().stream().name() + "\",\"poll\":\"q1\"}";
    return Storm.post("/poll-close", SignedToken.producer(), body);
  }

  private Poll withTwoBallots(int number) {
    Poll poll = Prepared.open(lifecycle, stream + number);
    Prepared.cast(grid, poll, "v1", "red");
    Prepared.cast(grid, poll, "v2", "blue");
    return poll;
  }

  @Test
  void everyCloseIsAnsweredAndMayBeSentAgainUntilTheResultIsThere() {
    unruly.mood(Mood.CALM);
    List<Poll> polls = IntStream.range(0, REQUESTS).mapToObj(this::withTwoBallots).toList();
    List<HttpRequest> closings = polls.stream().map(PollCloseOnFailingGridTest::closing).toList();
    unruly.mood(Mood.failing(Storm.GRIDS_TIMEOUT));
    List<HttpResponse<String>> first = Storm.send(closings, 200);
    assertThat(first).anyMatch(Storm::mayBeSentAgain);
    unruly.mood(Mood.LATE);
    // A close that is still under way from before may fail those who join it, too.
    await("a result for all")
        .atMost(Storm.GRIDS_TIMEOUT.multipliedBy(5))
        .until(() -> Storm.send(closings, 200).stream().noneMatch(Storm::mayBeSentAgain));
    for (Poll poll : polls) {
      Poll closed = Prepared.kept(grid, poll);
      assertThat(closed.result().tally()).isEqualTo(Tally.of(2, 1, 1));
      assertThat(closed.result().certified()).isTrue();
    }
  }
}
