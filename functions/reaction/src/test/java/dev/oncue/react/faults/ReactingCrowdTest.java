package dev.oncue.react.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.oncue.UnrulyGrid;
import dev.oncue.UnrulyGrid.Mood;
import dev.oncue.reaction.ReactionLimit;
import dev.oncue.stream.StreamId;
import dev.oncue.testbed.Prepared;
import dev.oncue.testbed.profile.GatedGrid;
import dev.oncue.testbed.profile.UnrulyGridProfile;
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
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A crowd that reacts in one moment: what each is told, and how many calls that costs. */
@Tag("faults")
@QuarkusTest
@TestProfile(UnrulyGridProfile.class)
@Timeout(120)
class ReactingCrowdTest {
  private static final int CROWD = 100;

  @Inject GatedGrid gated;
  @Inject UnrulyGrid unruly;
  @Inject MeterRegistry meters;

  @TestHTTPResource("/reaction")
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

  private static HttpRequest reaction(URI address, String stream, String viewer, String emoji) {
    String body = "{\"stream\":\"" + stream + "\",\"emoji\":\"" + emoji + "\"}";
    return HttpRequest.newBuilder(address)
        .header("Authorization", SignedToken.viewer(viewer).bearer())
        .POST(BodyPublishers.ofString(body))
        .build();
  }

  @Test
  void theWholeCrowdSharesTwoCallsAndEachIsToldItsOwn() {
    AtomicReference<String> stream = new AtomicReference<>();
    GatedGrid.Crowd crowd =
        gated.crowd(
            () -> {
              stream.set(Prepared.freshStream());
              return requests(stream.get());
            },
            () -> waiting() == CROWD);

    List<Integer> toTheEager = new ArrayList<>();
    for (int i = 0; i < CROWD; i++) {
      HttpResponse<String> answer = crowd.answers().get(i);
      if (i % 4 == 0) {
        toTheEager.add(answer.statusCode());
        assertThat(answer.headers().firstValue("Retry-After").isPresent())
            .isEqualTo(answer.statusCode() == 429);
      } else {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(202);
      }
    }
    assertThat(toTheEager).filteredOn(status -> status == 202).hasSize(ReactionLimit.MAX);
    assertThat(toTheEager).filteredOn(status -> status == 429).hasSize(5);
    assertThat(crowd.calls()).hasSizeLessThanOrEqualTo(2);
    assertThat(crowd.calls().stream().mapToInt(Integer::intValue).sum()).isEqualTo(CROWD);
    StreamId id = new StreamId(StreamId.DEFAULT_TENANT, stream.get());
    assertThat(gated.grid().reactions().totals(id).toCompletableFuture().join())
        .isEqualTo(Map.of("🔥", 20L, "👏", 75L));
    await().until(() -> waiting() == 0);
  }

  /** Every fourth is of one eager viewer. */
  private List<HttpRequest> requests(String stream) {
    return IntStream.range(0, CROWD)
        .mapToObj(
            i ->
                i % 4 == 0
                    ? reaction(address, stream, "eager-of-" + stream, "🔥")
                    : reaction(address, stream, "v" + i, "👏"))
        .toList();
  }

  private double waiting() {
    return meters.get("oncue.reaction.waiting").gauge().value();
  }
}
