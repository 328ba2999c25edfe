package dev.oncue.testbed.feed;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;

/**
 * One connection to a feed, which never waits longer than 30 seconds. Several threads may wait for
 * an event, one may take the next. The feed is read as the WHATWG's event streams are: lines,
 * fields, and an event at each empty line.
 */
public final class EventStream implements Flow.Subscriber<String>, AutoCloseable {
  private static final Duration TIMEOUT = Duration.ofSeconds(30);
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final HttpClient CLIENT =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  private final List<Event> events = new CopyOnWriteArrayList<>();
  private final AtomicInteger comments = new AtomicInteger();
  private final CompletableFuture<HttpResponse.ResponseInfo> head = new CompletableFuture<>();
  private final CompletableFuture<Void> ended = new CompletableFuture<>();
  private final StringBuilder problem = new StringBuilder();
  private volatile Flow.Subscription connection;
  private CompletableFuture<?> exchange;
  private volatile Integer retryMillis;
  private int taken;

  private String id;
  private String name;
  private StringBuilder data = new StringBuilder();

  private EventStream() {}

  /**
   * One event.
   *
   * @param atNanos when it was read, by {@link System#nanoTime}
   */
  public record Event(String id, String name, JsonNode data, long atNanos) {}

  /** Connects to a feed with these headers, which are names and values. */
  public static EventStream open(URI address, String... headers) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(address).header("Accept", "text/event-stream");
    if (headers.length > 0) {
      request.headers(headers);
    }
    return open(CLIENT, request.build());
  }

  /** Connects to a feed by a client of many. */
  public static EventStream open(HttpClient http, HttpRequest request) {
    EventStream stream = new EventStream();
    stream.exchange =
        http.sendAsync(
            request,
            head -> {
              stream.head.complete(head);
              return HttpResponse.BodySubscribers.fromLineSubscriber(stream);
            });
    stream.exchange.whenComplete(
        (done, fault) -> {
          if (fault != null) {
            stream.head.completeExceptionally(fault);
          }
          stream.ended.complete(null);
        });
    return stream;
  }

  @Override
  public void onSubscribe(Flow.Subscription subscription) {
    connection = subscription;
    subscription.request(Long.MAX_VALUE);
  }

  @Override
  public void onNext(String line) {
    if (head.join().statusCode() != 200) {
      problem.append(line);
    } else if (line.isEmpty()) {
      dispatch();
    } else if (line.startsWith(":")) {
      comments.incrementAndGet();
    } else {
      field(line);
    }
  }

  private void field(String line) {
    int colon = line.indexOf(':');
    String value = line.substring(colon + 1);
    value = value.startsWith(" ") ? value.substring(1) : value;
    switch (line.substring(0, colon)) {
      case "id" -> id = value;
      case "event" -> name = value;
      case "data" -> data.append(data.isEmpty() ? "" : "\n").append(value);
      case "retry" -> retryMillis = Integer.valueOf(value);
      default -> throw new AssertionError("a field that no client knows: " + line);
    }
  }

  private void dispatch() {
    if (data.isEmpty()) {
      return;
    }
    try {
      events.add(new Event(id, name, JSON.readTree(data.toString()), System.nanoTime()));
    } catch (JsonProcessingException e) {
      throw new AssertionError(e);
    }
    name = null;
    data = new StringBuilder();
  }

  @Override
  public void onError(Throwable fault) {
    ended.complete(null);
  }

  @Override
  public void onComplete() {
    ended.complete(null);
  }

  /** The status of the answer, once it has come. */
  public int status() {
    return head.orTimeout(TIMEOUT.toSeconds(), TimeUnit.SECONDS).join().statusCode();
  }

  /** A header of the answer. */
  public String header(String headerName) {
    return head.join().headers().firstValue(headerName).orElse(null);
  }

  /** The body of an answer that is not a feed, once it is whole. */
  public String problem() {
    ended.join();
    return problem.toString();
  }

  /** All events so far. */
  public List<Event> events() {
    return List.copyOf(events);
  }

  /** All events of a name so far. */
  public List<Event> events(String ofName) {
    return events.stream().filter(event -> event.name().equals(ofName)).toList();
  }

  /** How many comments have come. */
  public int comments() {
    return comments.get();
  }

  /** What the server said last of how long to wait before coming back; {@code null}: nothing. */
  public Integer retryMillis() {
    return retryMillis;
  }

  /** Whether the server has ended the connection. */
  public boolean hasEnded() {
    return ended.isDone();
  }

  /** The next event, whatever it is, which may be still to come. */
  public Event next() {
    patiently("the next event").until(() -> events.size() > taken);
    return events.get(taken++);
  }

  /** The next event of a name; those before it are passed over. */
  public Event next(String eventName) {
    Event event = next();
    while (!event.name().equals(eventName)) {
      event = next();
    }
    return event;
  }

  /** The first event of a name, which may be still to come. */
  public Event await(String eventName) {
    return awaitEvent(eventName, event -> true);
  }

  /** The first event of a name that passes a test, which may be still to come. */
  public Event awaitEvent(String eventName, Predicate<Event> test) {
    patiently("an event " + eventName).until(() -> events(eventName).stream().anyMatch(test));
    return events(eventName).stream().filter(test).findFirst().orElseThrow();
  }

  /** The state that begins every feed of a client that is new. */
  public JsonNode awaitState() {
    assertThat(status()).isEqualTo(200);
    patiently("the first event").until(() -> !events.isEmpty());
    assertThat(events.get(0).name()).isEqualTo("state");
    return events.get(0).data();
  }

  private static ConditionFactory patiently(String awaited) {
    return Awaitility.await(awaited)
        .atMost(TIMEOUT)
        .pollDelay(Duration.ZERO)
        .pollInterval(Duration.ofMillis(10));
  }

  /** Waits until the server has ended the connection. */
  public void awaitEnd() {
    patiently("the end of the feed").until(this::hasEnded);
  }

  /** Ends the connection, as a client does that goes. */
  @Override
  public void close() {
    if (connection != null) {
      connection.cancel();
    } else {
      exchange.cancel(true);
    }
  }
}
