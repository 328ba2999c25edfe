package dev.oncue.live.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.oncue.Seed;
import dev.oncue.UnrulyGrid;
import dev.oncue.UnrulyGrid.Mood;
import dev.oncue.poll.PollLifecycle;
import dev.oncue.testbed.Answers;
import dev.oncue.testbed.Prepared;
import dev.oncue.testbed.Storm;
import dev.oncue.testbed.feed.EventStream;
import dev.oncue.testbed.profile.UnrulyGridProfile;
import dev.oncue.testbed.token.SignedToken;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.net.http.HttpRequest;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The function live on a grid that fails as one of servers does. */
@Tag("faults")
@QuarkusTest
@TestProfile(UnrulyGridProfile.class)
@ExtendWith(Seed.class)
class LiveOnFailingGridTest {
  private static final int REQUESTS = 100;

  @Inject UnrulyGrid unruly;
  @Inject PollLifecycle lifecycle;

  private final String stream = Prepared.freshStream();

  @AfterEach
  void rest() {
    unruly.mood(Mood.LATE);
  }

  private HttpRequest look(int viewer) {
    String path = viewer % 2 == 0 ? "/streams/" + stream + "/state" : "/polls/" + stream + "/q1";
    return Storm.get(path, SignedToken.viewer("v" + viewer));
  }

  @Test
  void everyLookIsAnswered() {
    Prepared.open(lifecycle, stream);
    List<HttpRequest> looks = IntStream.range(0, REQUESTS).mapToObj(this::look).toList();
    unruly.mood(Mood.failing(Storm.GRIDS_TIMEOUT));
    assertThat(Storm.send(looks, 200)).anyMatch(Storm::mayBeSentAgain);
    unruly.mood(Mood.LATE);
    // A reading that is still under way from before may fail those who share it, too.
    await("an answer for all")
        .atMost(Storm.GRIDS_TIMEOUT.multipliedBy(5))
        .until(() -> Storm.send(looks, 200).stream().noneMatch(Storm::mayBeSentAgain));
  }

  @Test
  void anEventSourceIsNeverGivenAnotherStatusThan200() {
    Prepared.open(lifecycle, stream);
    unruly.mood(Mood.failing(Storm.GRIDS_TIMEOUT));
    await("a feed that ends at once")
        .atMost(Storm.GRIDS_TIMEOUT.multipliedBy(5))
        .until(() -> endsAtOnce("text/event-stream"));
    await("a problem")
        .atMost(Storm.GRIDS_TIMEOUT.multipliedBy(5))
        .until(() -> isProblem("text/event-stream, application/problem+json"));
  }

  private EventStream feed(String accept) {
    return Answers.feed(
        stream, "", "Accept", accept, "Authorization", SignedToken.viewer("ann").bearer());
  }

  private boolean endsAtOnce(String accept) {
    try (EventStream feed = feed(accept)) {
      assertThat(feed.status()).isEqualTo(200);
      await().atMost(Storm.GRIDS_TIMEOUT).until(() -> feed.hasEnded() || !feed.events().isEmpty());
      return feed.events().isEmpty() && feed.retryMillis() >= 1_000;
    }
  }

  private boolean isProblem(String accept) {
    try (EventStream feed = feed(accept)) {
      assertThat(feed.status()).isIn(200, 503);
      return feed.status() == 503 && feed.problem().contains("urn:oncue:problem:grid-unavailable");
    }
  }
}
