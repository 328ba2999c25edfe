package dev.oncue.local.page;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.microsoft.playwright.CDPSession;
import com.microsoft.playwright.Page;
import dev.oncue.testbed.engine.EngineClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/**
 * A vote from a page of another origin is one request: a browser asks for none beforehand (Fetch
 * standard, "CORS-preflight fetch"), neither at the first vote nor after a reconnect.
 */
@Tag("pages")
@NeedsChromium
class VoteWithoutPreflightIT {
  private static final String PAGE =
      """
      <!doctype html><link rel="icon" href="data:,">
      <script type="module">
        import { connect } from 'ORIGIN/oncue/sdk/oncue-viewer.js';
        window.viewer = connect({
          stream: 'STREAM', token: 'TOKEN',
          onChange: (view) => (window.view = view),
          onConnection: (status) => (window.status = status),
        });
      </script>
      """;

  @RegisterExtension static final BrowserTestBed stage = new BrowserTestBed();

  @TempDir Path folder;

  /** All requests of the page as the browser sent them, each as method and path. */
  private static List<String> sent(Page page) {
    List<String> sent = new ArrayList<>();
    CDPSession session = page.context().newCDPSession(page);
    session.on(
        "Network.requestWillBeSent",
        told -> {
          JsonObject request = told.getAsJsonObject("request");
          sent.add(
              request.get("method").getAsString()
                  + request.get("url").getAsString().replaceFirst("^https?://[^/]+", " "));
        });
    session.send("Network.enable");
    return sent;
  }

  private static void vote(Page page, String option) {
    page.evaluate("option => viewer.vote('q1', option)", option);
    page.waitForFunction(
        "option => ['accepted', 'changed'].includes(view.vote.state) && view.ballot?.options[0] === option",
        option);
  }

  @Test
  void theBrowserAsksForNothingInTheSecondOfTheVote() throws Exception {
    EngineClient client = stage.engine().client();
    client.open(stage.stream(), "q1", ",\"revote\":true");
    Files.writeString(
        folder.resolve("index.html"),
        PAGE.replace("ORIGIN", stage.engine().origin())
            .replace("STREAM", stage.stream())
            .replace("TOKEN", client.tokens().viewer("somebody")));
    try (FolderServer files = new FolderServer(folder)) {
      Page page = stage.chromium().profile().newPage();
      List<String> sent = sent(page);
      page.navigate(files.link("index.html"));
      page.waitForFunction("() => window.status === 'live' && window.view?.canVote");
      // That it does ask, where it has to, is seen here.
      assertThat(sent).contains("OPTIONS /streams/" + stage.stream() + "/feed");

      sent.clear();
      vote(page, "red");
      assertThat(sent).contains("POST /vote").noneMatch(request -> request.startsWith("OPTIONS"));

      stage.engine().kill();
      page.waitForFunction("() => window.status === 'reconnecting'");
      sent.clear();
      page.waitForResponse(
          response -> response.url().endsWith("/state") && response.status() == 200,
          stage.engine()::startAgain);
      page.waitForFunction("() => window.status === 'live'");
      assertThat(sent).doesNotContain("OPTIONS /streams/" + stage.stream() + "/feed");

      sent.clear();
      vote(page, "blue");
      assertThat(sent).contains("POST /vote").noneMatch(request -> request.startsWith("OPTIONS"));
      assertThat(client.close(stage.stream(), "q1").at("/result/counts/blue").asInt()).isOne();
    }
    assertThat(stage.chromium().complaints()).allMatch(line -> line.contains("net::ERR_"));
  }
}
