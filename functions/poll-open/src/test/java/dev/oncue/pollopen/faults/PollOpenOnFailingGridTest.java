package dev.oncue.pollopen.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.oncue.Seed;
import dev.oncue.UnrulyGrid;
import dev.oncue.UnrulyGrid.Mood;
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

/** The function poll-open on a grid that fails as one of servers does. */
@Tag("faults")
@QuarkusTest
@TestProfile(UnrulyGridProfile.class)
@ExtendWith(Seed.class)
class PollOpenOnFailingGridTest {
  private static final int REQUESTS = 100;

  @Inject UnrulyGrid unruly;

  private final String stream = Prepared.freshStream();

  @AfterEach
  void rest() {
    unruly.mood(Mood.LATE);
  }

  private HttpRequest opening(int number) {
    String body = Prepared.pollJson(stream, "q" + number);
    return Storm.post("/poll-open", SignedToken.producer(), body);
  }

  @Test
  void everyOpeningIsAnsweredAndMayBeSentAgainUntilItIsDone() {
    List<HttpRequest> openings = IntStream.range(0, REQUESTS).mapToObj(this::opening).toList();
    unruly.mood(Mood.failing(Storm.GRIDS_TIMEOUT));
    List<HttpResponse<String>> first = Storm.send(openings, 200, 201);
    unruly.mood(Mood.LATE);
    List<HttpResponse<String>> second = Storm.send(openings, 200, 201);
    assertThat(first).anyMatch(Storm::mayBeSentAgain);
    for (int i = 0; i < REQUESTS; i++) {
      boolean wasOpened = !Storm.mayBeSentAgain(first.get(i));
      assertThat(second.get(i).statusCode()).isIn(wasOpened ? List.of(200) : List.of(200, 201));
    }
  }
}
