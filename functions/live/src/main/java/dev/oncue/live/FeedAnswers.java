package dev.oncue.live;

import dev.oncue.http.problem.Problem;
import dev.oncue.http.problem.ProblemAnswers;
import dev.oncue.http.problem.ProblemException;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.util.concurrent.ThreadLocalRandom;

/** The head of a feed, and what is answered where there is none. */
final class FeedAnswers {
  private static final String EVENT_STREAM = "text/event-stream";

  /** A browser's EventSource does not make its pauses longer, so these are not the shortest. */
  private static final int MIN_RETRY_MILLIS = 1_000;

  private static final int MAX_RETRY_MILLIS = 5_000;

  private FeedAnswers() {}

  /** Begins the answer to a request for a feed. */
  static void begin(HttpServerResponse response) {
    response
        .setChunked(true)
        .putHeader(HttpHeaders.CONTENT_TYPE, EVENT_STREAM + ";charset=UTF-8")
        // Proxies that compress hold frames back until they have enough of them.
        .putHeader(HttpHeaders.CACHE_CONTROL, "no-store, no-transform")
        // Asks nginx and those who follow it not to hold frames back.
        .putHeader("X-Accel-Buffering", "no");
  }

  /**
   * Answers that there is no feed. A browser's EventSource gives up for good after any status but
   * 200 (WHATWG HTML, 9.2.3). So where the reason passes, it is given a feed that ends at once and
   * says when to come back.
   */
  static void refuse(RoutingContext context, Throwable failure) {
    ProblemException refusal = ProblemException.of(failure);
    HttpServerResponse response = context.response();
    boolean passes = refusal.problem().status() == 503;
    if (!passes || !isEventSource(context.request()) || response.headWritten()) {
      ProblemAnswers.end(context, refusal);
    } else if (!response.ended()) {
      begin(response);
      response.end(comeBack(refusal));
    }
  }

  /** One who takes event streams, and does not take problems. */
  private static boolean isEventSource(HttpServerRequest request) {
    String accept = String.join(",", request.headers().getAll(HttpHeaders.ACCEPT));
    return accept.contains(EVENT_STREAM) && !accept.contains(Problem.MEDIA_TYPE);
  }

  private static String comeBack(ProblemException refusal) {
    int retry = ThreadLocalRandom.current().nextInt(MIN_RETRY_MILLIS, MAX_RETRY_MILLIS);
    String reason = refusal.problem().code() + ": " + refusal.getMessage();
    return ":" + reason.replaceAll("[\\r\\n]", " ") + "\nretry: " + retry + "\n\n";
  }
}
