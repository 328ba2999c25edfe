package dev.oncue.live;

import static org.awaitility.Awaitility.await;

import dev.oncue.testbed.contract.FeedContract;
import dev.oncue.testbed.feed.EventStream;
import dev.oncue.testbed.profile.FunctionTestProfile;
import dev.oncue.viewer.Connected;
import dev.oncue.viewer.Viewers;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The feed of the function live, alone. */
@QuarkusTest
@TestProfile(FunctionTestProfile.class)
public class FeedFunctionTest extends FeedContract {
  private static final Duration TIMEOUT = Duration.ofSeconds(30);

  @Tag("grid")
  @Test
  void whatThisInstanceToldIsNotForgottenWhileItsViewersStay() {
    try (EventStream viewer = viewer("v1")) {
      viewer.next("state");
      await().atMost(TIMEOUT).until(() -> reported() == 1);
      await()
          .during(Viewers.KEPT.plusSeconds(3))
          .atMost(Viewers.KEPT.plusSeconds(20))
          .until(() -> reported() == 1);
    }
    await().atMost(TIMEOUT).until(() -> reported() == 0);
  }

  private long reported() {
    return Connected.byStream(grid.viewers().all().toCompletableFuture().join())
        .getOrDefault(id, 0L);
  }
}
