package dev.oncue.loadtest.feed;

import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpConnection;
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
  private final SseReader.Seen seen;
  private final String path;
  private final Listener listener;
  private String lastEventId;
  private HttpConnection connection;

  Feed(HttpClient http, SseReader.Seen seen, String path, Listener listener) {
    this.http = http;
    this.seen = seen;
    this.path = path;
    this.listener = listener;
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
    response.handler(new SseReader(seen, this::event));
    response.end().onComplete(ended -> listener.lost());
  }

  private void event(SseEvent event) {
    if (event.id() != null) {
      lastEventId = event.id();
    }
    listener.event(lastEventId, event.type(), event.data());
  }

  /** Cuts the connection, as a lost network does; the listener is told as of any other loss. */
  public void drop() {
    if (connection != null) {
      connection.close();
    }
  }
}
