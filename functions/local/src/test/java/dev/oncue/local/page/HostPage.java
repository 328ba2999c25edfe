package dev.oncue.local.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.FilePayload;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Pattern;

/** The host's page, by what a host does on it. */
final class HostPage {
  private static final Pattern ARMED = Pattern.compile("\\barmed\\b");

  private final Page page;

  private HostPage(Page page) {
    this.page = page;
  }

  /** Opens the page in a new tab and waits until it is live. */
  static HostPage open(BrowserContext profile, String link) {
    HostPage host = new HostPage(profile.newPage());
    host.page.navigate(link);
    assertThat(host.part("connection")).hasAttribute("data-connection", "live");
    return host;
  }

  Page page() {
    return page;
  }

  Locator part(String testId) {
    return page.getByTestId(testId);
  }

  /** Writes a question and its options into the form; as many as there are. */
  HostPage compose(String question, List<String> options) {
    part("compose-question").fill(question);
    for (int i = part("compose-option").count(); i < options.size(); i++) {
      part("compose-add-option").click();
    }
    for (int i = 0; i < options.size(); i++) {
      part("compose-option").nth(i).fill(options.get(i));
    }
    return this;
  }

  /** Chooses how long the poll is open; an empty duration: until it is closed. */
  HostPage openFor(String duration) {
    page.locator("[data-testid=compose-duration][data-duration='" + duration + "']").click();
    return this;
  }

  HostPage hideResults() {
    part("compose-results").selectOption("closed");
    return this;
  }

  HostPage allowRevote() {
    part("compose-revote").check();
    return this;
  }

  /** Opens the composed poll and waits until it is on the page. */
  Card openPoll(String question) {
    part("compose-open").click();
    Card card = card(question);
    assertThat(card.part("poll-status")).hasAttribute("data-status", "open");
    return card;
  }

  /** Imports a file into the rundown. */
  HostPage importRundown(String json) {
    part("rundown-file")
        .setInputFiles(
            new FilePayload(
                "rundown.json", "application/json", json.getBytes(StandardCharsets.UTF_8)));
    return this;
  }

  /** The questions of the rundown, in its order. */
  List<String> rundown() {
    return part("rundown-question").allTextContents();
  }

  /** Presses a key somewhere on the page where nobody writes. */
  HostPage press(String key) {
    page.evaluate("document.activeElement.blur()");
    page.keyboard().press(key);
    return this;
  }

  /** The card of the poll that asks a question. */
  Card card(String question) {
    return new Card(
        part("poll-card")
            .filter(new Locator.FilterOptions().setHas(page.getByText(question).first())));
  }

  /** One poll on the host's page. */
  record Card(Locator element) {
    Locator part(String testId) {
      return element.getByTestId(testId);
    }

    /** Waits until an option has so many votes, and its bar such a share. */
    void shows(String option, String votes, String percent) {
      assertThat(element.locator("[data-testid=bar-count][data-option='" + option + "']"))
          .hasText(votes);
      assertThat(element.locator("[data-testid=bar][data-option='" + option + "']"))
          .hasAttribute("data-percent", percent);
    }

    /** Closes the poll: one press asks, the second does it. */
    void close() {
      part("poll-close").click();
      assertThat(part("poll-close")).hasClass(ARMED);
      part("poll-close").click();
      assertThat(part("poll-status")).hasAttribute("data-status", "closed");
    }
  }
}
