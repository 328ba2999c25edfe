package dev.oncue.http.request;

import dev.oncue.http.problem.ProblemAnswers;
import dev.oncue.http.problem.ProblemException;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;

/** Refuses requests after which the connection cannot be used again. */
final class Refusals {
  /** How long a client may still send what nobody reads, so that it meets the answer first. */
  private static final long LINGER_MILLIS = 1_000;

  private Refusals() {}

  /** Answers and closes at once: where the request ends is not known, or nothing of it comes. */
  static void close(RoutingContext context, ProblemException refusal) {
    end(context, refusal);
    context.request().connection().close();
  }

  /**
   * Answers, and closes when the rest of the body has come or has taken too long. A connection that
   * is closed while its client sends is reset, and the answer may be lost (RFC 9112, section 9.6).
   */
  static void linger(RoutingContext context, ProblemException refusal) {
    HttpServerRequest request = context.request();
    end(context, refusal);
    context.vertx().setTimer(LINGER_MILLIS, late -> request.connection().close());
    request.resume();
  }

  private static void end(RoutingContext context, ProblemException refusal) {
    if (!context.response().headWritten()) {
      context.response().putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
      ProblemAnswers.end(context, refusal);
    }
  }
}
