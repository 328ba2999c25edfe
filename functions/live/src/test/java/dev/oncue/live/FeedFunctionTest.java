package dev.oncue.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.oncue.testbed.Answers;
import dev.oncue.testbed.contract.FeedContract;
import dev.oncue.testbed.feed.EventStream;
import dev.oncue.testbed.feed.EventStream.Event;
import dev.oncue.testbed.profile.FunctionTestProfile;
import dev.oncue.testbed.token.SignedToken;
import dev.oncue.viewer.Connected;
import dev.oncue.viewer.Viewers;
import dev.oncue.window.Phase;
import dev.oncue.window.Window;
import dev.oncue.window.WindowStatus;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The feed of the function live, alone. */
@QuarkusTest
@TestProfile(FunctionTestProfile.class)
public class FeedFunctionTest extends FeedContract {
  private static final Duration TIMEOUT = Duration.ofSeconds(30);

  private static Window phase(Window window, Phase phase) {
    WindowStatus status = window.status();
    return window.with(
        new WindowStatus(phase, status.since(), null, null, null, status.functions()));
  }

  @Test
  void windowsAreToldToHostsAloneAsTheyChange() {
    try (EventStream host = host();
        EventStream producer = Answers.feed(stream, "?token=" + SignedToken.producer().text());
        EventStream viewer = viewer("v1")) {
      assertThat(host.next("state").data().get("windows")).isEmpty();
      producer.next("state");
      assertThat(viewer.next("state").data().has("windows")).isFalse();
      Window planned = announced();
      Event told = host.next("window");
      assertThat(told.id()).matches(".*-\\d+\\.1");
      assertThat(told.data().get("window").asText()).isEqualTo("act-1");
      assertThat(told.data().get("status").asText()).isEqualTo("planned");

      Window warm = phase(planned, Phase.WARM);
      grid.windows().replace(planned, warm).toCompletableFuture().join();
      assertThat(host.next("window").data().get("status").asText()).isEqualTo("warm");
      try (EventStream late = host()) {
        assertThat(late.next("state").data().at("/windows/0/status").asText()).isEqualTo("warm");
      }
      grid.windows().replace(warm, phase(warm, Phase.RELEASED)).toCompletableFuture().join();
      assertThat(host.next("window").data().get("status").asText()).isEqualTo("released");
      for (String status : List.of("planned", "warm", "released")) {
        assertThat(producer.next("window").data().get("status").asText()).isEqualTo(status);
      }
      try (EventStream late = host()) {
        assertThat(late.next("state").data().get("windows")).isEmpty();
      }
      open("q1");
      Event next = viewer.next();
      while (next.name().equals("viewers")) {
        next = viewer.next();
      }
      assertThat(next.name()).as("no window before it").isEqualTo("poll-opened");
      assertThat(next.id()).as("and no gap").matches(".*-\\d+");
    }
  }

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
