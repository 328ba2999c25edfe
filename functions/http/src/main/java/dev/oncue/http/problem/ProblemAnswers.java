package dev.oncue.http.problem;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;

/** Answers failures of plain Vert.x routes with a problem document. */
public final class ProblemAnswers {
  private ProblemAnswers() {}

  /** Ends a request with what its failure comes to. Does nothing when it was answered already. */
  public static void end(RoutingContext context, Throwable failure) {
    end(context, ProblemException.of(failure));
  }

  static void end(RoutingContext context, ProblemException refusal) {
    end(context, refusal, refusal.problem().status());
  }

  /** Ends a request with a problem, under another status than the problem's own. */
  public static void end(RoutingContext context, ProblemException refusal, int status) {
    HttpServerResponse response = context.response();
    if (response.ended() || response.headWritten()) {
      return;
    }
    response.setStatusCode(status);
    response.putHeader("Content-Type", Problem.MEDIA_TYPE);
    if (refusal.mayBeRetried()) {
      response.putHeader("Retry-After", refusal.retryAfterSeconds());
    }
    if (refusal.problem() == Problem.UNAUTHORIZED) {
      response.putHeader("WWW-Authenticate", "Bearer");
    }
    response.end(Buffer.buffer(refusal.document(status)));
  }
}
