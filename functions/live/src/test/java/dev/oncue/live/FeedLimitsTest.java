package dev.oncue.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.oncue.http.problem.ProblemException;
import dev.oncue.http.token.Caller;
import dev.oncue.http.token.Group;
import dev.oncue.stream.StreamId;
import dev.oncue.testbed.TestSettings;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class FeedLimitsTest {
  private final FeedLimits limits =
      new FeedLimits(
          TestSettings.of(
              FeedConfig.class,
              Map.of(
                  "oncue.feed.max-open", "6",
                  "oncue.feed.max-per-tenant", "5",
                  "oncue.feed.max-per-caller", "4",
                  "oncue.feed.max-streams-per-caller", "2")));

  private static Caller caller(String tenant, String name, String stream) {
    return new Caller(tenant, name, Set.of(Group.VIEWER), stream, Instant.MAX);
  }

  private FeedLimits.Place take(Caller caller, String stream) {
    return limits.take(caller, new StreamId(caller.tenant(), stream));
  }

  private void assertRefused(Caller caller, String stream, String code, String rule) {
    assertThatThrownBy(() -> take(caller, stream))
        .isInstanceOfSatisfying(
            ProblemException.class, refusal -> assertThat(refusal.problem().code()).isEqualTo(code))
        .hasMessageContaining(rule);
  }

  @Test
  void oneCallerHasSoManyAndWhoLeavesMakesPlace() {
    Caller ann = caller("t1", "ann", null);
    List<FeedLimits.Place> places = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      places.add(take(ann, "show"));
    }
    assertRefused(ann, "show", "rate-limited", "one caller has at most 4 feeds");
    take(caller("t2", "ann", null), "show").close();
    places.get(0).close();
    places.get(0).close();
    take(ann, "show");
    assertRefused(ann, "show", "rate-limited", "one caller has at most 4 feeds");
  }

  @Test
  void oneCallerFollowsSoManyStreamsUnlessItsTokenNamesThem() {
    Caller ann = caller("t1", "ann", null);
    FeedLimits.Place first = take(ann, "s1");
    FeedLimits.Place again = take(ann, "s1");
    take(ann, "s2");
    assertRefused(ann, "s3", "rate-limited", "at most 2 streams");
    take(caller("t1", "ann", "s3"), "s3").close();
    first.close();
    assertRefused(ann, "s3", "rate-limited", "at most 2 streams");
    again.close();
    take(ann, "s3");
  }

  @Test
  void aTenantLeavesPlaceForOthersAndTheInstanceHasAnEnd() {
    for (int i = 0; i < 5; i++) {
      take(caller("t1", "v" + i, null), "show");
    }
    assertRefused(caller("t1", "v5", null), "show", "rate-limited", "one tenant has at most 5");
    take(caller("t2", "v0", null), "show");
    assertRefused(caller("t2", "v1", null), "show", "overloaded", "an instance has at most 6");
  }

  @Test
  void nothingIsKeptOfThoseWhoHaveLeft() {
    for (int i = 0; i < 1_000; i++) {
      take(caller("t" + i, "v" + i, null), "s" + i).close();
    }
    for (int i = 0; i < 5; i++) {
      take(caller("t1", "v" + i, null), "show");
    }
  }
}
