package dev.oncue.live;

import dev.oncue.http.lifecycle.Drain;
import dev.oncue.http.problem.Problem;
import dev.oncue.http.problem.ProblemException;
import dev.oncue.http.token.Caller;
import dev.oncue.http.token.Group;
import dev.oncue.http.token.Tokens;
import dev.oncue.json.Fields;
import dev.oncue.stream.StreamId;
import io.quarkus.runtime.ShutdownDelayInitiatedEvent;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
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
  private final FeedLimits limits;
  private final StreamStates states;
  private final StateMemory memory;
  private final Vertx vertx;
  private final Drain drain;

  @Inject
  FeedRoute(
      Tokens tokens,
      Feeds feeds,
      SubscriberGroups groups,
      FeedAge age,
      FeedLimits limits,
      StreamStates states,
      StateMemory memory,
      Vertx vertx,
      Drain drain) {
    this.tokens = tokens;
    this.feeds = feeds;
    this.groups = groups;
    this.age = age;
    this.limits = limits;
    this.states = states;
    this.memory = memory;
    this.vertx = vertx;
    this.drain = drain;
  }

  void routes(@Observes Router router) {
    Router streams = Router.router(vertx);
    streams.get("/:stream/feed").handler(this::answer);
    // A prefix, since the pattern inside is matched by a regular expression.
    router.route("/streams/*").subRouter(streams);
  }

  /** The process is about to end. */
  void end(@Observes ShutdownDelayInitiatedEvent event) {
    groups.reconnectAll();
  }

  private void answer(RoutingContext context) {
    try {
      connect(context);
    } catch (Throwable refusal) {
      // Here, since the router would ask the first route of all what to make of it.
      FeedAnswers.refuse(context, refusal);
    }
  }

  private void connect(RoutingContext context) {
    Caller caller = caller(context.request()).require(Group.VIEWER, Group.HOST);
    StreamId stream = caller.reach(Fields.requireName("stream", context.pathParam("stream")));
    if (drain.isEnding()) {
      throw Problem.OVERLOADED.with("this instance is about to end; connect again");
    }
    FeedLimits.Place place = limits.take(caller, stream);
    context.addEndHandler(gone -> place.close());
    subscribe(context, stream, caller);
  }

  private Caller caller(HttpServerRequest request) {
    String header = request.getHeader("Authorization");
    String parameter = request.getParam("token");
    return header == null && parameter != null ? tokens.verify(parameter) : tokens.caller(header);
  }

  private void subscribe(RoutingContext context, StreamId stream, Caller caller) {
    HttpServerResponse response = context.response();
    boolean host = caller.is(Group.HOST);
    boolean viewer = caller.is(Group.VIEWER);
    Transfer transfer = new Transfer(vertx, response, context.request().connection());
    Subscriber subscriber = new Subscriber(response, transfer, host);
    Feed feed = feeds.connect(stream);
    groups.add(stream, subscriber);
    if (viewer) {
      feed.viewers(1);
    }
    context.addEndHandler(gone -> leave(stream, subscriber, feed, viewer));
    age.limit(context, subscriber, caller.expiresAt());
    response.exceptionHandler(broken -> {});
    Context loop = vertx.getOrCreateContext();
    feed.initialEvents(cursor(context.request()), host)
        // Not on the feed's event loop, where all who connect would be served one after the other.
        .thenComposeAsync(
            initial -> first(initial, caller), task -> loop.runOnContext(onLoop -> task.run()))
        .whenComplete(
            (first, fault) ->
                loop.runOnContext(
                    onLoop -> {
                      if (fault == null) {
                        begin(context, subscriber, first);
                      } else {
                        FeedAnswers.refuse(context, fault);
                      }
                    }));
  }

  private CompletionStage<FirstEvents> first(InitialEvents initial, Caller caller) {
    StateDocument state = initial.state();
    if (state == null) {
      return CompletableFuture.completedFuture(FirstEvents.missed(initial, caller.is(Group.HOST)));
    }
    return states.document(state, caller).thenApply(parts -> FirstEvents.state(state, parts));
  }

  private void begin(RoutingContext context, Subscriber subscriber, FirstEvents first) {
    HttpServerResponse response = context.response();
    if (response.closed() || response.ended()) {
      return;
    }
    StateDocument state = first.state();
    if (state == null) {
      FeedAnswers.begin(response);
      subscriber.begin(first, () -> {});
      return;
    }
    StateMemory.Hold hold;
    try {
      hold = memory.hold(state);
    } catch (ProblemException full) {
      FeedAnswers.refuse(context, full);
      return;
    }
    context.addEndHandler(gone -> hold.close());
    FeedAnswers.begin(response);
    subscriber.begin(first, hold::close);
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
