package dev.oncue.loadtest;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;

/**
 * A started engine, for the few calls that carry no load. Blocks until answered, at most 10 seconds
 * a call. Thread-safe.
 */
public final class Engine {
  private static final Duration TIMEOUT = Duration.ofSeconds(10);
  private static final long READ_PAUSE_MS = 100;
  private static final int CLOCK_EXCHANGES = 8;

  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(TIMEOUT).build();
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

  /** All of it at one port of this machine. */
  public static Engine local(int port, String producer) {
    return new Engine(Targets.all(Target.local(port)), producer);
  }

  /** Opens a poll; the fields are those of {@code POST /poll-open}. */
  public JsonNode open(Map<String, Object> poll) throws InterruptedException {
    return post(targets.pollOpen().resolve("/poll-open"), producer, poll).expect(201);
  }

  /** Closes a poll by hand. */
  public JsonNode close(String stream, String poll) throws InterruptedException {
    Map<String, Object> named = Map.of("stream", stream, "poll", poll);
    return post(targets.pollClose().resolve("/poll-close"), producer, named).expect(200);
  }

  /** Casts a ballot. */
  public Answer vote(String token, Map<String, Object> vote) throws InterruptedException {
    return post(targets.vote().get(0).resolve("/vote"), token, vote);
  }

  /** Casts ballots of many viewers; the fields are those of {@code POST /votes}. */
  public JsonNode votes(Map<String, Object> votes) throws InterruptedException {
    return post(targets.vote().get(0).resolve("/votes"), producer, votes).expect(200);
  }

  /** What a client that has just connected reads of a stream. */
  public JsonNode state(String stream) throws InterruptedException {
    return get("/streams/" + stream + "/state").expect(200);
  }

  /** The metrics of a process of the engine, in the text format of Prometheus. */
  public String metrics(Target process) throws InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(process.resolve("/q/metrics")).timeout(TIMEOUT).build();
    return exchange(request).body();
  }

  /** The sum of the metrics whose lines begin so. */
  public static double sum(String metrics, String name) {
    return metrics
        .lines()
        .filter(line -> line.startsWith(name))
        .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' '))))
        .sum();
  }

  /** The CPU time of the function live so far. */
  public double cpuSeconds() throws InterruptedException {
    return sum(metrics(targets.live()), "process_cpu_time_ns_total") / 1e9;
  }

  /** A closed poll with its certified result; after 10 seconds as it is then. */
  public JsonNode certified(String stream, String poll) throws InterruptedException {
    long deadline = System.nanoTime() + TIMEOUT.toNanos();
    while (true) {
      JsonNode read = get("/polls/" + stream + '/' + poll).expect(200);
      if (read.path("result").path("certified").asBoolean() || System.nanoTime() > deadline) {
        return read;
      }
      Thread.sleep(READ_PAUSE_MS);
    }
  }

  /**
   * Fails where the engine takes no tokens of this secret.
   *
   * @param stream one that does not exist yet
   */
  public void checkSecret(String stream) throws InterruptedException {
    Answer answer = get("/polls/" + stream + "/none");
    if (answer.status() == 401) {
      throw LoadTestException.failed(
          "the engine at %s refuses the token: it was started with another secret"
              .formatted(targets.live()));
    }
    answer.expect(404);
  }

  /**
   * How far the engine's clock is ahead of this one, as NTP estimates it (RFC 5905, section 8): of
   * some exchanges the shortest, which can be wrong by half its length.
   */
  public Duration clockOffset() throws InterruptedException {
    double shortest = Double.MAX_VALUE;
    double ahead = 0;
    for (int i = 0; i < CLOCK_EXCHANGES; i++) {
      double sent = epochMillis();
      JsonNode time = get("/time").expect(200);
      double received = epochMillis();
      double there = time.path("receivedAt").asDouble();
      double back = time.path("sentAt").asDouble();
      double length = received - sent - (back - there);
      if (length < shortest) {
        shortest = length;
        ahead = (there - sent + back - received) / 2;
      }
    }
    return Duration.ofNanos((long) (ahead * 1e6));
  }

  private static double epochMillis() {
    return ChronoUnit.MICROS.between(Instant.EPOCH, Instant.now()) / 1e3;
  }

  private Answer get(String path) throws InterruptedException {
    return send(HttpRequest.newBuilder(targets.live().resolve(path)), producer);
  }

  private Answer post(URI address, String token, Map<String, Object> body)
      throws InterruptedException {
    return send(
        HttpRequest.newBuilder(address)
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(Json.text(body))),
        token);
  }

  private Answer send(HttpRequest.Builder request, String token) throws InterruptedException {
    HttpRequest sent = request.header("Authorization", "Bearer " + token).timeout(TIMEOUT).build();
    HttpResponse<String> response = exchange(sent);
    return new Answer(response.statusCode(), Json.parse(response.body()));
  }

  private HttpResponse<String> exchange(HttpRequest request) throws InterruptedException {
    try {
      return http.send(request, BodyHandlers.ofString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
