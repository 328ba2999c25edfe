package dev.oncue.local.process;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.oncue.testbed.engine.Engine;
import dev.oncue.testbed.engine.EngineClient;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a newcomer meets: two addresses that work, and nothing to set up. */
@Tag("faults")
class LocalFirstStartIT {
  private static final Pattern HOST =
      Pattern.compile("host:\\s+(http://\\S+)/host\\.html#stream=(\\S+)&token=(\\S+)");
  private static final Pattern VIEWER =
      Pattern.compile("viewer:\\s+(http://\\S+)/viewer\\.html\\?stream=(\\S+)");

  private static final Predicate<String> CORS =
      header -> header.equalsIgnoreCase("Access-Control-Allow-Origin");

  private static final String SECRET = "a-secret-of-the-platform-that-runs-it";

  @TempDir Path folder;

  @Test
  void the_two_addresses_that_are_printed_lead_to_a_counted_vote() throws Exception {
    try (Engine engine = Engine.local(folder).start()) {
      Matcher host = printed(engine, HOST);
      Matcher viewer = printed(engine, VIEWER);
      assertThat(engine.out().strip().lines()).as("the addresses and what is open").hasSize(4);
      EngineClient client = engine.client(folder.resolve("data"));
      assertThat(host.group(1)).isEqualTo(client.origin().toString()).isEqualTo(viewer.group(1));
      assertThat(host.group(2)).isEqualTo(viewer.group(2));

      assertThat(client.get("/host.html", null).require(200).text()).containsIgnoringCase("<html");
      assertThat(client.get("/viewer.html?stream=demo", null).require(200).text())
          .containsIgnoringCase("<html");
      String stream = host.group(2);
      client.post("/poll-open", host.group(3), poll(stream)).require(201);
      JsonNode guest =
          client
              .post("/tickets/guest", null, "{\"stream\":\"%s\"}".formatted(stream))
              .require(200)
              .body();
      String vote = "{\"stream\":\"%s\",\"poll\":\"first\",\"option\":\"yes\"}".formatted(stream);
      client.post("/vote", guest.get("ticket").asText(), vote).require(200);
      assertThat(client.close(stream, "first").at("/result/counts/yes").asInt()).isEqualTo(1);
    }
    Path secret = folder.resolve("data").resolve("jwt-secret");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(secret)))
        .isEqualTo("rw-------");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(secret.getParent())))
        .isEqualTo("rwx------");
  }

  @Test
  void what_listens_everywhere_prints_addresses_that_can_be_opened() throws Exception {
    try (Engine engine = Engine.local(folder).set("QUARKUS_HTTP_HOST", "0.0.0.0").start()) {
      assertThat(printed(engine, VIEWER).group(1)).startsWith("http://localhost:");
      List<String> origins =
          VIEWER.matcher(engine.out()).results().map(found -> found.group(1)).toList();
      for (String origin : origins) {
        HttpRequest request =
            HttpRequest.newBuilder(URI.create(origin + "/viewer.html?stream=demo")).build();
        assertThat(HttpClient.newHttpClient().send(request, BodyHandlers.ofString()).statusCode())
            .as(origin)
            .isEqualTo(200);
      }
      // This machine opens that one too, but no phone does.
      assertThat(origins).noneMatch(origin -> origin.contains("0.0.0.0"));
      assertThat(engine.out()).containsOnlyOnce("token=");
    }
  }

  private static HttpResponse<String> guestFrom(Engine engine, String origin) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(engine.origin() + "/tickets/guest"))
            .header("Origin", origin)
            .POST(BodyPublishers.ofString("{\"stream\":\"demo\"}"))
            .build();
    return HttpClient.newHttpClient().send(request, BodyHandlers.ofString());
  }

  @Test
  void whoIsGivenASecretPrintsNoTokenAndWhatIsSwitchedOffIsClosed() throws Exception {
    Engine.Setup setup = Engine.local(folder).set("ONCUE_JWT_SECRET", SECRET);
    try (Engine engine =
        setup.set("ONCUE_LOCAL_GUESTS", "false").set("ONCUE_CORS_ORIGINS", "none").start()) {
      printed(engine, VIEWER);
      assertThat(engine.out()).doesNotContain("eyJ", "open:");
      assertThat(guestFrom(engine, engine.origin().toString()))
          .matches(answer -> answer.statusCode() == 403)
          .matches(answer -> answer.body().contains("(ONCUE_LOCAL_GUESTS)"));
      assertThat(guestFrom(engine, "https://tv.example"))
          .matches(answer -> answer.statusCode() == 403)
          .matches(answer -> answer.headers().map().keySet().stream().noneMatch(CORS))
          .matches(answer -> answer.body().isEmpty());
    }
    try (Engine engine =
        setup
            .set("ONCUE_LOCAL_GUESTS", "true")
            .set("ONCUE_CORS_ORIGINS", "https://tv.example,http://localhost:3000")
            .set("ONCUE_LOCAL_PRINT_TOKEN", "true")
            .start()) {
      String token = printed(engine, HOST).group(3);
      engine.client(SECRET).post("/poll-open", token, poll("demo")).require(201);
      assertThat(guestFrom(engine, "https://tv.example"))
          .matches(answer -> answer.statusCode() == 200)
          .matches(answer -> answer.headers().map().keySet().stream().anyMatch(CORS));
      assertThat(guestFrom(engine, "https://tv.example.org").statusCode()).isEqualTo(403);
    }
  }

  private static String poll(String stream) {
    return """
    { "stream": "%s", "poll": "first", "question": "Does it work?",
      "options": [ { "id": "yes", "text": "Yes" }, { "id": "no", "text": "No" } ] }
    """
        .formatted(stream);
  }

  private static Matcher printed(Engine engine, Pattern pattern) {
    Awaitility.await()
        .atMost(EngineClient.TIMEOUT)
        .until(() -> pattern.matcher(engine.out()).find());
    Matcher matcher = pattern.matcher(engine.out());
    assertThat(matcher.find()).isTrue();
    return matcher;
  }
}
