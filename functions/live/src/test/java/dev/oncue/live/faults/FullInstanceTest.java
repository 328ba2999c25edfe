package dev.oncue.live.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.oncue.poll.PollLifecycle;
import dev.oncue.testbed.Answers;
import dev.oncue.testbed.Prepared;
import dev.oncue.testbed.feed.EventStream;
import dev.oncue.testbed.profile.FunctionTestProfile;
import dev.oncue.testbed.token.SignedToken;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** An instance that has as many feeds as it may have. */
@Tag("faults")
@QuarkusTest
@TestProfile(FullInstanceTest.Small.class)
class FullInstanceTest {
  private static final Duration TIMEOUT = Duration.ofSeconds(30);
  private static final String BOTH = "text/event-stream, application/problem+json";

  public static final class Small extends FunctionTestProfile {
    @Override
    protected Map<String, String> more() {
      return Map.of(
          "oncue.feed.max-open", "4",
          "oncue.feed.max-per-caller", "3",
          "oncue.feed.max-streams-per-caller", "2");
    }
  }

  @Inject PollLifecycle lifecycle;

  private final String stream = Prepared.freshStream();
  private final List<EventStream> feeds = new ArrayList<>();

  @AfterEach
  void leave() {
    feeds.forEach(EventStream::close);
    await().atMost(TIMEOUT).until(() -> tried("free", stream).status() == 200);
  }

  private EventStream connect(String viewer, String ofStream, String... headers) {
    List<String> all = new ArrayList<>(List.of(headers));
    all.addAll(List.of("Authorization", SignedToken.viewer(viewer).bearer()));
    return Answers.feed(ofStream, "", all.toArray(String[]::new));
  }

  private EventStream tried(String viewer, String ofStream, String... headers) {
    try (EventStream feed = connect(viewer, ofStream, headers)) {
      feed.status();
      return feed;
    }
  }

  private EventStream stay(String viewer, String ofStream) {
    EventStream feed = connect(viewer, ofStream);
    feeds.add(feed);
    feed.awaitState();
    return feed;
  }

  @Test
  void whoHasTooManyIsToldTheRuleAndTheOthersGoOn() {
    EventStream first = stay("ann", stream);
    stay("ann", stream);
    stay("ann", stream);
    try (EventStream refused = connect("ann", stream)) {
      assertThat(refused.status()).isEqualTo(429);
      assertThat(refused.header("Retry-After")).isEqualTo("5");
      assertThat(refused.problem())
          .contains("urn:oncue:problem:rate-limited", "one caller has at most 3 feeds");
    }
    Prepared.open(lifecycle, stream);
    first.await("poll-opened");
    feeds.get(2).close();
    await().atMost(TIMEOUT).until(() -> tried("ann", stream).status() == 200);
  }

  @Test
  void streamsAreCountedForWhomTheTokenNamesNone() {
    stay("ann", stream);
    stay("ann", Prepared.freshStream());
    String third = Prepared.freshStream();
    try (EventStream refused = connect("ann", third)) {
      assertThat(refused.status()).isEqualTo(429);
      assertThat(refused.problem()).contains("at most 2 streams");
    }
    EventStream named =
        Answers.feed(third, "", "Authorization", SignedToken.viewer("ann").stream(third).bearer());
    feeds.add(named);
    named.awaitState();
  }

  @Test
  void anEventSourceIsToldWhenToComeBackAndAllOthersWhatIsWrong() {
    for (int i = 0; i < 4; i++) {
      stay("v" + i, stream);
    }
    try (EventStream refused = connect("ann", stream)) {
      assertThat(refused.status()).isEqualTo(200);
      assertThat(refused.header("Content-Type")).startsWith("text/event-stream");
      assertThat(refused.header("Cache-Control")).isEqualTo("no-store, no-transform");
      refused.awaitEnd();
      assertThat(refused.events()).isEmpty();
      assertThat(refused.retryMillis()).isBetween(1_000, 5_000);
    }
    try (EventStream refused = connect("ann", stream, "Accept", BOTH)) {
      assertThat(refused.status()).isEqualTo(503);
      assertThat(refused.header("Retry-After")).isEqualTo("5");
      assertThat(refused.problem())
          .contains("urn:oncue:problem:overloaded", "an instance has at most 4 feeds");
    }
    feeds.get(0).close();
    await().atMost(TIMEOUT).until(() -> tried("ann", stream, "Accept", BOTH).status() == 200);
  }
}
