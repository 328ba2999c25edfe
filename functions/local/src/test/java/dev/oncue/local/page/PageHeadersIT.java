package dev.oncue.local.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;
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
  private static final Pattern IN_PAGE = Pattern.compile("(?:src|href)=\"(oncue/[^\"]+)\"");
  private static final Pattern IN_SCRIPT = Pattern.compile("from '(\\./[^']+)'");
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

  private static HttpResponse<byte[]> getWith(String path, String... headers) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(engine.origin() + path)).headers(headers).build();
    return CLIENT.send(request, BodyHandlers.ofByteArray());
  }

  /** The paths of what a page or a script loads. */
  private static List<String> loadedBy(String path, Pattern reference) throws Exception {
    return reference
        .matcher(get(path, "*/*").body())
        .results()
        .map(found -> URI.create(path).resolve(found.group(1)).toString())
        .toList();
  }

  /** RFC 9110, sections 8.8.3 and 13.1.2. */
  @ParameterizedTest
  @ValueSource(strings = {"/viewer.html", "/watch.html", "/oncue/sdk/oncue-viewer.js"})
  void whatIsUnchangedIsNotSentAgain(String path) throws Exception {
    Set<String> tags = new HashSet<>();
    for (String coding : List.of("gzip", "identity")) {
      HttpResponse<byte[]> file = getWith(path, "Accept-Encoding", coding);
      assertThat(header(file, "Cache-Control")).isEqualTo("no-cache");
      assertThat(header(file, "Vary")).isEqualTo("Accept-Encoding, Origin");
      String tag = header(file, "ETag");
      tags.add(tag);
      // Which of both forms is known does not matter.
      for (String now : List.of("gzip", "identity")) {
        for (String known : List.of(tag, "W/" + tag, "\"x\", " + tag, "*")) {
          HttpResponse<byte[]> again =
              getWith(path, "Accept-Encoding", now, "If-None-Match", known);
          assertThat(again.statusCode()).isEqualTo(304);
          assertThat(again.body()).isEmpty();
          assertThat(header(again, "ETag")).isNotNull();
          assertThat(header(again, "Cache-Control")).isEqualTo("no-cache");
        }
      }
      assertThat(getWith(path, "If-None-Match", "\"x\"").statusCode()).isEqualTo(200);
    }
    assertThat(tags).as("each form has a tag of its own").hasSize(2);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/viewer.html", "/oncue/oncue.css", "/oncue/texts/de.json"})
  void whatIsSentIsCompressed(String path) throws Exception {
    HttpResponse<byte[]> plain = getWith(path, "Accept-Encoding", "gzip;q=0");
    assertThat(header(plain, "Content-Encoding")).isNull();
    HttpResponse<byte[]> gzipped = getWith(path, "Accept-Encoding", "deflate, gzip");
    assertThat(header(gzipped, "Content-Encoding")).isEqualTo("gzip");
    assertThat(header(gzipped, "Content-Type")).isEqualTo(header(plain, "Content-Type"));
    assertThat(gzipped.body().length).isLessThan(plain.body().length);
    try (InputStream in = new GZIPInputStream(new ByteArrayInputStream(gzipped.body()))) {
      assertThat(in.readAllBytes()).isEqualTo(plain.body());
    }
    HttpResponse<Void> head =
        CLIENT.send(
            HttpRequest.newBuilder(URI.create(engine.origin() + path))
                .method("HEAD", BodyPublishers.noBody())
                .header("Accept-Encoding", "gzip")
                .build(),
            BodyHandlers.discarding());
    assertThat(header(head, "Content-Length")).isEqualTo(String.valueOf(gzipped.body().length));
    assertThat(header(head, "ETag")).isEqualTo(header(gzipped, "ETag"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"/host.html", "/overlay.html", "/viewer.html", "/watch.html"})
  void whatAPageLoadsHasAHashInItsNameAndIsKeptForGood(String page) throws Exception {
    Deque<String> open = new ArrayDeque<>(loadedBy(page, IN_PAGE));
    assertThat(open).anyMatch(path -> path.endsWith(".js")).anyMatch(path -> path.endsWith(".css"));
    Set<String> seen = new HashSet<>();
    while (!open.isEmpty()) {
      String path = open.remove();
      if (seen.add(path)) {
        assertThat(path).matches("/oncue/[0-9a-f]{16}/.+");
        HttpResponse<byte[]> file = getWith(path, "Accept-Encoding", "gzip");
        assertThat(file.statusCode()).as(path).isEqualTo(200);
        assertThat(header(file, "Cache-Control")).isEqualTo("public, max-age=31536000, immutable");
        assertThat(header(file, "Content-Encoding")).isEqualTo("gzip");
        if (path.endsWith(".js")) {
          open.addAll(loadedBy(path, IN_SCRIPT));
        }
      }
    }
    assertThat(seen).anyMatch(path -> path.endsWith("/sdk/oncue-viewer.js"));
  }

  @Test
  void aNameOfAnotherVersionIsNotKept() throws Exception {
    HttpResponse<byte[]> script = getWith("/oncue/0123456789abcdef/viewer.js", "Accept", "*/*");
    assertThat(script.statusCode()).isEqualTo(200);
    assertThat(header(script, "Cache-Control")).isEqualTo("no-cache");
    for (String path : List.of("/oncue/nothing.js", "/oncue/0123456789abcdef/nothing.js")) {
      assertThat(getWith(path, "Accept", "*/*").statusCode()).isEqualTo(404);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"/viewer.html", "/oncue/viewer.js"})
  void aFileTakesNoOtherMethod(String path) throws Exception {
    HttpResponse<String> answer =
        CLIENT.send(
            HttpRequest.newBuilder(URI.create(engine.origin() + path))
                .POST(BodyPublishers.ofString("{}"))
                .build(),
            BodyHandlers.ofString());
    assertThat(answer.statusCode()).isEqualTo(405);
    assertThat(header(answer, "Allow")).isEqualTo("GET, HEAD, OPTIONS");
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
