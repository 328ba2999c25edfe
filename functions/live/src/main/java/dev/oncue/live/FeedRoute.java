package dev.oncue.live;

import dev.oncue.http.lifecycle.Drain;
import dev.oncue.http.problem.Problem;
import dev.oncue.http.problem.ProblemAnswers;
import dev.oncue.http.token.Caller;
import dev.oncue.http.token.Group;
import dev.oncue.http.token.Tokens;
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
  private final SubscriberGroups groups;
  private final FeedAge age;
  private final StreamStates states;
  private final Vertx vertx;
  private final Drain drain;

  @Inject
  FeedRoute(
      Tokens tokens,
      Feeds feeds,
      SubscriberGroups groups,
      FeedAge age,
      StreamStates states,
      Vertx vertx,
      Drain drain) {
    this.tokens = tokens;
    this.feeds = feeds;
    this.groups = groups;
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
    groups.reconnectAll();
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
    groups.add(stream, subscriber);
    if (viewer) {
      feed.viewers(1);
    }
    context.addEndHandler(gone -> leave(stream, subscriber, feed, viewer));
    age.limit(context, subscriber, caller.expiresAt());
    response.exceptionHandler(broken -> {});
    Context loop = vertx.getOrCreateContext();
    feed.initialEvents(cursor(context.request()))
        // Not on the feed's event loop, where all who connect would be served one after the other.
        .thenComposeAsync(
            initial -> bytes(initial, subscriber, caller),
            task -> loop.runOnContext(onLoop -> task.run()))
        .whenComplete(
            (first, fault) ->
                loop.runOnContext(
                    onLoop -> {
                      if (fault == null) {
                        begin(response, subscriber, first);
                      } else {
                        ProblemAnswers.end(context, fault);
                      }
                    }));
  }

  private record FirstBytes(Buffer bytes, EventId covered) {}

  private CompletionStage<FirstBytes> bytes(
      InitialEvents initial, Subscriber subscriber, Caller caller) {
    if (initial.snapshot() == null) {
      Buffer bytes = Buffer.buffer(":\n\n");
      for (Frame frame : initial.missed()) {
        Buffer missed = frame.bytes(subscriber.isHost());
        if (missed != null) {
          bytes.appendBuffer(missed);
        }
      }
      return CompletableFuture.completedFuture(new FirstBytes(bytes, initial.covered()));
    }
    Snapshot snapshot = initial.snapshot();
    return states
        .document(snapshot, caller)
        .thenApply(
            state ->
                new FirstBytes(
                    Frame.encode(snapshot.cursor(subscriber.isHost()), "state", state),
                    snapshot.place()));
  }

  private static void begin(HttpServerResponse response, Subscriber subscriber, FirstBytes first) {
    if (response.closed() || response.ended()) {
      return;
    }
    response
        .setChunked(true)
        .putHeader("Content-Type", "text/event-stream;charset=UTF-8")
        .putHeader("Cache-Control", "no-store, no-transform")
        // Asks nginx and those who follow it not to hold frames back.
        .putHeader("X-Accel-Buffering", "no");
    subscriber.begin(first.bytes(), first.covered());
  }

  private void leave(StreamId stream, Subscriber subscriber, Feed feed, boolean viewer) {
    groups.remove(stream, subscriber);
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
