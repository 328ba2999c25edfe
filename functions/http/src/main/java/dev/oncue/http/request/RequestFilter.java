package dev.oncue.http.request;

import dev.oncue.http.lifecycle.Drain;
import dev.oncue.http.problem.Problem;
import dev.oncue.http.problem.ProblemAnswers;
import dev.oncue.http.problem.ProblemException;
import io.quarkus.arc.All;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import io.vertx.ext.web.handler.HttpException;
import io.vertx.ext.web.impl.RoutingContextInternal;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The first thing every request meets: refuses bodies that are too large before they are read, and
 * bodies that are announced and do not come. Turns the failures of plain routes into problems.
 */
@Singleton
public final class RequestFilter {
  /** The largest body, in bytes, where no {@link BodyLimit} says otherwise. */
  public static final int MAX_BODY_BYTES = 16 * 1024;

  /** Under this key a request's context has its own Content-Type, where it was another. */
  public static final String SENT_CONTENT_TYPE = "oncue.content-type";

  private static final String ALL_METHODS = "GET, HEAD, POST, PUT, DELETE, OPTIONS";
  private static final String JSON = "application/json";
  private static final String EVENT = "application/cloudevents";
  private static final int BEFORE_ALL_ELSE = Integer.MIN_VALUE;

  /** Before Quarkus' REST layer. */
  private static final int AFTER_BODY = -50;

  private static final int AFTER_ALL_ELSE = 1_000_000;

  private final ThreadLocal<BodyTimeouts> bodies;
  private final Drain drain;

  /** Of the paths without a limit of their own. */
  private final BodyReader reader = new BodyReader(MAX_BODY_BYTES);

  /** Of the paths with one. */
  private final Map<String, BodyReader> readers;

  @Inject
  RequestFilter(Vertx vertx, Drain drain, RequestConfig config, @All List<BodyLimit> limits) {
    this.bodies = ThreadLocal.withInitial(() -> new BodyTimeouts(vertx, config.bodyTimeout()));
    this.drain = drain;
    this.readers =
        limits.stream()
            .collect(
                Collectors.toUnmodifiableMap(
                    BodyLimit::path, limit -> new BodyReader(limit.maxBytes())));
  }

  /** Reads bodies of at most so many bytes. */
  private record BodyReader(int maxBytes, BodyHandler handler) {
    BodyReader(int maxBytes) {
      this(maxBytes, BodyHandler.create(false).setBodyLimit(maxBytes));
    }
  }

  void routes(@Observes Router router) {
    router
        .route()
        .order(BEFORE_ALL_ELSE)
        .handler(this::enter)
        .failureHandler(RequestFilter::failed);
    router.route().order(AFTER_BODY).handler(RequestFilter::afterBody);
    router.route().order(AFTER_ALL_ELSE).failureHandler(RequestFilter::failed);
    // A path that cannot be decoded fails before it meets a route, and so does what is no path.
    router.errorHandler(400, RequestFilter::failed);
  }

  private void enter(RoutingContext context) {
    HttpServerRequest request = context.request();
    drain.begin();
    context.addEndHandler(ended -> drain.end());
    if (drain.isEnding()) {
      context.response().putHeader(HttpHeaders.CONNECTION, "close");
    }
    if (isRefused(context, request)) {
      return;
    }
    requirePlainPath(request.path());
    requireReadableQuery(request);
    if (hasBody(request)) {
      enterWithBody(context, request);
    } else {
      context.next();
    }
  }

  /** Whether the head was refused, and answered. */
  private static boolean isRefused(RoutingContext context, HttpServerRequest request) {
    try {
      RequestHead.require(request);
      return false;
    } catch (ProblemException refusal) {
      if (refusal.problem() == Problem.UNSUPPORTED_MEDIA_TYPE) {
        context.response().putHeader(HttpHeaders.ACCEPT_ENCODING, "identity");
      }
      // Where the body ends is not known: what follows is no other request.
      Refusals.close(context, refusal);
      return true;
    }
  }

  private static void refuseTooMuch(
      RoutingContext context, HttpServerRequest request, int maxBytes) {
    ProblemException refusal = Problem.TOO_LARGE.with("a body has at most " + maxBytes + " bytes");
    if (request.headers().contains(HttpHeaders.EXPECT)) {
      // The client waits for 100 (Continue), and sends nothing.
      Refusals.close(context, refusal);
    } else {
      Refusals.linger(context, refusal);
    }
  }

  /** Any method may come with one, also where nobody reads it. */
  private static boolean hasBody(HttpServerRequest request) {
    return request.method() == HttpMethod.POST
        || request.headers().contains(HttpHeaders.CONTENT_LENGTH)
        || request.headers().contains(HttpHeaders.TRANSFER_ENCODING);
  }

  private void enterWithBody(RoutingContext context, HttpServerRequest request) {
    BodyReader body = readers.getOrDefault(request.path(), reader);
    if (announcesTooMuch(request, body.maxBytes())) {
      refuseTooMuch(context, request, body.maxBytes());
    } else {
      awaitBody(context, request);
      body.handler().handle(context);
    }
  }

  private void awaitBody(RoutingContext context, HttpServerRequest request) {
    if (request.headers().contains(HttpHeaders.TRANSFER_ENCODING)) {
      ChunkGuard.watch(context);
    }
    if (request.headers().contains(HttpHeaders.EXPECT)) {
      askForBody(context, request);
    }
    // Bodies are JSON whatever they are called: "curl -d" calls them a form, and then Vert.x
    // would read them as one.
    callJson(context, request);
    if ("0".equals(request.getHeader(HttpHeaders.CONTENT_LENGTH))) {
      // Quarkus would wait for the end of a body that its body handler has found empty.
      request.headers().remove(HttpHeaders.CONTENT_LENGTH);
    }
    BodyTimeouts mine = bodies.get();
    mine.await(context);
    context.addEndHandler(ended -> mine.forget(context));
  }

  /** RFC 9110, section 10.1.1: HTTP/1.0 knows no answer that is not the last. */
  private static void askForBody(RoutingContext context, HttpServerRequest request) {
    if (request.version() == HttpVersion.HTTP_1_1) {
      context.response().writeContinue();
    }
    // It is done: a body handler would say it again.
    request.headers().remove(HttpHeaders.EXPECT);
  }

  /**
   * The REST layer leaves out what follows a semicolon, and empty parts: one address has one form.
   */
  private static void requirePlainPath(String path) {
    if (path != null && (path.indexOf(';') >= 0 || path.contains("//"))) {
      throw Problem.NOT_FOUND.with(Problem.NOT_FOUND.title());
    }
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

  private static void callJson(RoutingContext context, HttpServerRequest request) {
    String contentType = request.getHeader(HttpHeaders.CONTENT_TYPE);
    if (contentType == null) {
      request.headers().set(HttpHeaders.CONTENT_TYPE, JSON);
    } else if (!contentType.equals(JSON)
        && !contentType.regionMatches(true, 0, EVENT, 0, EVENT.length())) {
      context.put(SENT_CONTENT_TYPE, contentType);
      request.headers().set(HttpHeaders.CONTENT_TYPE, JSON);
    }
  }

  private static boolean announcesTooMuch(HttpServerRequest request, int maxBytes) {
    String length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
    return length != null && length.length() < 19 && Long.parseLong(length) > maxBytes;
  }

  /**
   * Without a body Quarkus' REST layer waits for the end of a request, which has been here where a
   * body handler has read it.
   */
  private static void afterBody(RoutingContext context) {
    HttpServerRequest request = context.request();
    boolean isRead = request.headers().contains(HttpHeaders.TRANSFER_ENCODING) && request.isEnded();
    if (isRead && context.body().buffer() == null) {
      ((RoutingContextInternal) context).setBody(Buffer.buffer());
    }
    context.next();
  }

  private static void failed(RoutingContext context) {
    if (!RequestHead.namesAddress(context.request())) {
      // Such a one fails before it meets a route.
      failedWithoutAddress(context);
      return;
    }
    Throwable failure = context.failure();
    boolean decidedByStatus = failure == null || failure instanceof HttpException;
    if (decidedByStatus || context.statusCode() < 500) {
      Problem problem = Problem.ofStatus(context.statusCode());
      failure = problem.with(problem.title());
      if (problem == Problem.TOO_LARGE) {
        Refusals.linger(context, problem.with(problem.title()));
        return;
      }
    }
    ProblemAnswers.end(context, failure);
  }

  private static void failedWithoutAddress(RoutingContext context) {
    if (RequestHead.isAboutTheServer(context.request())) {
      context.response().setStatusCode(204).putHeader(HttpHeaders.ALLOW, ALL_METHODS).end();
    } else {
      Refusals.close(
          context, Problem.MALFORMED.with("request line: its target must be a path or an address"));
    }
  }
}
