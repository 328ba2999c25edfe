package dev.oncue.local.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.microsoft.playwright.Download;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import dev.oncue.local.page.HostPage.Card;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.nio.file.Files;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.regex.Pattern;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A show from its rundown: prepared polls, one key each, and the overlay over the picture. */
@Tag("pages")
@NeedsChromium
class RundownIT {
  private static final String RUNDOWN =
      """
      { "oncue": "rundown", "version": 1, "polls": [
        { "poll": "first", "question": "Which colour?", "options": ["Red", "Blue"] },
        { "poll": "second", "question": "Which song?", "options": ["One", "Two"] } ] }
      """;

  @RegisterExtension static final BrowserTestBed stage = new BrowserTestBed();

  private static HostPage host() {
    return HostPage.open(stage.chromium().profile(), stage.hostLink());
  }

  private static Page overlay() {
    Page page = stage.chromium().profile().newPage();
    page.navigate(stage.overlayLink());
    assertThat(page.locator("body")).hasAttribute("data-connection", "live");
    return page;
  }

  private static Locator item(HostPage host, int index) {
    return host.part("rundown-item").nth(index);
  }

  private static void isIn(Locator item, String state) {
    assertThat(item).hasAttribute("data-state", state);
  }

  @Test
  void oneKeyOpensTheNextOneClosesItAndOneRevealsItsResult() {
    HostPage host = host().importRundown(RUNDOWN);
    isIn(item(host, 0), "next");
    Page overlay = overlay();
    ViewerPage viewer = ViewerPage.open(stage.chromium().profile(), stage.viewerLink());

    host.press("o").press("o");
    Card card = host.card("Which colour?");
    viewer.isAsked("Which colour?");
    assertThat(host.part("poll-card")).hasCount(1);
    isIn(item(host, 0), "open");
    isIn(item(host, 1), "next");
    assertThat(overlay.getByTestId("overlay-card")).hasAttribute("data-phase", "asking");
    assertThat(overlay.getByTestId("question")).hasText("Which colour?");
    viewer.option("red").click();
    card.shows("red", "1", "100.0");
    assertThat(card.part("share")).hasText("50%");

    host.press("c");
    assertThat(host.part("hint")).hasText("Press C again to close: Which colour?");
    assertThat(card.part("poll-close")).isEnabled();
    assertThat(card.part("poll-status")).hasAttribute("data-status", "open");
    host.press("c");
    assertThat(card.part("poll-status")).hasAttribute("data-status", "closed");
    assertThat(overlay.getByTestId("overlay-card")).hasAttribute("data-phase", "closed");
    assertThat(overlay.getByTestId("bar-percent").first()).isHidden();

    host.press("r");
    assertThat(card.part("revealed")).isVisible();
    assertThat(overlay.getByTestId("overlay-card")).hasAttribute("data-phase", "result");
    assertThat(overlay.getByTestId("bar-percent").first()).hasText("100%");
    assertThat(overlay.getByTestId("ballots")).hasText("Final result · 1 ballot");
    isIn(item(host, 0), "closed");
  }

  @Test
  void noKeyActsWhileSomebodyWritesOrOnceTheyAreOff() {
    HostPage host = host().importRundown(RUNDOWN);
    host.part("compose-question").pressSequentially("Do cors?");
    assertThat(host.part("compose-question")).hasValue("Do cors?");
    host.press("?");
    host.part("keys-on").uncheck();
    host.press("o");
    host.page().reload();
    assertThat(host.part("connection")).hasAttribute("data-connection", "live");
    host.press("o");
    isIn(item(host, 0), "next");
    assertThat(host.part("poll-card")).hasCount(0);
  }

  @Test
  void thePreparedPollsAreKeptChangedAndMoved() {
    HostPage host = host();
    host.compose("Which colour?", List.of("Red", "Blue")).part("compose-prepare").click();
    host.compose("Which song?", List.of("One", "Two")).part("compose-prepare").click();
    assertThat(host.part("poll-card")).hasCount(0);

    item(host, 1).getByTestId("rundown-edit").click();
    host.part("compose-question").fill("Which songs?");
    host.part("compose-max-options").fill("2");
    host.part("compose-prepare").click();
    item(host, 1).getByTestId("rundown-edit").press("Alt+ArrowUp");
    assertThat(host.rundown()).containsExactly("Which songs?", "Which colour?");
    assertThat(item(host, 0).getByTestId("rundown-up")).isFocused();

    item(host, 0).getByTestId("rundown-remove").click();
    assertThat(host.rundown()).containsExactly("Which colour?");
    host.part("rundown-undo").press("Enter");
    host.page().reload();
    assertThat(host.part("rundown-item")).hasCount(2);
    assertThat(host.rundown()).containsExactly("Which songs?", "Which colour?");
    assertThat(item(host, 0)).containsText("up to 2 options");
    item(host, 0).getByTestId("rundown-open").click();
    assertThat(host.card("Which songs?").part("poll-status")).hasAttribute("data-status", "open");
    isIn(item(host, 1), "next");
  }

  @Test
  void aBadFileIsRefusedInWordsAndNothingIsLost() throws Exception {
    HostPage host = host().importRundown(RUNDOWN);
    assertThat(host.part("rundown-said")).hasText("2 polls imported.");
    host.importRundown("[ { \"question\": \"Why?\", \"options\": [\"Because\"] } ]");
    assertThat(host.part("rundown-said"))
        .hasText("Nothing was imported: poll 1: it must have 2 to 32 options.");
    host.importRundown("{\"polls\": [");
    assertThat(host.part("rundown-said")).hasText("Nothing was imported: the file is not JSON.");
    assertThat(host.rundown()).containsExactly("Which colour?", "Which song?");

    Download download = host.page().waitForDownload(() -> host.part("rundown-export").click());
    assertThat(download.suggestedFilename()).isEqualTo(stage.stream() + ".rundown.json");
    String exported = Files.readString(download.path());
    host.importRundown(exported);
    assertThat(host.part("rundown-said")).hasText("0 polls imported.");
    HostPage another = host().importRundown(exported);
    assertThat(another.part("rundown-item")).hasCount(2);
    assertThat(another.rundown()).isEqualTo(host.rundown());
  }

  @Test
  void whatTheBrowserHadKeptAndCannotBeReadIsPutAside() {
    HostPage host = host().importRundown(RUNDOWN);
    String key = "oncue.rundown.default/" + stage.stream();
    host.page().evaluate("key => localStorage.setItem(key, '{broken')", key);
    host.page().reload();
    assertThat(host.part("rundown-said")).containsText("cannot be read");
    host.importRundown(RUNDOWN);
    assertThat(host.part("rundown-item")).hasCount(2);
    assertThat(host.page().evaluate("key => localStorage.getItem(key + '.broken')", key))
        .isEqualTo("{broken");
  }

  @Test
  void thePageSpeaksGermanToWhomAsksForIt() {
    HostPage host =
        HostPage.open(
            stage.chromium().profile(), stage.hostLink().replace("host.html", "host.html?lang=de"));
    assertThat(host.page().locator("html")).hasAttribute("lang", "de");
    assertThat(host.page().locator("#live-title")).hasText("Auf Sendung");
    assertThat(host.part("warm")).hasText("Warmer Pool: nichts geplant (nur beobachtet)");
    host.part("compose-open").click();
    assertThat(host.part("compose-error")).hasText("Schreiben Sie eine Frage.");
  }

  @Test
  void aTokenThatIsNotAcceptedIsNamedAsSuch() {
    Page page = stage.chromium().profile().newPage();
    page.navigate(stage.engine().origin() + "/host.html#stream=x&token=bad.bad.bad");
    assertThat(page.getByTestId("connection")).hasText("Token expired or not valid");
    assertThat(page.getByTestId("notice")).containsText("The token is not valid");
    assertThat(stage.chromium().complaints()).isNotEmpty().allMatch(line -> line.contains("401"));
  }

  @Test
  void theOverlayIsTransparentAroundItsCardAndOpensByTheLinkOfTheHost() throws Exception {
    HostPage host = host().importRundown(RUNDOWN);
    host.part("overlay-open").click();
    assertThat(host.part("overlay-link")).hasValue(Pattern.compile(".*/overlay\\.html#stream=.*"));
    String link = host.part("overlay-link").inputValue();
    assertThat(link).asInstanceOf(STRING).contains("reveal=manual", "token=");
    host.page().keyboard().press("Escape");
    Page overlay = stage.chromium().profile().newPage();
    overlay.navigate(link);
    assertThat(overlay.locator("body")).hasAttribute("data-connection", "live");
    assertThat(overlay.getByTestId("overlay-card")).hasCount(0);
    host.press("o");
    assertThat(overlay.getByTestId("overlay-card")).isVisible();
    Picture.awaitRest(overlay);

    byte[] png = overlay.screenshot(new Page.ScreenshotOptions().setOmitBackground(true));
    BufferedImage picture = ImageIO.read(new ByteArrayInputStream(png));
    int right = picture.getWidth() - 1;
    assertThat(picture.getRGB(0, 0) >>> 24).isZero();
    assertThat(picture.getRGB(right, picture.getHeight() - 1) >>> 24).isZero();
    var card = overlay.getByTestId("overlay-card").boundingBox();
    assertThat(picture.getRGB((int) (card.x + card.width / 2), (int) card.y + 12) >>> 24)
        .isGreaterThan(200);
  }

  @Test
  void aScheduledPollIsCancelledAndNobodyEverSeesIt() {
    HostPage host =
        host()
            .importRundown(
                """
                [ { "poll": "later", "question": "Never asked?", "options": ["Yes", "No"],
                    "opensAt": "%s", "duration": "PT20S", "grace": "PT0.5S" } ]
                """
                    .formatted(Instant.now().plusSeconds(1_800).truncatedTo(ChronoUnit.MILLIS)));
    assertThat(item(host, 0)).containsText("opens at");
    ViewerPage viewer = ViewerPage.open(stage.chromium().profile(), stage.viewerLink());
    Page overlay = overlay();
    item(host, 0).getByTestId("rundown-open").click();
    Card card = host.card("Never asked?");
    assertThat(card.part("poll-status")).hasAttribute("data-status", "scheduled");
    assertThat(viewer.part("waiting")).containsText("Next poll in");

    assertThat(card.part("poll-close")).hasText("Cancel poll");
    card.part("poll-close").click();
    assertThat(card.part("poll-close")).hasText("Press again");
    card.part("poll-close").click();
    assertThat(host.part("poll-card")).hasCount(0);
    assertThat(viewer.part("waiting")).not().containsText("Next poll in");
    viewer.page().reload();
    viewer.isLive();
    host.page().reload();
    assertThat(host.part("connection")).hasAttribute("data-connection", "live");
    isIn(item(host, 0), "closed");
    assertThat(host.part("poll-card")).hasCount(0);
    assertThat(viewer.part("poll")).hasCount(0);
    assertThat(overlay.getByTestId("overlay-card")).hasCount(0);
  }

  @Test
  void theStreamsLatencyIsSetOnceAndPollsTakeIt() throws Exception {
    HostPage host = host();
    host.part("latency-open").click();
    host.part("latency-min").fill("9");
    host.part("latency-max").fill("8");
    host.part("latency-save").click();
    assertThat(host.part("latency-said")).containsText("the first not more than the second");
    host.part("latency-min").fill("0.5");
    host.part("latency-save").click();
    assertThat(host.part("latency-dialog")).isHidden();
    assertThat(host.part("latency-open")).containsText("0.5–8 s");

    host.compose("Which colour?", List.of("Red", "Blue")).openPoll("Which colour?");
    String id = host.card("Which colour?").element().getAttribute("data-poll");
    JsonNode poll = stage.engine().client().poll(stage.stream(), id);
    assertThat(poll.get("latency").get("min").asText()).isEqualTo("PT0.5S");
    assertThat(poll.get("latency").get("max").asText()).isEqualTo("PT8S");
    assertThat(host().part("latency-open")).containsText("0.5–8 s");
  }

  @Test
  void whatTheFormDoesNotAskForStaysWithThePoll() throws Exception {
    String quiet = "\"grace\": \"PT0.5S\", \"latency\": {\"min\": \"PT1S\", \"max\": \"PT3S\"}";
    HostPage host =
        host()
            .importRundown(
                "[{\"poll\":\"a\",\"question\":\"Why?\",\"options\":[\"Yes\",\"No\"],"
                    + quiet
                    + "}]");
    assertThat(item(host, 0)).containsText("its own picture delay: 1–3 s");
    item(host, 0).getByTestId("rundown-edit").click();
    assertThat(host.part("compose-quiet")).containsText("0.5 s of grace");
    host.part("compose-question").fill("Why not?");
    host.part("compose-prepare").click();
    Download download = host.page().waitForDownload(() -> host.part("rundown-export").click());
    JsonNode exported = new ObjectMapper().readTree(Files.readString(download.path()));
    assertThat(exported.at("/polls/0/question").asText()).isEqualTo("Why not?");
    assertThat(exported.at("/polls/0/grace").asText()).isEqualTo("PT0.5S");
    assertThat(exported.at("/polls/0/latency/max").asText()).isEqualTo("PT3S");

    host.importRundown(
        "[{\"question\":\"Why?\",\"options\":[\"Yes\",\"No\"],\"durations\":\"PT9S\"}]");
    assertThat(host.part("rundown-said"))
        .hasText("Nothing was imported: poll 1 has a field that is not known: durations");
    item(host, 0).getByTestId("rundown-edit").click();
    host.part("compose-drop-quiet").click();
    host.part("compose-prepare").click();
    assertThat(item(host, 0)).not().containsText("grace");
  }
}
