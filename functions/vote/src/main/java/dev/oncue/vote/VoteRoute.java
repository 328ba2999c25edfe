package dev.oncue.vote;

import dev.oncue.http.problem.ProblemAnswers;
import dev.oncue.http.token.Tokens;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;

/**
 * {@code POST /vote} past the REST layer, which costs as much CPU time as all that is done with a
 * ballot here: takes the votes that clients send as a rule. Others go on to {@link VoteResource}
 * and are answered the same.
 */
@Singleton
final class VoteRoute {
  /** After Quarkus' CORS filter (-300), before the REST layer (10,000). */
  private static final int ORDER = -100;

  /** As the REST layer says it. */
  private static final CharSequence JSON =
      HttpHeaders.createOptimized("application/json;charset=UTF-8");

  private final Tokens tokens;
  private final VoteService service;

  @Inject
  VoteRoute(Tokens tokens, VoteService service) {
    this.tokens = tokens;
    this.service = service;
  }

  void routes(@Observes Router router) {
    router.post("/vote").order(ORDER).handler(this::vote);
  }

  private void vote(RoutingContext context) {
    Buffer body = context.body().buffer();
    if (body == null || !acceptsJson(context.request())) {
      context.next();
      return;
    }
    try {
      String authorization = context.request().getHeader(HttpHeaders.AUTHORIZATION);
      service
          .take(VoteRequest.read(tokens, authorization, body.getBytes()))
          .whenComplete((answer, fault) -> answer(context, answer, fault));
    } catch (Throwable refusal) {
      ProblemAnswers.end(context, refusal);
    }
  }

  /** Whether that is plain to see. What else the header may say, the REST layer understands. */
  private static boolean acceptsJson(HttpServerRequest request) {
    String accept = request.getHeader(HttpHeaders.ACCEPT);
    return accept == null || accept.equals("*/*") || accept.equals("application/json");
  }

  private static void answer(RoutingContext context, byte[] answer, Throwable fault) {
    if (fault == null) {
      context.response().putHeader(HttpHeaders.CONTENT_TYPE, JSON).end(Buffer.buffer(answer));
    } else {
      ProblemAnswers.end(context, fault);
    }
  }
}
