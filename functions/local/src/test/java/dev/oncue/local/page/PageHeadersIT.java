package dev.oncue.local.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The headers that pages come with, and the way from the bare address to a page. */
@Tag("pages")
class PageHeadersIT {
  private static final HttpClient CLIENT = HttpClient.newHttpClient();
  private static PageEngine engine;

  @BeforeAll
  static void start() throws IOException {
    engine = PageEngine.start();
  }

  @AfterAll
  static void stop() {
    engine.close();
  }

  private static HttpResponse<String> get(String path, String accept) throws Exception {
    return CLIENT.send(
        HttpRequest.newBuilder(URI.create(engine.origin() + path)).header("Accept", accept).build(),
        BodyHandlers.ofString());
  }

  private static String header(HttpResponse<?> response, String name) {
    assertThat(response.headers().allValues(name)).as(name).hasSizeLessThan(2);
    return response.headers().firstValue(name).orElse(null);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/host.html",
        "/overlay.html",
        "/viewer.html?stream=demo",
        "/oncue/viewer.js",
        "/oncue/sdk/oncue-viewer.js",
        "/oncue/oncue.css",
        "/oncue/texts/de.json"
      })
  void pagesAndWhatTheyLoadAreGuarded(String path) throws Exception {
    HttpResponse<String> page = get(path, "*/*");
    assertThat(page.statusCode()).isEqualTo(200);
    assertThat(header(page, "Content-Security-Policy"))
        .isEqualTo("default-src 'self'; img-src 'self' data:; frame-ancestors 'self'");
    assertThat(header(page, "X-Content-Type-Options")).isEqualTo("nosniff");
    assertThat(header(page, "Referrer-Policy")).isEqualTo("no-referrer");
    assertThat(header(page, "Cache-Control")).isEqualTo("no-cache");
  }

  @Test
  void thePageWithAVideoMayPlayWhatLiesElsewhere() throws Exception {
    HttpResponse<String> page = get("/watch.html?stream=demo", "*/*");
    assertThat(page.statusCode()).isEqualTo(200);
    assertThat(header(page, "Content-Security-Policy"))
        .isEqualTo(
            "default-src 'self'; img-src 'self' data:; connect-src *; media-src * blob:;"
                + " frame-ancestors 'self'");
    assertThat(get("/oncue/hls/hls.min.js", "*/*").body()).contains("Hls");
  }

  @Test
  void anUnchangedPageIsNotSentAgain() throws Exception {
    HttpResponse<String> page = get("/viewer.html", "text/html");
    HttpResponse<String> again =
        CLIENT.send(
            HttpRequest.newBuilder(URI.create(engine.origin() + "/viewer.html"))
                .header("If-Modified-Since", header(page, "Last-Modified"))
                .build(),
            BodyHandlers.ofString());
    assertThat(again.statusCode()).isEqualTo(304);
    assertThat(again.body()).isEmpty();
  }

  @Test
  void aVoteIsAnsweredWithoutTheHeadersOfPages() throws Exception {
    HttpResponse<String> answer =
        CLIENT.send(
            HttpRequest.newBuilder(URI.create(engine.origin() + "/vote"))
                .POST(BodyPublishers.ofString("{}"))
                .build(),
            BodyHandlers.ofString());
    assertThat(answer.statusCode()).isEqualTo(401);
    assertThat(answer.headers().map()).doesNotContainKey("content-security-policy");
  }

  @Test
  void aBrowserAtTheBareAddressIsLedToTheViewersPage() throws Exception {
    HttpResponse<String> answer = get("/", "text/html,application/xhtml+xml,*/*;q=0.8");
    assertThat(answer.statusCode()).isEqualTo(302);
    assertThat(header(answer, "Location")).isEqualTo("viewer.html?stream=demo");
  }

  @ParameterizedTest
  @CsvSource({
    "/oncue,/oncue/viewer.html?stream=demo",
    "/events/oncue/,/events/oncue/viewer.html?stream=demo",
    "//evil.example,viewer.html?stream=demo",
    "https://evil.example,viewer.html?stream=demo",
    "/\\evil.example,viewer.html?stream=demo",
    "/a/../b?c,viewer.html?stream=demo",
  })
  void thePrefixOfAProxyIsAPathOrNothing(String prefix, String expected) throws Exception {
    HttpResponse<String> answer =
        CLIENT.send(
            HttpRequest.newBuilder(URI.create(engine.origin() + "/"))
                .header("Accept", "text/html")
                .header("X-Forwarded-Prefix", prefix)
                .build(),
            BodyHandlers.ofString());
    assertThat(header(answer, "Location")).isEqualTo(expected);
  }

  @Test
  void anyOtherClientFindsNothingAtTheBareAddress() throws Exception {
    HttpResponse<String> answer = get("/", "application/json");
    assertThat(answer.statusCode()).isEqualTo(404);
    assertThat(header(answer, "Content-Type")).isEqualTo("application/problem+json");
    assertThat(answer.body()).contains("urn:oncue:problem:not-found");
  }
}
