package dev.oncue.http;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.HttpException;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;

/**
 * The first thing every request meets: refuses bodies that are too large before they are read, and
 * bodies that are announced and do not come. Turns the failures of plain routes into problems.
 */
@Singleton
final class RequestGate {
  /** The largest body, in bytes. */
  static final int MAX_BODY_BYTES = 16 * 1024;

  private static final String JSON = "application/json";
  private static final int BEFORE_ALL_ELSE = Integer.MIN_VALUE;
  private static final int AFTER_ALL_ELSE = 1_000_000;

  private final ThreadLocal<LateBodies> bodies;
  private final Drain drain;

  @Inject
  RequestGate(Vertx vertx, Drain drain) {
    this.bodies = ThreadLocal.withInitial(() -> new LateBodies(vertx));
    this.drain = drain;
  }

  void routes(@Observes Router router) {
    router.route().order(BEFORE_ALL_ELSE).handler(this::enter).failureHandler(RequestGate::failed);
    router.route().order(AFTER_ALL_ELSE).failureHandler(RequestGate::failed);
    // A path that cannot be decoded fails before it meets a route.
    router.errorHandler(400, RequestGate::failed);
  }

  private void enter(RoutingContext context) {
    HttpServerRequest request = context.request();
    drain.begin();
    context.addEndHandler(ended -> drain.end());
    if (drain.isEnding()) {
      context.response().putHeader(HttpHeaders.CONNECTION, "close");
    }
    requireReadableQuery(request);
    if (request.method() == HttpMethod.POST) {
      if (announcesTooMuch(request)) {
        // The body is not read, so the connection cannot be used again.
        context.response().putHeader(HttpHeaders.CONNECTION, "close");
        throw Problem.TOO_LARGE.with("a body has at most " + MAX_BODY_BYTES + " bytes");
      }
      // Bodies are JSON whatever they are called: "curl -d" calls them a form, and then Vert.x
      // would read them as one.
      callJson(request);
      if ("0".equals(request.getHeader(HttpHeaders.CONTENT_LENGTH))) {
        // Quarkus would wait for the end of a body that its body handler has found empty.
        request.headers().remove(HttpHeaders.CONTENT_LENGTH);
      }
      LateBodies mine = bodies.get();
      mine.await(context);
      context.addEndHandler(ended -> mine.forget(context));
    }
    context.next();
  }

  private static void requireReadableQuery(HttpServerRequest request) {
    String query = request.query();
    if (query == null || query.indexOf('%') < 0) {
      return;
    }
    try {
      request.params();
    } catch (IllegalArgumentException e) {
      throw Problem.MALFORMED.with("query: has an escape that cannot be decoded");
    }
  }

  private static void callJson(HttpServerRequest request) {
    String contentType = request.getHeader(HttpHeaders.CONTENT_TYPE);
    if (contentType == null
        || !contentType.equals(JSON) && !contentType.startsWith("application/cloudevents")) {
      request.headers().set(HttpHeaders.CONTENT_TYPE, JSON);
    }
  }

  private static boolean announcesTooMuch(HttpServerRequest request) {
    String length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
    return length != null && length.length() < 19 && Long.parseLong(length) > MAX_BODY_BYTES;
  }

  private static void failed(RoutingContext context) {
    Throwable failure = context.failure();
    boolean decidedByStatus = failure == null || failure instanceof HttpException;
    if (decidedByStatus || context.statusCode() < 500) {
      Problem problem = Problem.ofStatus(context.statusCode());
      failure = problem.with(problem.title());
    }
    ProblemAnswers.end(context, failure);
  }
}
