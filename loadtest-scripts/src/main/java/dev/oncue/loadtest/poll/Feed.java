package dev.oncue.loadtest.poll;

import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.RequestOptions;

/**
 * A viewer's connection to the feed of a stream. It comes back with the last event's id, as a
 * browser does. Belongs to the event loop.
 */
final class Feed {
  /** What a feed tells. */
  interface Listener {
    /** An event came in. */
    void event(String type, String data);

    /** The connection ended. */
    void lost();

    /** The feed could not be had. */
    void refused(String why);
  }

  private final HttpClient http;
  private final String path;
  private final Listener listener;
  private String lastEventId;

  /** The feed at a path that has the viewer's token in it. */
  Feed(HttpClient http, String path, Listener listener) {
    this.http = http;
    this.path = path;
    this.listener = listener;
  }

  /** Connects, also after the feed was lost. */
  void connect() {
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
    SseReader reader = new SseReader(this::event);
    response.handler(reader);
    response.end().onComplete(ended -> listener.lost());
  }

  private void event(String id, String type, String data) {
    if (id != null) {
      lastEventId = id;
    }
    listener.event(type, data);
  }
}
