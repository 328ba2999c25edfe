package dev.oncue.local.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;

import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Mouse;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.options.BoundingBox;
import com.microsoft.playwright.options.ColorScheme;
import dev.oncue.local.page.HostPage.Card;
import dev.oncue.testbed.engine.EngineClient;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Polls as people meet them: on the host's and the viewers' pages, with mouse and keyboard. */
@Tag("pages")
@NeedsChromium
class PollOnThePagesIT {
  private static final String QUESTION = "Which colour?";
  private static final List<String> COLOURS = List.of("Red", "Blue");

  private static final Route.FulfillOptions GRID_AWAY =
      new Route.FulfillOptions()
          .setStatus(503)
          .setContentType("application/problem+json")
          .setBody("{\"type\":\"urn:oncue:problem:grid-unavailable\",\"status\":503}");

  @RegisterExtension static final BrowserTestBed stage = new BrowserTestBed();

  private HostPage host() {
    return HostPage.open(stage.chromium().profile(), stage.hostLink());
  }

  private ViewerPage viewer() {
    return ViewerPage.open(stage.chromium().profile(), stage.viewerLink());
  }

  private static Card ask(HostPage host) {
    return host.compose(QUESTION, COLOURS).openFor("").openPoll(QUESTION);
  }

  @Test
  void theLinksThatArePrintedLeadFromTheQuestionToTheCertifiedResult() {
    HostPage host = HostPage.open(stage.chromium().profile(), stage.engine().hostLink());
    BrowserContext living = stage.chromium().profile();
    ViewerPage first = ViewerPage.open(living, stage.engine().viewerLink("demo"));
    ViewerPage second = ViewerPage.open(living, stage.engine().viewerLink("demo"));
    assertThat(host.part("viewers")).hasText("2");
    assertThat(first.part("waiting")).isVisible();

    Card card = ask(host);
    first.isAsked(QUESTION);
    second.isAsked(QUESTION);
    card.shows("red", "0", "0.0");

    first.option("red").click();
    first.isTold("accepted");
    first.hasVotedFor("red");
    card.shows("red", "1", "100.0");
    assertThat(card.part("ballots")).hasText("1");

    second.option("blue").focus();
    second.page().keyboard().press("Enter");
    second.isTold("accepted");
    card.shows("red", "1", "50.0");
    card.shows("blue", "1", "50.0");
    assertThat(card.part("ballots")).hasText("2");
    assertThat(first.barCount("blue")).hasText("1");

    card.close();
    assertThat(card.part("certified")).isVisible();
    for (ViewerPage viewer : List.of(first, second)) {
      assertThat(viewer.part("poll-status")).hasAttribute("data-status", "closed");
      assertThat(viewer.part("certified")).isVisible();
      assertThat(viewer.part("ballots")).hasText("Final result · 2 ballots");
      assertThat(viewer.barCount("red")).hasText("1");
      assertThat(viewer.barCount("blue")).hasText("1");
    }
  }

  @Test
  void theHostNeedsNoMouse() {
    HostPage host = host();
    ViewerPage viewer = viewer();
    host.part("compose-question").focus();
    host.page().keyboard().type(QUESTION);
    host.page().keyboard().press("Tab");
    host.page().keyboard().type("Red");
    host.page().keyboard().press("Enter");
    host.page().keyboard().type("Blue");
    // Enter goes on to one option more, and never on air.
    host.page().keyboard().press("Enter");
    host.page().keyboard().press("Enter");
    assertThat(host.part("compose-option")).hasCount(3);
    assertThat(host.part("compose-option").nth(2)).isFocused();
    for (String field : List.of("compose-max-options", "compose-expected-viewers")) {
      host.part(field).press("Enter");
    }
    host.part("compose-revote").press("Enter");
    assertThat(host.part("compose-question")).hasValue(QUESTION);
    assertThat(host.part("poll-card")).hasCount(0);
    host.page().keyboard().press("Control+Enter");
    viewer.isAsked(QUESTION);

    viewer.page().keyboard().press("Tab");
    assertThat(viewer.option("red")).isFocused();
    viewer.page().keyboard().press("Tab");
    viewer.page().keyboard().press("Space");
    viewer.isTold("accepted");
    viewer.hasVotedFor("blue");
    assertThat(viewer.option("blue")).isFocused();

    Card card = host.card(QUESTION);
    card.part("poll-close").focus();
    host.page().keyboard().press("Enter");
    assertThat(card.part("poll-close")).hasText("Press again");
    assertThat(card.part("poll-close")).isEnabled();
    assertThat(card.part("poll-close")).isFocused();
    host.page().keyboard().press("Enter");
    assertThat(card.part("poll-status")).hasAttribute("data-status", "closed");
    card.shows("blue", "1", "100.0");
  }

  @Test
  void viewersAreCountedAsTheyComeAndGo() {
    HostPage host = host();
    assertThat(host.part("viewers")).hasText("0");
    ViewerPage first = viewer();
    ViewerPage second = viewer();
    assertThat(host.part("viewers")).hasText("2");
    first.page().close();
    assertThat(host.part("viewers")).hasText("1");
    assertThat(second.part("viewers")).hasText("1");
  }

  @Test
  void aReloadKeepsTheViewersVote() {
    HostPage host = host();
    ViewerPage viewer = viewer();
    Card card = ask(host);
    viewer.option("red").click();
    viewer.isTold("accepted");
    String receipt = viewer.part("receipt").textContent();

    viewer.page().reload();
    viewer.isLive();
    viewer.isTold("accepted");
    viewer.hasVotedFor("red");
    assertThat(viewer.part("receipt")).hasText(receipt);
    assertThat(viewer.option("blue")).hasAttribute("aria-disabled", "true");
    card.shows("red", "1", "100.0");
  }

  @Test
  void oneWhoHasVotedCannotVoteAgain() {
    HostPage host = host();
    ViewerPage viewer = viewer();
    Card card = ask(host);
    viewer.option("red").click();
    viewer.isTold("accepted");

    viewer.option("blue").click(new Locator.ClickOptions().setForce(true));
    viewer.hasVotedFor("red");
    assertThat(viewer.option("blue")).hasAttribute("aria-pressed", "false");
    card.close();
    card.shows("red", "1", "100.0");
    card.shows("blue", "0", "0.0");
  }

  @Test
  void aSecondTabOfTheSameViewerIsToldWhichVoteStands() {
    HostPage host = host();
    ViewerPage viewer = viewer();
    Card card = ask(host);
    // A duplicated tab takes the session along, and with it who the viewer is.
    String session = (String) viewer.page().evaluate("JSON.stringify(sessionStorage)");
    ViewerPage twin = ViewerPage.open(stage.chromium().profile(), stage.viewerLink());
    twin.page()
        .evaluate(
            "session => Object.entries(JSON.parse(session))"
                + ".forEach(([key, value]) => sessionStorage.setItem(key, value))",
            session);
    twin.page().reload();
    twin.isLive();
    twin.isAsked(QUESTION);

    viewer.option("red").click();
    viewer.isTold("accepted");
    twin.option("blue").click();
    twin.isTold("already-voted");
    assertThat(twin.part("vote-outcome")).containsText("for Red");
    assertThat(twin.option("red")).hasAttribute("aria-pressed", "true");
    assertThat(twin.option("blue")).hasAttribute("aria-pressed", "false");
    card.shows("red", "1", "100.0");
    assertThat(card.part("ballots")).hasText("1");
    assertThat(stage.chromium().complaints()).singleElement(STRING).contains("409", "/vote");
  }

  @Test
  void aVoteCanBeChangedWhereThePollAllowsIt() {
    HostPage host = host();
    ViewerPage viewer = viewer();
    Card card = host.compose(QUESTION, COLOURS).openFor("").allowRevote().openPoll(QUESTION);
    viewer.option("red").click();
    viewer.isTold("accepted");
    card.shows("red", "1", "100.0");

    viewer.option("blue").click();
    viewer.isTold("changed");
    viewer.hasVotedFor("blue");
    card.shows("red", "0", "0.0");
    card.shows("blue", "1", "100.0");
    assertThat(card.part("ballots")).hasText("1");
  }

  @Test
  void aBallotMayNameSeveralOptions() {
    HostPage host = host();
    ViewerPage viewer = viewer();
    host.compose(QUESTION, List.of("Red", "Blue", "Green")).openFor("");
    host.part("compose-max-options").fill("2");
    Card card = host.openPoll(QUESTION);

    viewer.isAsked(QUESTION);
    assertThat(viewer.part("vote-cast")).hasAttribute("aria-disabled", "true");
    viewer.option("red").click();
    viewer.option("green").click();
    assertThat(viewer.option("blue")).hasAttribute("aria-disabled", "true");
    viewer.part("vote-cast").click();
    viewer.isTold("accepted");
    card.shows("red", "1", "100.0");
    card.shows("blue", "0", "0.0");
    card.shows("green", "1", "100.0");
    assertThat(card.part("ballots")).hasText("1");
  }

  @Test
  void hiddenResultsAreShownToViewersOnlyAfterTheClose() {
    HostPage host = host();
    ViewerPage voter = viewer();
    ViewerPage other = viewer();
    Card card = host.compose(QUESTION, COLOURS).openFor("").hideResults().openPoll(QUESTION);
    voter.option("red").click();
    voter.isTold("accepted");
    card.shows("red", "1", "100.0");

    ViewerPage late = viewer();
    for (ViewerPage viewer : List.of(voter, other, late)) {
      viewer.isAsked(QUESTION);
      assertThat(viewer.barCount("red")).isHidden();
      assertThat(viewer.part("bar").first()).isHidden();
      assertThat(viewer.part("ballots")).hasText("The result is shown when the poll is closed.");
    }
    card.close();
    for (ViewerPage viewer : List.of(voter, other, late)) {
      assertThat(viewer.barCount("red")).hasText("1");
      assertThat(viewer.part("bar").first()).isVisible();
      assertThat(viewer.part("certified")).isVisible();
    }
  }

  @Test
  void aPollWithADurationClosesByItself() {
    HostPage host = host();
    ViewerPage viewer = viewer();
    Card card = host.compose(QUESTION, COLOURS).openFor("PT10S").openPoll(QUESTION);
    viewer.isAsked(QUESTION);
    assertThat(viewer.part("countdown")).hasText(Pattern.compile("0:(0\\d|10)"));
    viewer.option("blue").click();
    viewer.isTold("accepted");

    assertThat(viewer.part("certified")).isVisible();
    assertThat(viewer.part("poll-status")).hasAttribute("data-status", "closed");
    assertThat(card.part("certified")).isVisible();
    card.shows("blue", "1", "100.0");
    assertThat(card.part("poll-close")).isHidden();
  }

  @Test
  void reactionsAreCountedOnTheHostsPage() {
    HostPage host = host();
    ViewerPage first = viewer();
    ViewerPage second = viewer();
    first.reaction("🔥").click();
    second.reaction("🔥").click();
    second.reaction("👏").press("Enter");
    assertThat(host.page().locator("[data-testid=reaction-count][data-emoji='🔥'] strong"))
        .hasText("2");
    assertThat(host.page().locator("[data-testid=reaction-count][data-emoji='👏'] strong"))
        .hasText("1");
    assertThat(first.reaction("🔥")).containsText("2");
  }

  @Test
  void oneWhoReactsTooOftenIsAskedToSlowDown() {
    HostPage host = host();
    ViewerPage viewer = viewer();
    // In the page, so that 21 reactions take no longer than the ten seconds of the limit.
    viewer.reaction("🔥").evaluate("button => { for (let i = 0; i < 21; i++) button.click(); }");
    assertThat(viewer.part("reaction-note")).containsText("A little slower");
    assertThat(viewer.reaction("🔥")).hasAttribute("aria-disabled", "true");
    assertThat(host.page().locator("[data-testid=reaction-count][data-emoji='🔥'] strong"))
        .hasText("20");
    assertThat(stage.chromium().complaints()).singleElement(STRING).contains("429", "/reaction");
    assertThat(viewer.reaction("🔥")).hasAttribute("aria-disabled", "false");
    assertThat(viewer.part("reaction-note")).isEmpty();
  }

  @Test
  void whatPeopleWriteStaysText() {
    String attack = "<img src=x onerror=\"window.owned=1\"><script>window.owned=1</script>";
    HostPage host = host();
    ViewerPage viewer = viewer();
    Card card =
        host.compose(attack, List.of("<b onclick=alert(1)>Red</b>", "\"><svg/onload=owned=1>"))
            .openFor("")
            .openPoll("<img src=x");
    viewer.isAsked(attack);
    assertThat(viewer.option("b-onclick-alert-1-red-b"))
        .containsText("<b onclick=alert(1)>Red</b>");
    viewer.option("svg-onload-owned-1").click();
    viewer.isTold("accepted");
    card.close();
    assertThat(viewer.part("certified")).isVisible();
    for (Page page : List.of(viewer.page(), host.page())) {
      assertThat(page.evaluate("window.owned")).isNull();
      assertThat(page.locator("main img, main script, main svg, main b")).hasCount(0);
    }
  }

  @Test
  void anUnfinishedPollIsNotOpened() {
    HostPage host = host();
    host.part("compose-open").click();
    assertThat(host.part("compose-error")).hasText("Write a question.");
    assertThat(host.part("compose-question")).isFocused();
    host.compose(QUESTION, List.of("Red"));
    host.part("compose-open").click();
    assertThat(host.part("compose-error")).hasText("Write at least two options.");
    assertThat(host.part("poll-card")).hasCount(0);
  }

  @Test
  void aClosedPollCanBeAskedAgain() {
    HostPage host = host();
    ViewerPage viewer = viewer();
    Card card = ask(host);
    viewer.isAsked(QUESTION);
    card.close();
    card.part("poll-again").click();
    assertThat(host.part("compose-question")).hasValue(QUESTION);
    assertThat(host.part("compose-option").nth(1)).hasValue("Blue");
    host.part("compose-open").click();
    assertThat(host.part("poll-card")).hasCount(2);
    viewer.isAsked(QUESTION);
    viewer.option("blue").click();
    viewer.isTold("accepted");
  }

  @Test
  void theTokenLeavesTheAddressBarAndTheHostStaysAfterAReload() {
    HostPage host = host();
    assertThat(host.page().url()).doesNotContain("token");
    ask(host);
    host.page().reload();
    assertThat(host.part("connection")).hasAttribute("data-connection", "live");
    assertThat(host.card(QUESTION).part("poll-close")).isVisible();
    assertThat(host.page().context().cookies()).isEmpty();
  }

  @Test
  void aBadTokenIsRefusedInWords() {
    HostPage unlinked = HostPage.open(stage.chromium().profile(), stage.hostLink());
    unlinked.page().navigate(stage.engine().origin() + "/viewer.html?stream=x#token=bad.bad.bad");
    assertThat(unlinked.part("connection")).hasAttribute("data-connection", "refused");
    assertThat(unlinked.part("notice")).containsText("Your ticket is not valid");
    assertThat(stage.chromium().complaints()).isNotEmpty().allMatch(line -> line.contains("401"));
  }

  @Test
  void theBareAddressLeadsToTheViewersPage() {
    ViewerPage viewer = ViewerPage.open(stage.chromium().profile(), stage.engine().origin() + "/");
    assertThat(viewer.page().url()).isEqualTo(stage.engine().viewerLink("demo"));
  }

  @Test
  void aPollThatOpensBesideAnotherMovesNothingUnderTheFinger() throws Exception {
    EngineClient client = stage.engine().client();
    for (int width : new int[] {Chromium.PHONE_WIDTH, Chromium.DESKTOP_WIDTH}) {
      String show = stage.stream() + "-" + width;
      client.open(show, "first", "");
      BrowserContext profile = stage.chromium().profile(width, ColorScheme.LIGHT);
      ViewerPage viewer = ViewerPage.open(profile, stage.engine().viewerLink(show));
      Locator red = viewer.page().locator("[data-poll=first] [data-option=red].option");
      Picture.awaitRest(viewer.page());
      BoundingBox before = red.boundingBox();
      Mouse mouse = viewer.page().mouse();
      mouse.move(before.x + before.width / 2, before.y + before.height / 2);
      mouse.down();
      client.open(show, "second", "");
      assertThat(viewer.part("poll")).hasCount(2);
      mouse.up();

      assertThat(red).hasAttribute("aria-pressed", "true");
      assertThat(viewer.page().locator("[data-poll=second] [aria-pressed=true]")).hasCount(0);
      assertThat(red.boundingBox().y).isEqualTo(before.y);
      // One that closes stays in its place as well, while another above or below is open.
      client.close(show, "first");
      assertThat(viewer.page().locator("[data-poll=first]")).hasAttribute("data-status", "closed");
      Locator blue = viewer.page().locator("[data-poll=second] [data-option=blue].option");
      Picture.awaitRest(viewer.page());
      double there = blue.boundingBox().y;
      client.open(show, "third", "");
      assertThat(viewer.part("poll")).hasCount(3);
      assertThat(blue.boundingBox().y).isEqualTo(there);
    }
  }

  @Test
  void aTapOnWhatHasJustMovedUnderTheFingerCountsForNothing() throws Exception {
    EngineClient client = stage.engine().client();
    client.open(stage.stream(), "q1", ", \"revote\": true");
    ViewerPage viewer = viewer();
    viewer.isAsked(QUESTION);
    viewer.option("green").click();
    viewer.hasVotedFor("green");
    boolean isTried = false;
    for (int attempt = 0; attempt < 50 && !isTried; attempt++) {
      isTried = tapWhileItMoves(viewer);
    }
    assertThat(isTried).as("a tap within 300 ms of the shift").isTrue();
    assertThat(viewer.part("hint")).containsText("did not count");
    viewer.hasVotedFor("green");
    viewer.page().waitForCondition(() -> sinceTheShift(viewer) > 400);
    viewer.option("red").click();
    viewer.hasVotedFor("red");
  }

  /** Moves all options down by a step, and taps where one has come; returns whether in time. */
  private static boolean tapWhileItMoves(ViewerPage viewer) {
    BoundingBox red = viewer.option("red").boundingBox();
    BoundingBox blue = viewer.option("blue").boundingBox();
    viewer
        .page()
        .evaluate(
            """
            step => {
              window.tappedAt = null;
              addEventListener('pointerdown', ({ timeStamp }) => (window.tappedAt = timeStamp), { once: true, capture: true });
              const above = document.createElement('div');
              above.style.height = `${step}px`;
              document.querySelector('.stage').style.gap = 0;
              document.querySelector('.stage').prepend(above);
              window.shiftedAt = performance.now();
            }
            """,
            blue.y - red.y);
    viewer.page().mouse().click(blue.x + blue.width / 2, blue.y + blue.height / 2);
    Number after = (Number) viewer.page().evaluate("tappedAt - shiftedAt");
    return after.doubleValue() < 300;
  }

  private static double sinceTheShift(ViewerPage viewer) {
    return ((Number) viewer.page().evaluate("performance.now() - shiftedAt")).doubleValue();
  }

  @Test
  void everyNewPollBeginsWithTheDefaults() throws Exception {
    HostPage host = host();
    host.compose(QUESTION, List.of("Red", "Blue", "Green")).openFor("").hideResults().allowRevote();
    host.part("compose-max-options").fill("2");
    host.part("compose-expected-viewers").fill("5000");
    host.openPoll(QUESTION);
    host.compose("Which song?", List.of("One", "Two")).openPoll("Which song?");

    String id = host.card("Which song?").element().getAttribute("data-poll");
    JsonNode poll = stage.engine().client().poll(stage.stream(), id);
    assertThat(poll.get("duration").asText()).isEqualTo("PT20S");
    assertThat(poll.get("results").asText()).isEqualTo("live");
    assertThat(poll.get("revote").asBoolean()).isFalse();
    assertThat(poll.get("maxOptions").asInt()).isOne();
    assertThat(poll.has("expectedViewers")).isFalse();
    assertThat(host.part("compose-option")).hasCount(2);
  }

  @Test
  void whatTheHostAsksForIsTriedAgainWhileTheGridIsAway() {
    HostPage host = host();
    ViewerPage viewer = viewer();
    AtomicInteger refusals = new AtomicInteger(2);
    host.page()
        .route(
            Pattern.compile("/poll-(open|close)$"),
            route -> {
              if (refusals.getAndDecrement() <= 0) {
                route.resume();
              } else {
                route.fulfill(GRID_AWAY);
              }
            });
    host.compose(QUESTION, COLOURS).openFor("").part("compose-open").click();
    assertThat(host.part("compose-error")).containsText("Trying again");
    Card card = host.card(QUESTION);
    assertThat(card.part("poll-status")).hasAttribute("data-status", "open");
    assertThat(host.part("compose-error")).isHidden();

    refusals.set(2);
    card.part("poll-close").click();
    assertThat(card.part("poll-close")).hasText("Press again");
    card.part("poll-close").click();
    assertThat(card.part("poll-error")).containsText("Trying again");
    assertThat(card.part("poll-status")).hasAttribute("data-status", "closed");
    assertThat(card.part("poll-error")).isHidden();
    assertThat(viewer.part("certified")).isVisible();
    assertThat(stage.chromium().complaints()).hasSize(4).allMatch(line -> line.contains("503"));
  }
}
