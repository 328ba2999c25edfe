package dev.oncue.local.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import dev.oncue.local.page.HostPage.Card;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What the pages make of an engine that dies under them. */
@Tag("pages")
@NeedsChromium
class ReconnectIT {
  private static final String QUESTION = "Which colour?";

  @RegisterExtension static final BrowserTestBed stage = new BrowserTestBed();

  @Test
  void pagesComeBackByThemselvesAndNoVoteIsLost() throws Exception {
    HostPage host = HostPage.open(stage.chromium().profile(), stage.hostLink());
    ViewerPage voter = ViewerPage.open(stage.chromium().profile(), stage.viewerLink());
    ViewerPage other = ViewerPage.open(stage.chromium().profile(), stage.viewerLink());
    Card card =
        host.compose(QUESTION, List.of("Red", "Blue")).openFor("").allowRevote().openPoll(QUESTION);
    voter.option("red").click();
    voter.isTold("accepted");

    stage.engine().kill();
    for (ViewerPage viewer : List.of(voter, other)) {
      assertThat(viewer.part("connection")).hasAttribute("data-connection", "reconnecting");
    }
    other.option("blue").click();
    other.isTold("retrying");
    stage.engine().startAgain();

    other.isTold("accepted");
    voter.isLive();
    voter.hasVotedFor("red");
    card.shows("red", "1", "50.0");
    card.shows("blue", "1", "50.0");
    voter.option("blue").click();
    voter.isTold("changed");
    card.shows("blue", "2", "100.0");
    card.close();
    assertThat(card.part("certified")).isVisible();
    assertThat(other.barCount("blue")).hasText("2");
    assertThat(stage.chromium().complaints())
        .isNotEmpty()
        .allMatch(line -> line.contains("net::ERR_"));
  }
}
