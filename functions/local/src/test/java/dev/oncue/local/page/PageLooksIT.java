package dev.oncue.local.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.ViewportSize;
import dev.oncue.local.page.HostPage.Card;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * How the pages look at a desk and on a phone, in light and in dark: pictures of them are left in
 * {@code target/screenshots}. What a picture need not be looked at for is asserted.
 */
@NeedsChromium
class PageLooksIT {
  private static final String QUESTION =
      "Which of tonight's four finalists should sing the very last song of the evening?";
  private static final List<String> OPTIONS =
      List.of("Ada", "Béla & the Ten-Minute Encores", "Chimamanda", "Nobody: it is late");
  private static final String RUNDOWN =
      """
      [ { "question": "Shall we go on?", "options": ["Yes", "No"], "duration": "PT60S" },
        { "question": "Which of the songs that nobody has asked for yet comes next?",
          "options": ["One", "Two", "Three"], "maxOptions": 2, "results": "closed",
          "expectedViewers": 120000 } ]
      """;
  private static final Path FOLDER = Path.of("target", "screenshots");

  @RegisterExtension static final Stage stage = new Stage();

  @ParameterizedTest
  @CsvSource({"1280,LIGHT", "1280,DARK", "360,LIGHT", "360,DARK"})
  void hostAndViewerFitTheScreen(int width, ColorScheme scheme) {
    String stream = "the-late-show-" + width + "-" + scheme.name().toLowerCase();
    BrowserContext profile = stage.chromium().profile(width, scheme);
    String lang = scheme == ColorScheme.DARK ? "?lang=de" : "?lang=en";
    HostPage host =
        HostPage.open(
            profile, stage.engine().hostLink(stream).replace("host.html", "host.html" + lang));
    ViewerPage viewer = ViewerPage.open(profile, stage.engine().viewerLink(stream));
    ViewerPage other = ViewerPage.open(profile, stage.engine().viewerLink(stream));
    picture(host.page(), "host-1-empty", width, scheme);
    host.importRundown(RUNDOWN);
    assertThat(host.part("rundown-item")).hasCount(2);
    picture(viewer.page(), "viewer-1-waiting", width, scheme);

    host.compose(QUESTION, OPTIONS).openFor("").allowRevote();
    picture(host.page(), "host-2-composing", width, scheme);
    Card card = host.openPoll(QUESTION);
    viewer.isAsked(QUESTION);
    picture(viewer.page(), "viewer-2-asked", width, scheme);
    viewer.option("ada").click();
    viewer.isTold("accepted");
    other.option("chimamanda").click();
    other.isTold("accepted");
    viewer.reaction("🔥").click();
    other.reaction("👏").click();
    card.shows("ada", "1", "50.0");
    card.shows("chimamanda", "1", "50.0");
    assertThat(host.part("reaction-count")).hasCount(2);
    assertThat(viewer.barCount("chimamanda")).hasText("1");
    picture(host.page(), "host-3-open", width, scheme);
    if (width == Chromium.DESKTOP_WIDTH) {
      onTheWall(host.page(), "host-3-open", scheme);
    }
    picture(viewer.page(), "viewer-3-voted", width, scheme);

    card.close();
    assertThat(viewer.part("certified")).isVisible();
    assertThat(card.part("certified")).isVisible();
    picture(host.page(), "host-4-closed", width, scheme);
    picture(viewer.page(), "viewer-4-closed", width, scheme);
  }

  private static void onTheWall(Page page, String name, ColorScheme scheme) {
    ViewportSize desk = page.viewportSize();
    page.setViewportSize(Chromium.WALL_WIDTH, Chromium.WALL_WIDTH * 9 / 16);
    picture(page, name, Chromium.WALL_WIDTH, scheme);
    page.setViewportSize(desk.width, desk.height);
  }

  private static void picture(Page page, String name, int width, ColorScheme scheme) {
    // Bars glide and cards arrive; a picture is taken when all has come to rest.
    page.evaluate(
        """
        () => Promise.all(document.getAnimations()
          .filter((animation) => animation.effect.getComputedTiming().iterations !== Infinity)
          .map((animation) => animation.finished.catch(() => {})))
        """);
    String file = name + "-" + width + "-" + scheme.name().toLowerCase() + ".png";
    page.screenshot(
        new Page.ScreenshotOptions().setPath(FOLDER.resolve(file)).setFullPage(width < 500));
    assertThat((int) page.evaluate("document.documentElement.scrollWidth"))
        .as("the width of what is on " + file)
        .isLessThanOrEqualTo(width);
    assertThat((List<?>) page.evaluate(TOO_SMALL)).as("small targets on " + file).isEmpty();
    assertThat((boolean) page.evaluate(IS_LIGHT)).as(file).isEqualTo(scheme == ColorScheme.LIGHT);
    assertThat((List<?>) page.evaluate(TOO_FAINT)).as("faint text on " + file).isEmpty();
  }

  private static final String IS_LIGHT =
      """
      () => {
        const [r, g, b] = getComputedStyle(document.body).backgroundColor.match(/\\d+/g).map(Number);
        return r + g + b > 382;
      }
      """;

  /** What is pressed and is lower than 44 pixels, with the label that belongs to it. */
  private static final String TOO_SMALL =
      """
      () => [...document.querySelectorAll('.host :is(button, a[href], select, summary, input)')]
        .filter((element) => element.checkVisibility() && !element.matches('.skip'))
        .map((element) => ({ element, target: element.labels?.[0] ?? element }))
        .map(({ element, target }) => [element.id || element.textContent.trim(),
          Math.max(element.getBoundingClientRect().height, target.getBoundingClientRect().height)])
        .filter(([, height]) => height < 43.9)
      """;

  /**
   * Texts whose contrast with what is behind them is below 4.5 to 1 (WCAG 2.2, 1.4.3, which leaves
   * out what cannot be pressed).
   */
  private static final String TOO_FAINT =
      """
      () => {
        const parse = (colour) => {
          const [r, g, b, a = 1] = colour.match(/[\\d.]+/g).map(Number);
          return { r, g, b, a };
        };
        const channel = (value) => {
          const c = value / 255;
          return c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
        };
        const luminance = ({ r, g, b }) => 0.2126 * channel(r) + 0.7152 * channel(g) + 0.0722 * channel(b);
        const behind = (element) => {
          for (let e = element; e; e = e.parentElement) {
            const colour = parse(getComputedStyle(e).backgroundColor);
            if (colour.a === 1) return colour;
          }
          return { r: 255, g: 255, b: 255 };
        };
        const faint = [];
        const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
        while (texts.nextNode()) {
          const element = texts.currentNode.parentElement;
          if (!texts.currentNode.data.trim() || !element.checkVisibility() || element.closest('.emoji, noscript, [aria-disabled="true"]')) continue;
          const front = luminance(parse(getComputedStyle(element).color));
          const back = luminance(behind(element));
          const ratio = (Math.max(front, back) + 0.05) / (Math.min(front, back) + 0.05);
          if (ratio < 4.5) faint.push(`${texts.currentNode.data.trim()}: ${ratio.toFixed(2)}`);
        }
        return faint;
      }
      """;
}
