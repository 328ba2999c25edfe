package dev.oncue.loadtest;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A started engine, for the few calls that carry no load. Blocks until answered, at most 10 seconds
 * a call. Thread-safe.
 */
public final class Engine {
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final Pattern CPU_NANOS =
      Pattern.compile("^process_cpu_time_ns_total (\\S+)$", Pattern.MULTILINE);

  private static final long READ_PAUSE_MS = 100;
  private static final int CLOCK_EXCHANGES = 8;
  private static final int NANOS_PER_MILLI = 1_000_000;

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

  /** What a client that has just come reads of a stream. */
  public JsonNode state(String stream) throws IOException, InterruptedException {
    return send(
            HttpRequest.newBuilder(targets.live().resolve("/streams/" + stream + "/state")),
            producer)
        .expect(200);
  }

  /**
   * What a process of the engine measures of itself, as text for Prometheus; without any figures
   * where it does not tell.
   */
  public String metrics(Target process) throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(process.resolve("/q/metrics")).timeout(PATIENCE).build();
    return http.send(request, BodyHandlers.ofString()).body();
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

  /**
   * How far the engine's clock is ahead of this one, as NTP estimates it (RFC 5905, section 8): of
   * some exchanges the shortest, which can be wrong by half its length.
   */
  public Duration clockAhead() throws IOException, InterruptedException {
    long shortest = Long.MAX_VALUE;
    Duration ahead = Duration.ZERO;
    for (int i = 0; i < CLOCK_EXCHANGES; i++) {
      double sent = epochMillis();
      JsonNode time =
          send(HttpRequest.newBuilder(targets.live().resolve("/time")), producer).expect(200);
      double received = epochMillis();
      double there = time.path("receivedAt").asDouble();
      double back = time.path("sentAt").asDouble();
      long length = (long) ((received - sent - (back - there)) * NANOS_PER_MILLI);
      if (length < shortest) {
        shortest = length;
        ahead = Duration.ofNanos((long) ((there - sent + back - received) / 2 * NANOS_PER_MILLI));
      }
    }
    return ahead;
  }

  private static double epochMillis() {
    Instant now = Instant.now();
    return now.toEpochMilli() + now.getNano() % NANOS_PER_MILLI / (double) NANOS_PER_MILLI;
  }

  /**
   * The CPU time that the function live has used so far, as its metrics tell it; not a number where
   * they do not.
   */
  public double cpuSeconds() throws IOException, InterruptedException {
    Matcher time = CPU_NANOS.matcher(metrics(targets.live()));
    return time.find() ? Double.parseDouble(time.group(1)) / 1e9 : Double.NaN;
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
