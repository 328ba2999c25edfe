package dev.oncue.local.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.ViewportSize;
import dev.oncue.local.page.HostPage.Card;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * How the pages look at a desk and on a phone, in light and in dark: pictures of them are left in
 * {@code target/screenshots}. What a picture need not be looked at for is asserted.
 */
@Tag("pages")
@NeedsChromium
class PageLooksIT {
  private static final String QUESTION =
      "Which of tonight's four finalists should sing the very last song of the evening?";
  private static final List<String> OPTIONS =
      List.of("Ada", "Béla & the Ten-Minute Encores", "Chimamanda", "Nobody: it is late");
  private static final String RUNDOWN =
      """
      [ { "question": "Shall we go on?", "options": ["Yes", "No"], "duration": "PT60S",
          "grace": "PT0.5S", "latency": { "min": "PT2S", "max": "PT8S" } },
        { "question": "Which of the songs that nobody has asked for yet comes next?",
          "options": ["One", "Two", "Three"], "maxOptions": 2, "results": "closed",
          "expectedViewers": 120000 } ]
      """;

  @RegisterExtension static final BrowserTestBed stage = new BrowserTestBed();

  @ParameterizedTest
  @CsvSource({"1280,LIGHT", "1280,DARK", "360,LIGHT", "360,DARK"})
  void hostAndViewerFitTheScreen(int width, ColorScheme scheme) {
    String stream = "the-late-show-" + width + "-" + scheme.name().toLowerCase();
    BrowserContext profile = stage.chromium().profile(width, scheme);
    String lang = scheme == ColorScheme.DARK ? "?lang=de" : "?lang=en";
    String viewerLink = stage.engine().viewerLink(stream) + lang.replace('?', '&');
    HostPage host =
        HostPage.open(
            profile, stage.engine().hostLink(stream).replace("host.html", "host.html" + lang));
    ViewerPage viewer = ViewerPage.open(profile, viewerLink);
    ViewerPage other = ViewerPage.open(profile, viewerLink);
    Picture.take(host.page(), "host-1-empty", width, scheme);
    host.part("latency-open").click();
    Picture.take(host.page(), "host-latency", width, scheme);
    host.page().keyboard().press("Escape");
    host.importRundown(RUNDOWN);
    assertThat(host.part("rundown-item")).hasCount(2);
    Picture.take(viewer.page(), "viewer-1-waiting", width, scheme);

    host.compose(QUESTION, OPTIONS).openFor("").allowRevote();
    Picture.take(host.page(), "host-2-composing", width, scheme);
    Card card = host.openPoll(QUESTION);
    viewer.isAsked(QUESTION);
    Picture.take(viewer.page(), "viewer-2-asked", width, scheme);
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
    Picture.take(host.page(), "host-3-open", width, scheme);
    if (width == Chromium.DESKTOP_WIDTH) {
      onTheWall(host.page(), "host-3-open", scheme);
    }
    Picture.take(viewer.page(), "viewer-3-voted", width, scheme);

    card.close();
    assertThat(viewer.part("certified")).isVisible();
    assertThat(card.part("certified")).isVisible();
    Picture.take(host.page(), "host-4-closed", width, scheme);
    Picture.take(viewer.page(), "viewer-4-closed", width, scheme);
  }

  @ParameterizedTest
  @EnumSource(names = {"LIGHT", "DARK"})
  void theOverlayIsReadInBothThemes(ColorScheme scheme) {
    String theme = scheme.name().toLowerCase();
    BrowserContext profile = stage.chromium().profile(Chromium.OBS_WIDTH, scheme);
    HostPage host = HostPage.open(profile, stage.engine().hostLink("overlay-" + theme));
    Page overlay = profile.newPage();
    overlay.navigate(
        stage.engine().origin()
            + "/overlay.html#stream=overlay-%s&theme=%s&reveal=auto&lang=de"
                .formatted(theme, theme));
    host.compose(QUESTION, OPTIONS).openFor("");
    Card card = host.openPoll(QUESTION);
    assertThat(overlay.getByTestId("overlay-card")).isVisible();
    Picture.shoot(overlay, "overlay-1-asking", Chromium.OBS_WIDTH, scheme);
    card.close();
    assertThat(overlay.getByTestId("overlay-card")).containsText("Endergebnis");
    Picture.shoot(overlay, "overlay-2-result", Chromium.OBS_WIDTH, scheme);
  }

  private static void onTheWall(Page page, String name, ColorScheme scheme) {
    ViewportSize desk = page.viewportSize();
    page.setViewportSize(Chromium.WALL_WIDTH, Chromium.WALL_WIDTH * 9 / 16);
    Picture.take(page, name, Chromium.WALL_WIDTH, scheme);
    page.setViewportSize(desk.width, desk.height);
  }
}
