package dev.oncue.hotrod;

import static org.awaitility.Awaitility.await;

import dev.oncue.poll.PollId;
import dev.oncue.stream.StreamId;
import java.time.Duration;
import java.util.concurrent.CompletionException;

/** Waits for the connection that a grid makes in the background. */
final class Connected {
  private static final PollId NONE = new PollId(new StreamId("oncue", "connected"), "none");

  private Connected() {}

  static HotRodGrid to(GridSettings settings) {
    HotRodGrid hotrod = HotRodGrid.start(settings);
    await("a connection").atMost(Duration.ofSeconds(20)).until(() -> fault(hotrod) == null);
    return hotrod;
  }

  /** What a call fails with; {@code null}: it was answered. */
  static Throwable fault(HotRodGrid hotrod) {
    try {
      hotrod.grid().polls().find(NONE).toCompletableFuture().join();
      return null;
    } catch (CompletionException e) {
      return e.getCause();
    }
  }
}
