package dev.oncue.live.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.oncue.Grid;
import dev.oncue.poll.Poll;
import dev.oncue.poll.PollLifecycle;
import dev.oncue.testbed.Answers;
import dev.oncue.testbed.Prepared;
import dev.oncue.testbed.feed.EventStream;
import dev.oncue.testbed.feed.EventStream.Event;
import dev.oncue.testbed.profile.FunctionTestProfile;
import dev.oncue.testbed.token.SignedToken;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A feed that may last for two seconds. */
@Tag("faults")
@QuarkusTest
@TestProfile(FeedAgeTest.TwoSeconds.class)
class FeedAgeTest {
  private static final Duration MAX = Duration.ofSeconds(2);

  public static final class TwoSeconds extends FunctionTestProfile {
    @Override
    protected Map<String, String> more() {
      return Map.of("oncue.feed.max-age", MAX.toString());
    }
  }

  @Inject Grid grid;
  @Inject PollLifecycle lifecycle;

  private final String stream = Prepared.freshStream();

  private EventStream connect(String query) {
    return Answers.feed(stream, query, "Authorization", SignedToken.host().bearer());
  }

  @Test
  void it_ends_with_a_hint_and_not_all_at_once() {
    long before = System.nanoTime();
    List<EventStream> feeds = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      feeds.add(connect(""));
    }
    Set<Integer> hints = new HashSet<>();
    for (EventStream feed : feeds) {
      hints.add(feed.next("reconnect").data().get("retry").asInt());
      feed.awaitEnd();
    }
    assertThat(Duration.ofNanos(System.nanoTime() - before))
        .isGreaterThan(MAX.multipliedBy(4).dividedBy(5));
    assertThat(hints).hasSizeGreaterThan(5).allMatch(millis -> millis >= 500 && millis <= 3_000);
  }

  @Test
  void who_comes_back_misses_nothing() {
    Poll poll = Prepared.open(lifecycle, stream);
    String cursor;
    try (EventStream feed = connect("")) {
      cursor = feed.next("state").id();
      feed.next("reconnect");
    }
    Prepared.cast(grid, poll, "v1", "red");
    try (EventStream feed = connect("?cursor=" + cursor)) {
      Event tally = feed.next("tally");
      assertThat(tally.data().at("/result/counts/red").asInt()).isEqualTo(1);
    }
  }
}
