package dev.oncue.live;

import dev.oncue.http.Caller;
import dev.oncue.http.Drain;
import dev.oncue.http.Group;
import dev.oncue.http.Problem;
import dev.oncue.http.ProblemAnswers;
import dev.oncue.http.Tokens;
import dev.oncue.json.Fields;
import dev.oncue.stream.StreamId;
import io.quarkus.runtime.ShutdownDelayInitiatedEvent;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * {@code GET /streams/{stream}/feed}: Server-Sent Events. A plain Vert.x route and not a REST
 * endpoint, because a frame is written to thousands of connections as the same buffer.
 */
@Singleton
final class FeedRoute {
  private final Tokens tokens;
  private final Feeds feeds;
  private final Audiences audiences;
  private final FeedAge age;
  private final StreamStates states;
  private final Vertx vertx;
  private final Drain drain;

  @Inject
  FeedRoute(
      Tokens tokens,
      Feeds feeds,
      Audiences audiences,
      FeedAge age,
      StreamStates states,
      Vertx vertx,
      Drain drain) {
    this.tokens = tokens;
    this.feeds = feeds;
    this.audiences = audiences;
    this.age = age;
    this.states = states;
    this.vertx = vertx;
    this.drain = drain;
  }

  void routes(@Observes Router router) {
    Router streams = Router.router(vertx);
    streams.get("/:stream/feed").handler(this::connect);
    // A prefix, since the pattern inside is matched by a regular expression.
    router.route("/streams/*").subRouter(streams);
  }

  /** The process is about to end. */
  void end(@Observes ShutdownDelayInitiatedEvent event) {
    audiences.sendAllAway();
  }

  private void connect(RoutingContext context) {
    Caller caller = caller(context.request()).require(Group.VIEWER, Group.HOST);
    StreamId stream = caller.reach(Fields.requireName("stream", context.pathParam("stream")));
    if (drain.isEnding()) {
      throw Problem.OVERLOADED.with("this instance is about to end; connect again");
    }
    subscribe(context, stream, caller);
  }

  private Caller caller(HttpServerRequest request) {
    String header = request.getHeader("Authorization");
    String parameter = request.getParam("token");
    return header == null && parameter != null ? tokens.verify(parameter) : tokens.caller(header);
  }

  private void subscribe(RoutingContext context, StreamId stream, Caller caller) {
    HttpServerResponse response = context.response();
    Subscriber subscriber =
        new Subscriber(response, context.request().connection(), caller.is(Group.HOST));
    boolean viewer = caller.is(Group.VIEWER);
    Feed feed = feeds.connect(stream);
    audiences.add(stream, subscriber);
    if (viewer) {
      feed.viewers(1);
    }
    context.addEndHandler(gone -> leave(stream, subscriber, feed, viewer));
    age.limit(context, subscriber);
    response.exceptionHandler(broken -> {});
    Context loop = vertx.getOrCreateContext();
    feed.welcome(cursor(context.request()))
        .thenCompose(welcome -> bytes(welcome, subscriber, caller))
        .whenComplete(
            (opening, fault) ->
                loop.runOnContext(
                    onLoop -> {
                      if (fault == null) {
                        begin(response, subscriber, opening);
                      } else {
                        ProblemAnswers.end(context, fault);
                      }
                    }));
  }

  private record Opening(Buffer bytes, Place covered) {}

  private CompletionStage<Opening> bytes(Welcome welcome, Subscriber subscriber, Caller caller) {
    if (welcome.snapshot() == null) {
      Buffer bytes = Buffer.buffer(":\n\n");
      for (Frame frame : welcome.missed()) {
        Buffer missed = frame.bytes(subscriber.isHost());
        if (missed != null) {
          bytes.appendBuffer(missed);
        }
      }
      return CompletableFuture.completedFuture(new Opening(bytes, welcome.covered()));
    }
    Snapshot snapshot = welcome.snapshot();
    return states
        .document(snapshot, caller)
        .thenApply(
            state ->
                new Opening(
                    Frame.encode(snapshot.cursor(subscriber.isHost()), "state", state),
                    snapshot.place()));
  }

  private static void begin(HttpServerResponse response, Subscriber subscriber, Opening opening) {
    if (response.closed() || response.ended()) {
      return;
    }
    response
        .setChunked(true)
        .putHeader("Content-Type", "text/event-stream;charset=UTF-8")
        .putHeader("Cache-Control", "no-store")
        // Asks nginx and those who follow it not to hold frames back.
        .putHeader("X-Accel-Buffering", "no");
    subscriber.begin(opening.bytes(), opening.covered());
  }

  private void leave(StreamId stream, Subscriber subscriber, Feed feed, boolean viewer) {
    audiences.remove(stream, subscriber);
    feeds.disconnect(stream);
    if (viewer) {
      feed.viewers(-1);
    }
  }

  private static String cursor(HttpServerRequest request) {
    String last = request.getHeader("Last-Event-ID");
    return last == null ? request.getParam("cursor") : last;
  }
}
