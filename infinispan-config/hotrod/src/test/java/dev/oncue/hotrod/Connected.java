package dev.oncue.hotrod;

import static org.awaitility.Awaitility.await;

import dev.oncue.poll.PollId;
import dev.oncue.stream.StreamId;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionException;

/** Waits for the connection that a grid makes in the background. */
final class Connected {
  private static final PollId NONE = new PollId(new StreamId("oncue", "connected"), "none");

  private Connected() {}

  static HotRodGrid to(List<GridServer> servers) {
    String addresses = String.join(",", servers.stream().map(GridServer::address).toList());
    HotRodGrid hotrod = HotRodGrid.start(settings(addresses));
    await("a connection").atMost(Duration.ofSeconds(20)).until(() -> fault(hotrod) == null);
    return hotrod;
  }

  static GridSettings settings(String servers) {
    return GridSettings.of(
        Optional.of(servers), Optional.empty(), Optional.empty(), Optional.empty());
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
