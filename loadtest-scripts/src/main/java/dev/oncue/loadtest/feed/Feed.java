package dev.oncue.loadtest.feed;

import dev.oncue.loadtest.Target;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;

/**
 * A viewer's connection to the feed of a stream. It comes back with the last event's id, as a
 * browser does. Belongs to the event loop.
 */
public final class Feed {
  /** What a feed tells. */
  public interface Listener {
    /** An event came in; {@code id} is the last that was seen, {@code null} before the first. */
    void event(String id, String type, String data);

    /** The connection ended. */
    void lost();

    /** The feed could not be had. */
    void refused(String why);
  }

  private final HttpClient http;
  private final String path;
  private final Listener listener;
  private String lastEventId;
  private HttpConnection connection;

  /**
   * A stream's feed, not connected yet.
   *
   * @param http has a connection for each feed
   */
  public Feed(HttpClient http, String stream, String token, Listener listener) {
    this.http = http;
    this.path = "/streams/" + stream + "/feed?token=" + token;
    this.listener = listener;
  }

  /**
   * A client for requests to one target that each have a connection of their own.
   *
   * @param connections at most as many
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

  /** Connects, also after the feed was lost. */
  public void connect() {
    RequestOptions request =
        new RequestOptions().setURI(path).putHeader("Accept", "text/event-stream");
    if (lastEventId != null) {
      request.putHeader("Last-Event-ID", lastEventId);
    }
    http.request(request)
        .compose(HttpClientRequest::send)
        .onSuccess(this::read)
        .onFailure(failure -> listener.refused(failure.getMessage()));
  }

  private void read(HttpClientResponse response) {
    if (response.statusCode() != 200) {
      response.end();
      listener.refused("status " + response.statusCode());
      return;
    }
    connection = response.request().connection();
    SseReader reader = new SseReader(this::event);
    response.handler(reader);
    response.end().onComplete(ended -> listener.lost());
  }

  private void event(String id, String type, String data) {
    if (id != null) {
      lastEventId = id;
    }
    listener.event(id, type, data);
  }

  /** Cuts the connection, as a lost network does; the listener is told as of any other loss. */
  public void drop() {
    if (connection != null) {
      connection.close();
    }
  }
}
