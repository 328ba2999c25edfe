package dev.oncue.loadtest.gatling;

import static io.gatling.javaapi.core.CoreDsl.StringBody;
import static io.gatling.javaapi.core.CoreDsl.details;
import static io.gatling.javaapi.core.CoreDsl.exec;
import static io.gatling.javaapi.http.HttpDsl.header;
import static io.gatling.javaapi.http.HttpDsl.http;
import static io.gatling.javaapi.http.HttpDsl.status;

import com.fasterxml.jackson.databind.JsonNode;
import dev.oncue.loadtest.Json;
import dev.oncue.loadtest.Target;
import io.gatling.javaapi.core.Assertion;
import io.gatling.javaapi.core.ChainBuilder;
import io.gatling.javaapi.core.Session;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.stream.IntStream;

/**
 * The reactions of one stream: how a user sends one, and how many the engine took. They are not
 * sent again when they fail, since each counts. Thread-safe.
 */
final class Emojis {
  private static final List<String> ALL = List.of("🔥", "🎉", "👏", "😂", "❤️");
  private static final String NAME = "reaction";
  private static final String NUMBER = "emoji";
  private static final String SINCE = "since";

  /** What one viewer may send in a period. */
  private static final int MAX_IN_PERIOD = 20;

  /** A bit less than the period: the last one must come in it. */
  private static final Duration PERIOD = Duration.ofSeconds(8);

  private final String url;
  private final List<String> bodies;
  private final AtomicLongArray taken = new AtomicLongArray(ALL.size());
  private final AtomicLongArray failed = new AtomicLongArray(ALL.size());

  Emojis(Target target, String stream) {
    url = target.resolve("/reaction").toString();
    bodies =
        ALL.stream().map(emoji -> Json.text(Map.of("stream", stream, "emoji", emoji))).toList();
  }

  /** Sends one of the viewer that the user is; well when it is answered 202. */
  ChainBuilder send() {
    return exec(
        exec(session -> session.set(NUMBER, ThreadLocalRandom.current().nextInt(ALL.size()))),
        http(NAME)
            .post(url)
            .header("Authorization", Viewers::authorization)
            .body(StringBody(session -> bodies.get(session.getInt(NUMBER))))
            .check(status().is(202)),
        exec(this::note));
  }

  /**
   * Sends as many as one viewer may within ten seconds, and one more, which must be refused. Where
   * an engine takes longer than that for them, there is no such one.
   */
  ChainBuilder sendTooMany() {
    return exec(session -> session.set(SINCE, System.nanoTime()))
        .repeat(MAX_IN_PERIOD)
        .on(send())
        .doIf(session -> System.nanoTime() - session.getLong(SINCE) < PERIOD.toNanos())
        .then(
            http("reaction over the limit")
                .post(url)
                .header("Authorization", Viewers::authorization)
                .body(StringBody(bodies.get(0)))
                .check(status().is(429), header("Retry-After").exists()));
  }

  private Session note(Session session) {
    AtomicLongArray noted = session.isFailed() ? failed : taken;
    noted.incrementAndGet(session.getInt(NUMBER));
    return session.markAsSucceeded();
  }

  /** Compares what was answered 202 with what a viewer who has just come reads, and says both. */
  boolean compare(JsonNode state) {
    JsonNode counted = state.path("reactions");
    List<String> deviations = deviations(counted);
    deviations.forEach(deviation -> System.out.println("reactions not exact: " + deviation));
    System.out.printf(
        "%s, %d reactions answered 202, %d not, the stream has %s%n",
        deviations.isEmpty() ? "EXACT" : "NOT EXACT", sum(taken), sum(failed), counted);
    return deviations.isEmpty();
  }

  /** Whoever got no answer, or another one, may be counted or not; whoever got a 202 is, once. */
  private List<String> deviations(JsonNode counted) {
    List<String> deviations = new ArrayList<>();
    for (int i = 0; i < ALL.size(); i++) {
      long count = counted.path(ALL.get(i)).asLong();
      if (count < taken.get(i) || count > taken.get(i) + failed.get(i)) {
        deviations.add(ALL.get(i) + ": " + taken.get(i) + " answered 202, counted " + count);
      }
    }
    return deviations;
  }

  private static long sum(AtomicLongArray counts) {
    return IntStream.range(0, counts.length()).mapToLong(counts::get).sum();
  }

  /** That 99 of 100 reactions are answered in that time, each from when it was sent. */
  static Assertion p99(Duration limit) {
    return details(NAME).responseTime().percentile(99).lte((int) limit.toMillis());
  }
}
