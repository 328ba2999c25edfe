package dev.oncue.react.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.oncue.Grid;
import dev.oncue.Seed;
import dev.oncue.UnrulyGrid;
import dev.oncue.UnrulyGrid.Mood;
import dev.oncue.stream.StreamId;
import dev.oncue.testbed.Prepared;
import dev.oncue.testbed.Storm;
import dev.oncue.testbed.profile.UnrulyGridProfile;
import dev.oncue.testbed.token.SignedToken;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The function reaction on a grid that fails as one of servers does. */
@Tag("faults")
@QuarkusTest
@TestProfile(UnrulyGridProfile.class)
@ExtendWith(Seed.class)
class ReactionOnFailingGridTest {
  /** Those of one wave share a few calls to the grid, so one wave may meet no fault. */
  private static final int WAVE = 40;

  private static final int WAVES = 50;

  @Inject UnrulyGrid unruly;
  @Inject Grid grid;

  private final String stream = Prepared.freshStream();

  @AfterEach
  void rest() {
    unruly.mood(Mood.LATE);
  }

  private HttpRequest reaction(int viewer) {
    String body = "{\"stream\":\"" + stream + "\",\"emoji\":\"🔥\"}";
    return Storm.post("/reaction", SignedToken.viewer("v" + viewer), body);
  }

  @Test
  void everyReactionIsAnsweredAndWhatIsAcknowledgedIsCounted() {
    unruly.mood(Mood.failing(Storm.GRIDS_TIMEOUT));
    List<HttpResponse<String>> answers = new ArrayList<>();
    long unsure = 0;
    for (int wave = 0; wave < WAVES && (unsure == 0 || unsure == answers.size()); wave++) {
      int first = wave * WAVE;
      answers.addAll(
          Storm.send(IntStream.range(first, first + WAVE).mapToObj(this::reaction).toList(), 202));
      unsure = answers.stream().filter(Storm::mayBeSentAgain).count();
    }
    unruly.mood(Mood.LATE);
    Map<String, Long> totals =
        grid.reactions()
            .totals(new StreamId(StreamId.DEFAULT_TENANT, stream))
            .toCompletableFuture()
            .join();
    assertThat(unsure).isBetween(1L, answers.size() - 1L);
    assertThat(totals.get("🔥")).isBetween(answers.size() - unsure, (long) answers.size());
  }
}
