package dev.oncue.live;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.restassured.RestAssured;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A subscriber of a feed, as an {@code EventSource} is one. */
final class FeedReader implements AutoCloseable {
  private static final int PATIENCE_SECONDS = 30;

  private final BlockingQueue<Event> events = new LinkedBlockingQueue<>();
  private final HttpResponse<Stream<String>> response;
  private final CountDownLatch end = new CountDownLatch(1);

  /** One event of the feed. */
  record Event(String id, String name, JsonNode data) {}

  private FeedReader(HttpResponse<Stream<String>> response) {
    this.response = response;
    Thread reader = new Thread(this::read, "feed-reader");
    reader.setDaemon(true);
    reader.start();
  }

  /** Connects; {@code query} starts with a question mark, {@code headers} are names and values. */
  static FeedReader connect(String stream, String query, String... headers)
      throws IOException, InterruptedException {
    URI address =
        URI.create(
            RestAssured.baseURI + ":" + RestAssured.port + "/streams/" + stream + "/feed" + query);
    HttpRequest.Builder request =
        HttpRequest.newBuilder(address).header("Accept", "text/event-stream");
    if (headers.length > 0) {
      request.headers(headers);
    }
    return new FeedReader(HttpClient.newHttpClient().send(request.build(), BodyHandlers.ofLines()));
  }

  HttpResponse<?> response() {
    return response;
  }

  private void read() {
    String[] event = new String[3];
    try {
      response.body().forEach(line -> take(event, line));
    } catch (UncheckedIOException e) {
      // The test has closed the connection.
    } finally {
      end.countDown();
    }
  }

  private void take(String[] event, String line) {
    if (line.startsWith("id: ")) {
      event[0] = line.substring(4);
    } else if (line.startsWith("event: ")) {
      event[1] = line.substring(7);
    } else if (line.startsWith("data: ")) {
      event[2] = line.substring(6);
    } else if (line.isEmpty() && event[1] != null) {
      events.add(new Event(event[0], event[1], json(event[2])));
      event[1] = null;
    }
  }

  private static JsonNode json(String text) {
    try {
      return new ObjectMapper().readTree(text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The next event, whatever it is. */
  Event next() throws InterruptedException {
    Event event = events.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
    if (event == null) {
      throw new AssertionError("the feed said nothing for " + PATIENCE_SECONDS + " s");
    }
    return event;
  }

  /** The next event of a name; those before it are passed over. */
  Event next(String name) throws InterruptedException {
    Event event = next();
    while (!event.name().equals(name)) {
      event = next();
    }
    return event;
  }

  /** Whether the feed ends, for which it is given some time. */
  boolean ended() throws InterruptedException {
    return end.await(PATIENCE_SECONDS, TimeUnit.SECONDS);
  }

  @Override
  public void close() {
    response.body().close();
  }
}
