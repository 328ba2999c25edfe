package dev.oncue.local.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;

/** The viewer's page, by what a viewer does on it. A tab of its own is a viewer of its own. */
final class ViewerPage {
  private final Page page;

  private ViewerPage(Page page) {
    this.page = page;
  }

  /** Opens the page in a new tab and waits until it is live. */
  static ViewerPage open(BrowserContext profile, String link) {
    ViewerPage viewer = new ViewerPage(profile.newPage());
    viewer.page.navigate(link);
    viewer.isLive();
    return viewer;
  }

  void isLive() {
    assertThat(part("connection")).hasAttribute("data-connection", "live");
  }

  Page page() {
    return page;
  }

  Locator part(String testId) {
    return page.getByTestId(testId);
  }

  Locator option(String id) {
    return page.locator("[data-testid=option][data-option='" + id + "']");
  }

  Locator barCount(String option) {
    return page.locator("[data-testid=bar-count][data-option='" + option + "']");
  }

  Locator reaction(String emoji) {
    return page.locator("[data-testid=reaction][data-emoji='" + emoji + "']");
  }

  /** Waits until the page asks a question. */
  void isAsked(String question) {
    assertThat(part("question")).hasText(question);
    assertThat(part("poll-status")).hasAttribute("data-status", "open");
  }

  /** Waits until the page says what became of the vote. */
  void isTold(String outcome) {
    assertThat(part("vote-outcome")).hasAttribute("data-outcome", outcome);
  }

  /** Waits until a viewer's vote for an option is what the page shows. */
  void hasVotedFor(String option) {
    assertThat(option(option)).hasAttribute("aria-pressed", "true");
    assertThat(part("receipt")).containsText("Receipt");
  }
}
