package dev.oncue.testbed.engine;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.oncue.testbed.feed.EventStream;
import dev.oncue.testbed.token.TokenSigner;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Optional;

/** Talks to an engine as any program does: HTTP and nothing else. Thread-safe. */
public final class EngineClient {
  /** No request may take longer. */
  public static final Duration TIMEOUT = Duration.ofSeconds(30);

  private static final ObjectMapper JSON = new ObjectMapper();

  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(TIMEOUT).build();
  private final URI origin;
  private final TokenSigner tokens;

  /** A client of the engine at an origin, which takes tokens of that signer. */
  public EngineClient(URI origin, TokenSigner tokens) {
    this.origin = origin;
    this.tokens = tokens;
  }

  /**
   * What came back.
   *
   * @param body the body, if it is JSON
   * @param text the body as it came
   */
  public record Answer(int status, JsonNode body, String text, Optional<String> retryAfter) {
    private static Answer of(HttpResponse<String> response) {
      String retryAfter = response.headers().firstValue("Retry-After").orElse(null);
      return of(response.statusCode(), response.body(), retryAfter);
    }

    /** What came back over another client. */
    public static Answer of(int status, String text, String retryAfter) {
      JsonNode body = null;
      try {
        body = JSON.readTree(text);
      } catch (JsonProcessingException e) {
        // A page, then.
      }
      return new Answer(status, body, text, Optional.ofNullable(retryAfter));
    }

    /** This answer, which must have a status. */
    public Answer require(int expected) {
      assertThat(status).as("the status of %s", text).isEqualTo(expected);
      return this;
    }
  }

  /** Where the engine is. */
  public URI origin() {
    return origin;
  }

  /** What signs the tokens that the engine takes. */
  public TokenSigner tokens() {
    return tokens;
  }

  public Answer get(String path, String token) {
    return send(request(path, token).GET().build());
  }

  public Answer delete(String path, String token) {
    return send(request(path, token).DELETE().build());
  }

  public Answer post(String path, String token, String json) {
    return send(request(path, token).POST(HttpRequest.BodyPublishers.ofString(json)).build());
  }

  /** Sends a body of a kind. */
  public Answer post(String path, String token, String contentType, String body) {
    return send(
        request(path, token)
            .header("Content-Type", contentType)
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build());
  }

  private HttpRequest.Builder request(String path, String token) {
    HttpRequest.Builder request = HttpRequest.newBuilder(origin.resolve(path)).timeout(TIMEOUT);
    return token == null ? request : request.header("Authorization", "Bearer " + token);
  }

  private Answer send(HttpRequest request) {
    try {
      return Answer.of(http.send(request, BodyHandlers.ofString()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  /**
   * Opens a poll with the options red, blue and green.
   *
   * @param more further fields as JSON, each after a comma
   */
  public JsonNode open(String stream, String poll, String more) {
    String json =
        """
        { "stream": "%s", "poll": "%s", "question": "Which colour?",
          "options": [ { "id": "red", "text": "Red" }, { "id": "blue", "text": "Blue" },
                       { "id": "green", "text": "Green" } ] %s }
        """
            .formatted(stream, poll, more);
    Answer answer = post("/poll-open", tokens.producer(), json);
    assertThat(answer.status()).as(answer.text()).isIn(201, 202);
    return answer.body();
  }

  /** Closes a poll and returns it. */
  public JsonNode close(String stream, String poll) {
    String json = "{\"stream\":\"%s\",\"poll\":\"%s\"}".formatted(stream, poll);
    return post("/poll-close", tokens.producer(), json).require(200).body();
  }

  /** Casts a ballot for one option. */
  public Answer vote(String stream, String poll, String viewer, String option) {
    return post("/vote", tokens.viewer(viewer), ballot(stream, poll, option));
  }

  public static String ballot(String stream, String poll, String option) {
    return "{\"stream\":\"%s\",\"poll\":\"%s\",\"option\":\"%s\"}".formatted(stream, poll, option);
  }

  /** Sends a reaction. */
  public Answer react(String stream, String viewer, String emoji) {
    return post(
        "/reaction",
        tokens.viewer(viewer),
        "{\"stream\":\"%s\",\"emoji\":\"%s\"}".formatted(stream, emoji));
  }

  /** A stream's state as one viewer is told it. */
  public JsonNode state(String stream, String viewer) {
    return get("/streams/" + stream + "/state", tokens.viewer(viewer)).require(200).body();
  }

  /** A poll as a producer is told it. */
  public JsonNode poll(String stream, String poll) {
    return get("/polls/" + stream + "/" + poll, tokens.producer()).require(200).body();
  }

  /** Connects to a stream's feed. */
  public EventStream feed(String stream, String token) {
    return feed(stream, token, null);
  }

  /** Comes back to a stream's feed. */
  public EventStream feed(String stream, String token, String lastEventId) {
    return feedAt("/streams/" + stream + "/feed", token, lastEventId);
  }

  /** Connects to a feed by its path and query. */
  public EventStream feedAt(String path, String token, String lastEventId) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(origin.resolve(path)).header("Accept", "text/event-stream");
    if (token != null) {
      request.header("Authorization", "Bearer " + token);
    }
    if (lastEventId != null) {
      request.header("Last-Event-ID", lastEventId);
    }
    return EventStream.open(http, request.build());
  }
}
