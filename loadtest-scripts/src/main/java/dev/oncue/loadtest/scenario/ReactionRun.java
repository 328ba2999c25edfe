package dev.oncue.loadtest.scenario;

import com.fasterxml.jackson.databind.JsonNode;
import dev.oncue.loadtest.Json;
import dev.oncue.loadtest.Target;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Reactions on the stream of a session, and whether the stream has as many as were answered 202.
 * They are not sent again when they fail, since each counts.
 */
final class ReactionRun {
  /** What one viewer may send in ten seconds. */
  private static final int MAX_IN_PERIOD = 20;

  private static final List<String> EMOJIS = List.of("🔥", "🎉", "👏", "😂", "❤️");
  private static final Duration COUNTING = Duration.ofSeconds(10);
  private static final long READ_PAUSE_MILLIS = 100;

  final Results results;
  final OpenLoop loop;
  private final Session session;

  /** Connects. */
  ReactionRun(Session session, int connections, Results results) throws InterruptedException {
    this.session = session;
    this.results = results;
    List<Target> targets = List.of(session.targets().reaction());
    loop = new OpenLoop(session.vertx(), targets, connections, results);
    loop.connect();
  }

  /** Reactions of these viewers by turns; all tokens are signed now. */
  IntFunction<Request> byTurns(int viewers) {
    String[] names =
        IntStream.range(0, viewers)
            .mapToObj(viewer -> session.stream() + "-viewer-" + viewer)
            .toArray(String[]::new);
    String[] tokens = Stream.of(names).map(session.tokens()::viewer).toArray(String[]::new);
    return n -> request(names[n % viewers], tokens[n % viewers], n, Expected.REACTION);
  }

  /** As many as one viewer may send, one after another, and then one that must be refused. */
  Request tooMany(int number) {
    String viewer = session.stream() + "-eager-" + number;
    String token = session.tokens().viewer(viewer);
    Request chain = request(viewer, token, 0, Expected.RATE_LIMITED);
    for (int n = 0; n < MAX_IN_PERIOD; n++) {
      chain = request(viewer, token, n, Expected.REACTION).then(chain);
    }
    return chain;
  }

  private Request request(String viewer, String token, int number, Expected expected) {
    int emoji = number % EMOJIS.size();
    String body = Json.text(Map.of("stream", session.stream(), "emoji", EMOJIS.get(emoji)));
    return Request.post(viewer, "/reaction", token, body, expected, emoji);
  }

  /** Compares what was answered 202 with what a viewer who has just come reads, and says both. */
  boolean compare() throws InterruptedException {
    loop.leave();
    long deadline = System.nanoTime() + COUNTING.toNanos();
    JsonNode counted = counted();
    while (!deviations(counted).isEmpty() && System.nanoTime() < deadline) {
      Thread.sleep(READ_PAUSE_MILLIS);
      counted = counted();
    }
    List<String> deviations = deviations(counted);
    results.examples.forEach(example -> System.out.println("error: " + example));
    deviations.forEach(deviation -> System.out.println("reactions not exact: " + deviation));
    System.out.printf(
        "%s, %d reactions answered 202, %d not, %d refused as too many, the stream has %s%n",
        PollRun.word(deviations.isEmpty()),
        results.accepted(),
        results.errors,
        results.met(Expected.RATE_LIMITED),
        counted);
    return deviations.isEmpty() && results.errors == 0;
  }

  private JsonNode counted() throws InterruptedException {
    return session.engine().state(session.stream()).path("reactions");
  }

  /** One that had no answer, or another one, may count or not; one that was answered 202 does. */
  private List<String> deviations(JsonNode counted) {
    List<String> deviations = new ArrayList<>();
    for (int i = 0; i < EMOJIS.size(); i++) {
      int count = counted.path(EMOJIS.get(i)).asInt();
      int least = results.accepted[i];
      if (count < least || count > least + results.unknown[i]) {
        deviations.add(EMOJIS.get(i) + ": " + least + " answered 202, counted " + count);
      }
    }
    return deviations;
  }
}
