package dev.oncue.local.page;

import static dev.oncue.local.demo.CuedClip.cue;
import static dev.oncue.local.page.Frames.assertOn;

import com.sun.net.httpserver.HttpExchange;
import dev.oncue.cue.CueKind;
import dev.oncue.local.Command;
import dev.oncue.local.NeedsProgram;
import dev.oncue.local.demo.CuedClip;
import dev.oncue.poll.PollId;
import dev.oncue.stream.StreamId;
import dev.oncue.testbed.engine.EngineClient;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The viewer SDK on a page of somebody else, at another origin, which plays MPEG-TS through
 * mpegts.js. The stream tells no dates: where it is on the media timeline is known from its cues
 * alone.
 */
@Tag("pages")
@NeedsChromium
@NeedsProgram(value = "ffmpeg", aptPackage = "ffmpeg")
@NeedsProgram(value = "npm", aptPackage = "npm")
class MpegtsIT {
  private static final String PLAYER = "mpegts.js@1.8.2";
  private static final String STREAM = "mpegts";
  private static final String POLL = "carried";
  private static final PollId POLL_ID =
      new PollId(new StreamId(StreamId.DEFAULT_TENANT, STREAM), POLL);
  private static final int SHOW = 40;
  private static final int HIDE = 120;

  private static final int SEGMENTS = 12;
  private static final Semaphore PLAYS = new Semaphore(0);

  private static final String PAGE =
      """
      <!doctype html>
      <link rel="icon" href="data:,">
      <p data-testid="connection" id="connection"></p>
      <video id="video" muted autoplay></video>
      <section id="overlay" data-testid="overlay"></section>
      <script src="package/dist/mpegts.js"></script>
      <script type="module">
        const { connect } = await import('ORIGIN/oncue/sdk/oncue-viewer.js');
        const video = document.getElementById('video');
        const overlay = document.getElementById('overlay');
        const url = new URL('CARRIER.ts', location);
        const player = mpegts.createPlayer(
            { type: 'mpegts', isLive: true, hasAudio: false, url: url.href }, { enableStashBuffer: false });
        window.viewer = connect({
          origin: 'ORIGIN', stream: 'STREAM', token: () => 'TICKET', video, mpegts: player,
          onShow: ({ poll }) => overlay.insertAdjacentHTML('beforeend', `<p data-poll="${poll}">${poll}</p>`),
          onHide: ({ poll }) => overlay.querySelector(`[data-poll="${poll}"]`).remove(),
          onConnection: (status) => (document.getElementById('connection').dataset.connection = status),
          onError: ({ code, detail }) => console.error(code, detail),
        });
        player.attachMediaElement(video);
        player.load();
      </script>
      """;

  @RegisterExtension static final BrowserTestBed stage = new BrowserTestBed();

  @TempDir static Path folder;

  private static FolderServer files;

  @BeforeAll
  static void makeStreams() throws Exception {
    Instant start = Instant.now().truncatedTo(ChronoUnit.MILLIS);
    CuedClip.make(
        folder,
        start,
        List.of(cue(CueKind.SHOW, POLL_ID, start, SHOW), cue(CueKind.HIDE, POLL_ID, start, HIDE)));
    Command.run(folder, "npm pack --silent " + PLAYER);
    Command.run(folder, "tar xzf " + PLAYER.replace('@', '-') + ".tgz");
    EngineClient client = stage.engine().client();
    client.open(STREAM, POLL, "");
    String page =
        PAGE.replace("ORIGIN", stage.engine().origin())
            .replace("STREAM", STREAM)
            .replace("TICKET", client.tokens().viewer("somebody"));
    files = new FolderServer(folder);
    for (String carrier : List.of("id3", "sei")) {
      files.put(carrier + ".ts", exchange -> stream(carrier, exchange));
      Files.writeString(folder.resolve(carrier + ".html"), page.replace("CARRIER", carrier));
    }
  }

  @AfterAll
  static void stopServing() {
    files.close();
  }

  /**
   * All segments of a playlist as one stream that is on air: the rest comes once the first plays.
   * mpegts.js tells of nothing that came before the first picture.
   */
  private static void stream(String carrier, HttpExchange exchange) throws IOException {
    try (exchange) {
      exchange.sendResponseHeaders(200, 0);
      OutputStream out = exchange.getResponseBody();
      for (String line : Files.readAllLines(folder.resolve(carrier + ".m3u8"))) {
        if (line.endsWith(".ts")) {
          Files.copy(folder.resolve(line), out);
          out.flush();
          PLAYS.acquireUninterruptibly();
        }
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"id3", "sei"})
  void itIsOnTheFramesThatTheCuesName(String carrier) {
    WatchPage page = WatchPage.openAt(stage.chromium().profile(), files.link(carrier + ".html"));
    PLAYS.release(SEGMENTS);
    // Until a cue is met, the server's clock decides, by which the poll is open.
    page.page().waitForFunction("viewer.timeSource === 'cue'");
    page.play();
    page.untilFrame(HIDE + 10);
    assertOn(page.frames(), POLL, SHOW, HIDE, carrier);
  }
}
