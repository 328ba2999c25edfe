package dev.oncue.vote.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.oncue.UnrulyGrid;
import dev.oncue.UnrulyGrid.Mood;
import dev.oncue.poll.Poll;
import dev.oncue.poll.PollLifecycle;
import dev.oncue.testbed.Prepared;
import dev.oncue.testbed.profile.GatedGrid;
import dev.oncue.testbed.token.SignedToken;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A crowd that votes after the close: what each is told, and how many calls that costs. */
@Tag("faults")
@QuarkusTest
@TestProfile(VoteFaultsProfile.class)
@Timeout(120)
class LateCrowdTest {
  private static final int CROWD = 100;
  private static final int VOTED = 30;

  @Inject PollLifecycle lifecycle;
  @Inject GatedGrid gated;
  @Inject UnrulyGrid unruly;
  @Inject MeterRegistry meters;

  @TestHTTPResource("/vote")
  URI address;

  @BeforeEach
  void calm() {
    unruly.mood(Mood.CALM);
    gated.calls();
  }

  @AfterEach
  void rest() {
    unruly.mood(Mood.LATE);
  }

  private static HttpRequest late(URI address, String stream, int viewer) {
    String ballot = "{\"stream\":\"" + stream + "\",\"poll\":\"q1\",\"option\":\"red\"}";
    return HttpRequest.newBuilder(address)
        .header("Authorization", SignedToken.viewer("v" + viewer).bearer())
        .POST(BodyPublishers.ofString(ballot))
        .build();
  }

  @Test
  void theWholeCrowdCostsTwoCallsAndEachIsToldItsOwn() {
    String stream = Prepared.freshStream();
    Poll poll = Prepared.open(lifecycle, stream);
    for (int viewer = 0; viewer < VOTED; viewer++) {
      Prepared.cast(gated.grid(), poll, "v" + viewer, "red");
    }
    lifecycle.close(poll.id()).toCompletableFuture().join();
    GatedGrid.Crowd crowd = gated.crowd(() -> requests(stream), () -> waiting() == CROWD);

    for (int viewer = 0; viewer < CROWD; viewer++) {
      HttpResponse<String> answer = crowd.answers().get(viewer);
      assertThat(answer.statusCode()).as(answer.body()).isEqualTo(viewer < VOTED ? 200 : 409);
      assertThat(answer.body())
          .contains(viewer < VOTED ? "\"outcome\":\"accepted\"" : "poll-closed");
    }
    assertThat(crowd.calls()).hasSizeLessThanOrEqualTo(2);
    assertThat(crowd.calls().stream().mapToInt(Integer::intValue).sum()).isEqualTo(CROWD);
    await().until(() -> waiting() == 0);
  }

  private List<HttpRequest> requests(String stream) {
    return IntStream.range(0, CROWD).mapToObj(viewer -> late(address, stream, viewer)).toList();
  }

  private double waiting() {
    return meters.get("oncue.ballot.lookups.waiting").gauge().value();
  }
}
