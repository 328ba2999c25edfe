package dev.oncue.local.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import dev.oncue.local.NeedsProgram;
import dev.oncue.local.page.HostPage.Card;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The pages behind proxies that hold feeds back, or that the engine is under a path of. */
@Tag("pages")
@NeedsChromium
@NeedsProgram(value = "node", aptPackage = "nodejs")
class BehindProxiesIT {
  private static final String QUESTION = "Which colour?";
  private static final String PREFIX = "/events/oncue";

  @RegisterExtension static final BrowserTestBed stage = new BrowserTestBed();

  private static String through(Proxy proxy, String link) {
    return link.replace(stage.engine().origin(), proxy.base());
  }

  private static void stands(Page page, String connection) {
    assertThat(page.getByTestId("connection")).hasAttribute("data-connection", connection);
  }

  @ParameterizedTest
  @ValueSource(strings = {"gzip", "hold"})
  void whereFeedsAreHeldBackThePageAsksAndSaysSo(String mode) throws Exception {
    try (Proxy proxy = new Proxy(stage.engine().origin(), "", false)) {
      proxy.treatFeeds(mode);
      String stream = stage.stream() + mode;
      Page page = stage.chromium().profile().newPage();
      page.navigate(through(proxy, stage.engine().viewerLink(stream)));
      stands(page, "polling");
      assertThat(page.getByTestId("connection")).hasText("Delayed");
      stage.engine().client().open(stream, "held", "");
      page.locator("[data-testid=option][data-option=red]").click();
      assertThat(page.getByTestId("vote-outcome")).hasAttribute("data-outcome", "accepted");
      proxy.treatFeeds("pass");
      stands(page, "live");
      stage.chromium().closeProfiles();
    }
    // The feed that the proxy cut off.
    assertThat(stage.chromium().complaints()).allMatch(line -> line.contains("net::ERR_"));
  }

  @ParameterizedTest
  @CsvSource({"true", "false"})
  void allPagesWorkUnderAPath(boolean tellsPrefix) throws Exception {
    try (Proxy proxy = new Proxy(stage.engine().origin(), PREFIX, tellsPrefix)) {
      String stream = stage.stream() + tellsPrefix;
      HostPage host =
          HostPage.open(
              stage.chromium().profile(), through(proxy, stage.engine().hostLink(stream)));
      String viewerLink =
          (String) host.page().evaluate("document.getElementById('viewer-link').href");
      assertThat(viewerLink).startsWith(proxy.base() + "/viewer.html?stream=" + stream);
      ViewerPage viewer = ViewerPage.open(stage.chromium().profile(), viewerLink);
      Page overlay = stage.chromium().profile().newPage();
      overlay.navigate(proxy.base() + "/overlay.html#stream=" + stream);

      Card card = host.compose(QUESTION, List.of("Red", "Blue")).openFor("").openPoll(QUESTION);
      viewer.isAsked(QUESTION);
      viewer.option("red").click();
      viewer.isTold("accepted");
      card.shows("red", "1", "100.0");
      assertThat(overlay.locator("body")).containsText(QUESTION);
      assertThat(overlay.locator("body")).hasAttribute("data-connection", "live");
      stage.chromium().closeProfiles();
    }
  }

  @Test
  void theVideosPageWorksUnderAPath() throws Exception {
    try (Proxy proxy = new Proxy(stage.engine().origin(), PREFIX, false)) {
      Page page = stage.chromium().profile().newPage();
      page.navigate(proxy.base() + "/watch.html?stream=" + stage.stream() + "&src=none.m3u8");
      stands(page, "live");
      stage.chromium().closeProfiles();
    }
    assertThat(stage.chromium().complaints()).allMatch(line -> line.contains("none.m3u8"));
  }

  @ParameterizedTest
  @CsvSource({
    "true,/,/viewer.html?stream=demo",
    "false,/,/viewer.html?stream=demo",
  })
  void theBareAddressLeadsToThePageUnderThePath(boolean tells, String path, String page)
      throws Exception {
    try (Proxy proxy = new Proxy(stage.engine().origin(), PREFIX, tells)) {
      HttpResponse<Void> answer =
          HttpClient.newHttpClient()
              .send(
                  HttpRequest.newBuilder(URI.create(proxy.base() + path))
                      .header("Accept", "text/html")
                      .build(),
                  BodyHandlers.discarding());
      assertThat(answer.statusCode()).isEqualTo(302);
      String way = answer.headers().firstValue("Location").orElseThrow();
      assertThat(answer.uri().resolve(way)).hasToString(proxy.base() + page);
    }
  }
}
