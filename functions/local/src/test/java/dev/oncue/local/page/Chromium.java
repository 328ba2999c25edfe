package dev.oncue.local.page;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.ColorScheme;
import dev.oncue.local.SearchPath;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The browser that people's pages are opened in. Notes whatever goes wrong on any of them. */
final class Chromium implements AutoCloseable {
  /** What starts it. */
  static final String COMMAND = "chromium";

  /** A desktop's window. */
  static final int DESKTOP_WIDTH = 1280;

  /** A small phone's screen. */
  static final int PHONE_WIDTH = 360;

  /** A wall of pixels: 4K without scaling. */
  static final int WALL_WIDTH = 3840;

  /** Of a browser source of OBS. */
  static final int OBS_WIDTH = 1920;

  private static final int HEIGHT = 800;
  private static final double TIMEOUT_MILLIS = 30_000;
  private static final List<String> FLAGS =
      List.of(
          "--headless",
          "--no-sandbox",
          "--disable-gpu",
          "--disable-quic",
          "--no-first-run",
          "--disable-background-networking",
          "--disable-component-update",
          "--disable-sync");

  private final Playwright playwright;
  private final Browser browser;
  private final List<String> complaints = new ArrayList<>();

  Chromium() {
    PlaywrightAssertions.setDefaultAssertionTimeout(TIMEOUT_MILLIS);
    playwright =
        Playwright.create(
            new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
    browser =
        playwright
            .chromium()
            .launch(
                new BrowserType.LaunchOptions()
                    .setExecutablePath(SearchPath.find(COMMAND).orElseThrow())
                    .setArgs(FLAGS));
  }

  /** A browser profile of its own, as wide as a desktop. */
  BrowserContext profile() {
    return profile(DESKTOP_WIDTH, ColorScheme.LIGHT);
  }

  /** A browser profile of its own. */
  BrowserContext profile(int width, ColorScheme scheme) {
    BrowserContext profile =
        browser.newContext(
            new Browser.NewContextOptions()
                .setViewportSize(width, HEIGHT)
                .setHasTouch(width == PHONE_WIDTH)
                .setColorScheme(scheme));
    profile.setDefaultTimeout(TIMEOUT_MILLIS);
    profile.onPage(this::listen);
    return profile;
  }

  /** A browser profile of its own, of somebody who lives in a time zone. */
  BrowserContext profileIn(String timeZone) {
    BrowserContext profile =
        browser.newContext(new Browser.NewContextOptions().setTimezoneId(timeZone));
    profile.setDefaultTimeout(TIMEOUT_MILLIS);
    profile.onPage(this::listen);
    return profile;
  }

  private void listen(Page page) {
    page.onConsoleMessage(
        message -> {
          if (message.type().equals("error") || message.type().equals("warning")) {
            complaints.add(message.type() + ": " + message.text() + " " + message.location());
          }
        });
    page.onPageError(error -> complaints.add("uncaught: " + error));
  }

  /** What went wrong on any page since this was last asked: uncaught errors, console errors. */
  List<String> complaints() {
    List<String> all = List.copyOf(complaints);
    complaints.clear();
    return all;
  }

  /** Closes all profiles with all their pages. */
  void closeProfiles() {
    List.copyOf(browser.contexts()).forEach(BrowserContext::close);
  }

  @Override
  public void close() {
    playwright.close();
  }
}
