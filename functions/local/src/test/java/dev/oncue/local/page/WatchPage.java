package dev.oncue.local.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import dev.oncue.local.demo.FrameStrip;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.function.BooleanSupplier;

/** The page with the video, by what a viewer does and sees on it. Notes every frame it shows. */
final class WatchPage {
  private static final long TIMEOUT_MILLIS = 30_000;
  private static final double GLANCE_MILLIS = 100;

  /** Notes the brightness of the strip in each frame on screen, and what lies over it. */
  private static final String NOTE_FRAMES =
      """
      ([blocks, row]) => {
        const video = document.getElementById('video');
        const canvas = document.createElement('canvas');
        canvas.width = 640;
        canvas.height = 360;
        const context = canvas.getContext('2d', { willReadFrequently: true });
        window.frames = [];
        const note = () => {
          context.drawImage(video, 0, 0, 640, 360);
          const { data } = context.getImageData(0, row, 640, 1);
          const polls = [...document.querySelectorAll('#overlay [data-poll]')];
          window.frames.push({
            strip: blocks.map((x) => data[4 * x]), polls: polls.map((poll) => poll.dataset.poll),
          });
          video.requestVideoFrameCallback(note);
        };
        video.requestVideoFrameCallback(note);
      }
      """;

  /** Does not play by itself, however late it would begin to: the tests say when. */
  private static final String STAY =
      "addEventListener('play', ({ target }) => window.mayPlay || target.pause(), true);";

  /** Ten minutes ahead, as a device's clock that nobody has set. */
  private static final String WRONG_CLOCK =
      """
      (() => {
        const Right = Date;
        const now = () => Right.now() + 600_000;
        globalThis.Date = class extends Right {
          constructor(...given) {
            super(...(given.length > 0 ? given : [now()]));
          }
          static now() {
            return now();
          }
        };
      })();
      """;

  private final Page page;

  private WatchPage(Page page) {
    this.page = page;
  }

  /**
   * A frame as it was on screen.
   *
   * @param number what it says of itself
   * @param polls whose overlay was on it
   */
  record Frame(int number, List<String> polls) {
    boolean shows(String poll) {
      return polls.contains(poll);
    }
  }

  /** Opens the page in a new tab and waits until it is live and its first frame is on screen. */
  static WatchPage open(BrowserContext profile, String origin, String stream, String video) {
    return open(profile.newPage(), origin, stream, video);
  }

  /** The same on a device whose clock is ten minutes wrong. */
  static WatchPage openWithWrongClock(
      BrowserContext profile, String origin, String stream, String video) {
    Page page = profile.newPage();
    page.addInitScript(WRONG_CLOCK);
    return open(page, origin, stream, video);
  }

  private static WatchPage open(Page page, String origin, String stream, String video) {
    String link =
        "%s/watch.html?stream=%s&src=%s"
            .formatted(origin, stream, URLEncoder.encode(video, StandardCharsets.UTF_8));
    return open(page, link);
  }

  /** Another page that has the same parts. */
  static WatchPage openAt(BrowserContext profile, String link) {
    return open(profile.newPage(), link);
  }

  private static WatchPage open(Page page, String link) {
    WatchPage watch = new WatchPage(page);
    page.addInitScript(STAY);
    page.navigate(link);
    assertThat(watch.part("connection")).hasAttribute("data-connection", "live");
    watch.until("readyState >= 3");
    watch.page.evaluate(NOTE_FRAMES, List.of(blocks(), FrameStrip.Y));
    return watch;
  }

  private static List<Integer> blocks() {
    List<Integer> blocks = new ArrayList<>();
    for (int block = 0; block < FrameStrip.BLOCKS; block++) {
      blocks.add(FrameStrip.x(block));
    }
    return blocks;
  }

  Page page() {
    return page;
  }

  Locator part(String testId) {
    return page.getByTestId(testId);
  }

  /** The overlay of a poll, while it is on the video. */
  Locator overlay(String poll) {
    return part("overlay").locator("[data-poll='" + poll + "']");
  }

  /** What the page says of the vote in a poll, wherever on the page that is. */
  Locator outcome(String poll) {
    return page.locator("[data-poll='" + poll + "'] [data-testid=vote-outcome]");
  }

  void play() {
    page.evaluate(
        "() => { window.mayPlay = true; return document.getElementById('video').play(); }");
  }

  /** Seeks, and waits until the frame there is on screen. */
  void seek(Duration position) {
    page.evaluate(
        "seconds => new Promise(done => {"
            + " const video = document.getElementById('video');"
            + " video.requestVideoFrameCallback(() => setTimeout(done));"
            + " video.currentTime = seconds; })",
        position.toMillis() / 1000.0);
  }

  /** Waits until something is so of the video element. */
  private void until(String condition) {
    await(() -> (Boolean) page.evaluate("document.getElementById('video')." + condition));
  }

  /** All frames so far, those left out whose number cannot be read. */
  @SuppressWarnings("unchecked")
  List<Frame> frames() {
    List<Frame> frames = new ArrayList<>();
    for (Map<String, Object> noted : (List<Map<String, Object>>) page.evaluate("frames")) {
      int[] strip =
          ((List<Number>) noted.get("strip")).stream().mapToInt(Number::intValue).toArray();
      OptionalInt number = FrameStrip.read(strip);
      number.ifPresent(n -> frames.add(new Frame(n, (List<String>) noted.get("polls"))));
    }
    return frames;
  }

  /** Waits until a frame was on screen, or a later one. */
  void untilFrame(int number) {
    await(() -> frames().stream().anyMatch(frame -> frame.number() >= number));
  }

  /** The frame that is on screen. */
  Frame lastFrame() {
    List<Frame> frames = frames();
    return frames.get(frames.size() - 1);
  }

  void forgetFrames() {
    page.evaluate("frames.length = 0");
  }

  // Playwright is for one thread, and its own waits are for elements.
  private void await(BooleanSupplier condition) {
    long deadline = System.currentTimeMillis() + TIMEOUT_MILLIS;
    while (!condition.getAsBoolean()) {
      if (System.currentTimeMillis() > deadline) {
        throw new AssertionError("in vain; the last frames: " + lastFrames());
      }
      page.waitForTimeout(GLANCE_MILLIS);
    }
  }

  private List<Frame> lastFrames() {
    List<Frame> frames = frames();
    return frames.subList(Math.max(0, frames.size() - 5), frames.size());
  }
}
