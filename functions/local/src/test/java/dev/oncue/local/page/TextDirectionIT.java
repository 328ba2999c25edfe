package dev.oncue.local.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.BoundingBox;
import com.microsoft.playwright.options.ColorScheme;
import dev.oncue.testbed.engine.EngineClient;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Questions and options of scripts with either direction on one page: each text starts where its
 * script does, turns nothing around it, and stays in its box. Pictures are in {@code
 * target/screenshots}.
 */
@Tag("pages")
@NeedsChromium
class TextDirectionIT {
  private static final String HEBREW = "\u05D0\u05D3\u05D5\u05DD (2:1)!";
  private static final String PERSIAN =
      "\u0645\u06CC\u200C\u062E\u0648\u0627\u0647\u0645 \u06F1\u06F2";
  private static final String LONG =
      "Donaudampfschifffahrtsgesellschaftskapit\u00E4nsm\u00FCtzenabzeichenverordnung".repeat(3);
  private static final String JAPANESE =
      "\u4ECA\u591C\u306E\u6700\u5F8C\u306E\u6B4C\u306F\u3069\u308C\u3067\u3059\u304B".repeat(6);

  @RegisterExtension static final BrowserTestBed stage = new BrowserTestBed();

  private static void open(String stream) {
    EngineClient client = stage.engine().client();
    String poll =
        """
        { "stream": "%s", "poll": "q1", "question": "\u05DE\u05D4 \u05D4\u05E6\u05D1\u05E2 (Red)?",
          "options": [ { "id": "en", "text": "Red (2:1)!" }, { "id": "he", "text": "%s" },
                       { "id": "fa", "text": "%s" }, { "id": "long", "text": "%s" },
                       { "id": "ja", "text": "%s" } ] }
        """
            .formatted(stream, HEBREW, PERSIAN, LONG, JAPANESE);
    client.post("/poll-open", client.tokens().producer(), poll).require(201);
    client.vote(stream, "q1", "ann", "he").require(200);
  }

  /** Where the first and the last character of a text are, and its box, from left to right. */
  private static final String ENDS =
      """
      (element) => {
        const at = (from, to) => {
          const range = document.createRange();
          range.setStart(element.firstChild, from);
          range.setEnd(element.firstChild, to);
          const [first] = range.getClientRects();
          return first.left + first.width / 2;
        };
        const { left, right } = element.getBoundingClientRect();
        return [left, at(0, 1), at(element.firstChild.length - 1, element.firstChild.length), right];
      }
      """;

  private static List<Double> ends(Locator text) {
    List<?> ends = (List<?>) text.evaluate(ENDS);
    return ends.stream().map(end -> ((Number) end).doubleValue()).toList();
  }

  private static void startsAtTheLeft(Locator text) {
    List<Double> ends = ends(text);
    assertThat(ends.get(1)).isLessThan(ends.get(2)).isLessThan((ends.get(0) + ends.get(3)) / 2);
  }

  private static void startsAtTheRight(Locator text) {
    List<Double> ends = ends(text);
    assertThat(ends.get(1)).isGreaterThan(ends.get(2));
    assertThat(ends.get(3) - ends.get(1)).as("how far from the right").isLessThan(30);
  }

  private static void staysInItsBox(Locator text) {
    assertThat((boolean) text.evaluate("(e) => e.scrollWidth <= e.clientWidth")).isTrue();
    assertThat((String) text.evaluate("(e) => getComputedStyle(e).hyphens")).isEqualTo("auto");
  }

  private static void isBeside(Locator figures, Locator text) {
    BoundingBox box = text.boundingBox();
    assertThat(figures.boundingBox().x).isGreaterThanOrEqualTo(box.x + box.width);
  }

  private static void areRight(Locator question, List<Locator> texts, List<Locator> figures) {
    startsAtTheRight(question);
    startsAtTheLeft(texts.get(0));
    startsAtTheRight(texts.get(1));
    startsAtTheRight(texts.get(2));
    staysInItsBox(texts.get(3));
    staysInItsBox(texts.get(4));
    for (int i = 0; i < texts.size(); i++) {
      isBeside(figures.get(i), texts.get(i));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1280, 360})
  void eachTextStartsWhereItsScriptDoes(int width) {
    String stream = "scripts-" + width;
    BrowserContext profile = stage.chromium().profile(width, ColorScheme.LIGHT);
    HostPage host = HostPage.open(profile, stage.engine().hostLink(stream));
    ViewerPage viewer = ViewerPage.open(profile, stage.engine().viewerLink(stream));
    open(stream);
    assertThat(viewer.barCount("he")).hasText("1");
    Picture.take(viewer.page(), "viewer-scripts", width, ColorScheme.LIGHT);
    Page page = viewer.page();
    areRight(
        page.getByTestId("question"),
        page.locator(".option-text").all(),
        page.locator(".option-figures").all());

    assertThat(host.page().locator(".bar-row")).hasCount(5);
    Picture.take(host.page(), "host-scripts", width, ColorScheme.LIGHT);
    areRight(
        host.page().locator(".card .question"),
        host.page().locator(".bar-label").all(),
        host.page().locator(".bar-figures").all());
  }

  @Test
  void theOverlayDoesTheSame() {
    int width = Chromium.OBS_WIDTH;
    BrowserContext profile = stage.chromium().profile(width, ColorScheme.LIGHT);
    Page overlay = profile.newPage();
    overlay.navigate(stage.overlayLink() + "&reveal=auto");
    open(stage.stream());
    stage.engine().client().close(stage.stream(), "q1");
    assertThat(overlay.getByTestId("bar-percent").first()).isVisible();
    Picture.shoot(overlay, "overlay-scripts", width, ColorScheme.LIGHT);
    areRight(
        overlay.getByTestId("question"),
        overlay.locator(".overlay-label").all(),
        overlay.locator(".bar-percent").all());
  }
}
