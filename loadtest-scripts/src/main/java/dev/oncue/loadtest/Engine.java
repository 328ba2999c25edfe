package dev.oncue.loadtest;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;

/**
 * A started engine, for the few calls that carry no load. Blocks until answered, at most 10 seconds
 * a call. Thread-safe.
 */
public final class Engine {
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final long READ_PAUSE_MS = 100;

  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(PATIENCE).build();
  private final Targets targets;
  private final String producer;

  /**
   * The engine at its targets.
   *
   * @param producer the token that opens, reads and closes polls
   */
  public Engine(Targets targets, String producer) {
    this.targets = targets;
    this.producer = producer;
  }

  /** Opens a poll; the fields are those of {@code POST /poll-open}. */
  public JsonNode open(Map<String, Object> poll) throws IOException, InterruptedException {
    return post(targets.pollOpen(), "/poll-open", producer, poll).expect(201);
  }

  /** Closes a poll by hand. */
  public JsonNode close(String stream, String poll) throws IOException, InterruptedException {
    return post(
            targets.pollClose(), "/poll-close", producer, Map.of("stream", stream, "poll", poll))
        .expect(200);
  }

  /** Reads a poll and its result. */
  public Answer read(String stream, String poll) throws IOException, InterruptedException {
    return send(
        HttpRequest.newBuilder(targets.live().resolve("/polls/" + stream + '/' + poll)), producer);
  }

  /**
   * A closed poll with its certified result; as it is after 10 seconds where that does not come.
   */
  public JsonNode certified(String stream, String poll) throws IOException, InterruptedException {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (true) {
      JsonNode read = read(stream, poll).expect(200);
      if (read.path("result").path("certified").asBoolean() || System.nanoTime() > deadline) {
        return read;
      }
      Thread.sleep(READ_PAUSE_MS);
    }
  }

  /**
   * Fails where the engine takes no tokens of this secret.
   *
   * @param stream one that is not there yet
   */
  public void refuseWrongSecret(String stream) throws IOException, InterruptedException {
    Answer answer = read(stream, "none");
    if (answer.status() == 401) {
      throw new UnexpectedAnswerException(
          "the engine at "
              + targets.live()
              + " refuses the token: it was started with another secret");
    }
    answer.expect(404);
  }

  /** Casts a ballot. */
  public Answer vote(String token, Map<String, Object> vote)
      throws IOException, InterruptedException {
    return post(targets.vote().get(0), "/vote", token, vote);
  }

  private Answer post(Target target, String path, String token, Map<String, Object> body)
      throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(target.resolve(path))
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(Json.text(body)));
    return send(request, token);
  }

  private Answer send(HttpRequest.Builder request, String token)
      throws IOException, InterruptedException {
    HttpRequest sent = request.header("Authorization", "Bearer " + token).timeout(PATIENCE).build();
    HttpResponse<String> response = http.send(sent, BodyHandlers.ofString());
    return new Answer(response.statusCode(), Json.parse(response.body()));
  }
}
