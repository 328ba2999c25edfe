package dev.oncue.loadtest.feed;

import dev.oncue.loadtest.Target;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.PoolOptions;

/** The feeds that one event loop follows, each over a connection of its own. */
public final class Feeds {
  private final HttpClient http;
  private final SseReader.Seen seen = new SseReader.Seen();

  /**
   * None is followed yet.
   *
   * @param connections at most as many at once
   */
  public Feeds(Vertx vertx, Target live, int connections) {
    http = client(vertx, live, connections);
  }

  /**
   * A client for requests that never wait for one another's connection.
   *
   * @param target where those go that name no other
   */
  public static HttpClient client(Vertx vertx, Target target, int connections) {
    HttpClientOptions options =
        new HttpClientOptions()
            .setDefaultHost(target.host())
            .setDefaultPort(target.port())
            .setSsl(target.tls())
            .setConnectTimeout(10_000);
    // The request on a lost connection fails and is counted; the log need not say it, too.
    return vertx
        .httpClientBuilder()
        .with(options)
        .with(new PoolOptions().setHttp1MaxSize(connections))
        .withConnectHandler(connection -> connection.exceptionHandler(counted -> {}))
        .build();
  }

  /** A stream's feed, not connected yet. */
  public Feed feed(String stream, String token, Feed.Listener listener) {
    return new Feed(http, seen, "/streams/" + stream + "/feed?token=" + token, listener);
  }

  /** Closes all connections. */
  public Future<Void> close() {
    return http.close();
  }
}
