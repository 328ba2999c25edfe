package dev.oncue.local.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static dev.oncue.local.page.Frames.assertOn;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.options.ColorScheme;
import dev.oncue.cue.Cue;
import dev.oncue.cue.CueKind;
import dev.oncue.local.NeedsProgram;
import dev.oncue.local.demo.CuedClip;
import dev.oncue.local.page.WatchPage.Frame;
import dev.oncue.poll.PollId;
import dev.oncue.stream.StreamId;
import dev.oncue.testbed.engine.EngineClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * A poll's overlay is on the video on the very frames that its cues name: real HLS through hls.js,
 * in a real browser, on the packaged engine. Every frame says which it is; one that the browser
 * leaves out is on no screen, so only those that were shown count.
 */
@Tag("pages")
@NeedsChromium
@NeedsProgram(value = "ffmpeg", aptPackage = "ffmpeg")
class OverlayOnItsFrameIT {
  private static final String STREAM = "frames";
  private static final String CARRIED = "carried";
  private static final String LATER = "later";
  private static final int CARRIED_SHOW = 40;
  private static final int CARRIED_HIDE = 215;
  private static final int LATER_SHOW = 100;
  private static final int LATER_HIDE = 235;

  private static final long FRAME_MILLIS = CuedClip.FRAME.toMillis();

  /** How many frames go by while the network is away: five seconds. */
  private static final int OUTAGE_FRAMES = 125;

  /** What has just come under the finger takes no tap for 400 ms. */
  private static final int SETTLED_FRAMES = 15;

  private static final String LIVE = "live";
  private static final String ZONELESS = "zoneless";
  private static final String OPEN_FOR_TWO_SECONDS =
      """
      , "opensAt": "%s", "duration": "PT2S", "latency": {"min": "PT1S", "max": "PT10S"}
      """;
  private static final Duration NEAR = Duration.ofSeconds(2);
  private static final Duration FAR = Duration.ofSeconds(5);

  @RegisterExtension static final BrowserTestBed stage = new BrowserTestBed();

  @TempDir static Path folder;

  private static FolderServer files;
  private static EngineClient client;
  private static Instant start;

  @BeforeAll
  static void makeVideos() throws Exception {
    // Before the first frame: votes are taken on all of them, however long the videos take to make.
    client = stage.engine().client();
    Instant opensAt = Instant.parse(client.open(STREAM, CARRIED, "").get("opensAt").asText());
    // Where its cue is not loaded yet, its window decides: that begins on the same frame.
    start = opensAt.minus(CuedClip.FRAME.multipliedBy(CARRIED_SHOW));
    List<Cue> cues =
        List.of(
            cue(CueKind.SHOW, CARRIED, CARRIED_SHOW),
            cue(CueKind.HIDE, CARRIED, CARRIED_HIDE),
            cue(CueKind.SHOW, LATER, LATER_SHOW),
            cue(CueKind.HIDE, LATER, LATER_HIDE));
    CuedClip clip = CuedClip.make(folder, start, cues);
    assertThat(clip.dateRange()).exists();
    files = new FolderServer(folder);
  }

  @AfterAll
  static void stopServing() {
    files.close();
  }

  private static Cue cue(CueKind kind, String poll, int frame) {
    PollId id = new PollId(new StreamId(StreamId.DEFAULT_TENANT, STREAM), poll);
    return CuedClip.cue(kind, id, start, frame);
  }

  private static JsonNode result(String poll) {
    String path = "/polls/" + STREAM + "/" + poll;
    return client.get(path, client.tokens().producer()).require(200).body().get("result");
  }

  private static String video(String playlist) {
    return files.link(playlist + ".m3u8");
  }

  /** The position of a frame in the video: a little after its begin, so that it is the one. */
  private static Duration at(int frame) {
    return CuedClip.FRAME.multipliedBy(frame).plusMillis(FRAME_MILLIS / 4);
  }

  private WatchPage watch(BrowserContext profile, String playlist) {
    return WatchPage.open(profile, stage.engine().origin(), STREAM, video(playlist));
  }

  @Test
  void aPollThatIsTallerThanThePictureBeginsWithItsQuestion() {
    BrowserContext phoneHeldSideways = stage.chromium().profile(960, ColorScheme.LIGHT);
    WatchPage page = watch(phoneHeldSideways, "daterange");
    page.page().setViewportSize(960, 420);
    page.seek(at(CARRIED_SHOW + 10));
    assertThat(page.overlay(CARRIED).getByText("Which colour?")).isInViewport();
    assertThat(page.overlay(CARRIED).getByText("Green")).not().isInViewport();
  }

  @Test
  void eachCarrierShowsItOnTheFrameThatTheCueNames() {
    List<String> carriers = List.of("daterange", "id3", "emsg", "sei");
    List<WatchPage> pages = new ArrayList<>();
    for (String carrier : carriers) {
      pages.add(watch(stage.chromium().profile(), carrier));
    }
    pages.forEach(WatchPage::play);
    for (int i = 0; i < carriers.size(); i++) {
      WatchPage page = pages.get(i);
      page.untilFrame(CARRIED_SHOW + 10);
      page.seek(at(CARRIED_HIDE - 15));
      page.untilFrame(CARRIED_HIDE + 10);
      assertOn(page.frames(), CARRIED, CARRIED_SHOW, CARRIED_HIDE, carriers.get(i));
    }
  }

  @Test
  void aSeekShowsWhatIsOnThereAlsoOnADeviceWithAWrongClock() {
    WatchPage page =
        WatchPage.openWithWrongClock(
            stage.chromium().profile(), stage.engine().origin(), STREAM, video("daterange"));
    for (int frame : new int[] {CARRIED_HIDE - 5, CARRIED_SHOW - 5, 150, CARRIED_HIDE + 5, 0}) {
      page.seek(at(frame));
      Frame shown = page.lastFrame();
      assertThat(shown.number()).isEqualTo(frame);
      assertThat(shown.shows(CARRIED))
          .as("on frame %d", frame)
          .isEqualTo(frame >= CARRIED_SHOW && frame < CARRIED_HIDE);
    }
    page.seek(at(CARRIED_SHOW - 15));
    page.forgetFrames();
    page.play();
    page.untilFrame(CARRIED_SHOW + 10);
    assertOn(page.frames(), CARRIED, CARRIED_SHOW, CARRIED_HIDE, "after the seeks");
  }

  @ParameterizedTest
  @CsvSource({"1280,LIGHT", "1280,DARK", "360,LIGHT", "360,DARK"})
  void thePageFitsTheScreen(int width, ColorScheme scheme) {
    WatchPage page = watch(stage.chromium().profile(width, scheme), "daterange");
    page.seek(at(CARRIED_SHOW + 5));
    assertThat(page.overlay(CARRIED)).isVisible();
    Picture.take(page.page(), "watch", width, scheme);
  }

  @Test
  void anOutageLosesNoPollAndNoVoteAndLeavesNothingBehind() throws Exception {
    BrowserContext profile = stage.chromium().profile();
    WatchPage page = watch(profile, "id3");
    page.seek(at(CARRIED_SHOW - 10));
    page.play();
    page.untilFrame(CARRIED_SHOW + SETTLED_FRAMES);
    profile.setOffline(true);
    page.overlay(CARRIED).locator("[data-option=blue][data-testid=option]").click();
    assertThat(page.outcome(CARRIED)).hasAttribute("data-outcome", "queued");
    assertThat(page.outcome(CARRIED)).containsText("will be sent");
    client.open(STREAM, LATER, "");
    page.untilFrame(CARRIED_SHOW + SETTLED_FRAMES + OUTAGE_FRAMES);
    profile.setOffline(false);

    assertThat(page.outcome(CARRIED)).hasAttribute("data-outcome", "accepted");
    assertThat(page.overlay(LATER)).isVisible();
    int back = page.lastFrame().number();
    page.untilFrame(LATER_HIDE + 10);
    assertOn(page.frames(), CARRIED, CARRIED_SHOW, CARRIED_HIDE, "over the outage");
    List<Frame> after = page.frames().stream().filter(frame -> frame.number() >= back).toList();
    assertOn(after, LATER, back, LATER_HIDE, "after the outage");
    JsonNode result = result(CARRIED);
    assertThat(result.get("ballots").asInt()).isOne();
    assertThat(result.get("counts").get("blue").asInt()).isOne();
    assertThat(stage.chromium().complaints())
        .isNotEmpty()
        .allMatch(line -> line.contains("net::ERR_"));
  }

  /** Without cues, the poll's own window decides, in media time: the stream has program dates. */
  @Test
  void viewersTwoAndFiveSecondsBehindSeeItAtTheSameMediaTime() throws Exception {
    Instant begin = Instant.now().truncatedTo(ChronoUnit.MILLIS);
    writePlain(begin);
    String origin = stage.engine().origin();
    WatchPage near = watch(stage.chromium().profile(), "plain");
    WatchPage far =
        WatchPage.openWithWrongClock(stage.chromium().profile(), origin, STREAM, video("plain"));
    playBehind(near, begin, NEAR);
    playBehind(far, begin, FAR);
    Instant opensAt = Instant.now().plusSeconds(1).truncatedTo(ChronoUnit.MILLIS);
    client.open(STREAM, LIVE, OPEN_FOR_TWO_SECONDS.formatted(opensAt));
    for (WatchPage page : List.of(near, far)) {
      page.overlay(LIVE).locator("[data-option=red][data-testid=option]").click();
      assertThat(page.outcome(LIVE)).hasAttribute("data-outcome", "accepted");
    }
    assertThat(Instant.now()).as("when the second voted").isAfter(opensAt.plus(FAR));

    int first = firstFrame(begin, opensAt);
    int last = firstFrame(begin, opensAt.plusSeconds(2));
    for (WatchPage page : List.of(near, far)) {
      page.untilFrame(last + 5);
      assertOn(page.frames(), LIVE, first, last, page == near ? "2 s behind" : "5 s behind");
    }
    JsonNode result = result(LIVE);
    assertThat(result.get("counts").get("red").asInt()).isEqualTo(2);
  }

  /** In New York such a date is five hours ahead, or four. */
  @Test
  void datesWithoutATimeZoneAreToldAndTheClockDecides() throws Exception {
    Instant begin = Instant.now().minus(CuedClip.DURATION).truncatedTo(ChronoUnit.MILLIS);
    writePlain(begin);
    String dated = Files.readString(folder.resolve("plain.m3u8"));
    String live =
        dated
            .replaceAll("(DATE-TIME:.*)Z", "$1")
            .replace("#EXT-X-PLAYLIST-TYPE:VOD", "")
            .replace("#EXT-X-ENDLIST", "");
    assertThat(live).isNotEqualTo(dated);
    Files.writeString(folder.resolve("zoneless.m3u8"), live);
    BrowserContext profile = stage.chromium().profileIn("America/New_York");
    List<String> told = new ArrayList<>();
    profile.onConsoleMessage(message -> told.add(message.text()));
    client.open(STREAM, ZONELESS, ", \"duration\": \"PT60S\"");
    WatchPage page = watch(profile, "zoneless");
    assertThat(page.overlay(ZONELESS)).isVisible();
    page.overlay(ZONELESS).locator("[data-option=red][data-testid=option]").click();
    assertThat(page.outcome(ZONELESS)).hasAttribute("data-outcome", "accepted");
    assertThat(told)
        .anyMatch(line -> line.startsWith("media-time-ahead") && line.contains("time zone"));
  }

  /** The first frame that was filmed at an instant or later. */
  private static int firstFrame(Instant begin, Instant filmed) {
    return (int) Math.ceil(Duration.between(begin, filmed).toMillis() / (double) FRAME_MILLIS);
  }

  /** Plays so that what is on screen was filmed so long ago. */
  private static void playBehind(WatchPage page, Instant begin, Duration latency) {
    Instant filmed = Instant.now().minus(latency);
    if (filmed.isBefore(begin)) {
      page.page().waitForTimeout(Duration.between(filmed, begin).toMillis());
      filmed = begin;
    }
    page.play();
    page.seek(Duration.between(begin, filmed));
    page.forgetFrames();
  }

  /** The clip without cues, as a stream that began at an instant. */
  private static void writePlain(Instant begin) throws IOException {
    StringBuilder text = new StringBuilder();
    Instant date = begin;
    for (String line : Files.readAllLines(folder.resolve("clip.m3u8"))) {
      if (line.startsWith("#EXTINF")) {
        text.append("#EXT-X-PROGRAM-DATE-TIME:").append(date).append('\n');
        date = date.plusSeconds(1);
      }
      text.append(line).append('\n');
    }
    Files.writeString(folder.resolve("plain.m3u8"), text);
  }
}
