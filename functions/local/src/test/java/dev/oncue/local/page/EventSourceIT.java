package dev.oncue.local.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.microsoft.playwright.Page;
import dev.oncue.testbed.engine.Engine;
import dev.oncue.testbed.engine.GridAccess;
import dev.oncue.testbed.engine.GridServer;
import dev.oncue.testbed.engine.Ports;
import dev.oncue.testbed.token.SignedToken;
import dev.oncue.testbed.token.TokenSigner;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A page that follows a feed with the browser's own EventSource, and nothing else. */
@Tag("pages")
@NeedsChromium
class EventSourceIT {
  private static final String SECRET = "0123456789abcdef0123456789abcdef";
  private static final Duration TIMEOUT = Duration.ofSeconds(90);

  private static final String FOLLOW =
      """
      address => {
        window.seen = { states: 0, ends: 0, closed: 0 };
        window.feed = new EventSource(address);
        feed.addEventListener('state', () => seen.states++);
        feed.onerror = () => { seen.ends++; seen.closed += feed.readyState === 2 ? 1 : 0; };
      }
      """;

  @TempDir Path folder;

  private static int seen(Page page, String what) {
    return ((Number) page.evaluate("what => window.seen[what]", what)).intValue();
  }

  private static void awaitMore(Page page, String what, int than) {
    await(what).atMost(TIMEOUT).until(() -> seen(page, what) > than);
    assertThat(seen(page, "closed")).as("given up").isZero();
  }

  @Test
  void itComesBackByItselfWhenTheGridWasAwayAndAfterADrain() {
    GridAccess access = GridAccess.make(folder.resolve("access"));
    int gridPort = Ports.free();
    String address = "127.0.0.1:" + gridPort;
    Engine.Setup setup =
        Engine.function("live", folder).set("ONCUE_JWT_SECRET", SECRET).onGrid(address, access);
    String token = new TokenSigner(SECRET).sign(SignedToken.viewer("ann").stream("show"));
    try (Chromium chromium = new Chromium();
        Engine live = setup.startAlive()) {
      Page page = chromium.profile().newPage();
      page.navigate(live.origin() + "/time");
      page.evaluate(FOLLOW, "/streams/show/feed?token=" + token);
      // There is no grid, again and again.
      awaitMore(page, "ends", 1);
      assertThat(seen(page, "states")).isZero();
      try (GridServer server =
          GridServer.alone(access, folder.resolve("server"), gridPort).start()) {
        awaitMore(page, "states", 0);
        int ends = seen(page, "ends");
        assertThat(live.terminate()).isIn(0, 143);
        awaitMore(page, "ends", ends);
        try (Engine again = setup.start()) {
          awaitMore(page, "states", 1);
          assertThat(server.address()).isEqualTo(address);
          assertThat(again.errors()).isEmpty();
        }
      }
      assertThat(((Number) page.evaluate("feed.readyState")).intValue()).isNotEqualTo(2);
    }
  }
}
