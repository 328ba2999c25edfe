package dev.oncue.loadtest.feed;

import static org.assertj.core.api.Assertions.assertThat;

import dev.oncue.loadtest.Futures;
import dev.oncue.loadtest.Target;
import dev.oncue.loadtest.Tokens;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Subscribers of a server over real sockets, which says what each test has it say. */
class SubscribersTest {
  private static final int SIZE = 450;
  private static final String POLL = "{\"poll\":\"q1\"}";
  private static final Duration TIMEOUT = Duration.ofSeconds(30);

  private final Vertx vertx = Vertx.vertx();
  private final FeedStats stats = new FeedStats(SIZE, Duration.ZERO);
  private final List<HttpServerResponse> connections = new ArrayList<>();
  private final List<String> cursors = new ArrayList<>();
  private final List<String> tokens = new ArrayList<>();
  private final Promise<Void> allBack = Promise.promise();
  private int refusals;
  private Subscribers subscribers;

  @BeforeEach
  void start() throws Exception {
    stats.opening();
    HttpServer server = vertx.createHttpServer().requestHandler(this::connected);
    int port = Futures.await(server.listen(0, "127.0.0.1"), TIMEOUT).actualPort();
    subscribers =
        new Subscribers(vertx, Target.local(port), "s", SIZE, new Tokens(new byte[32]), stats);
  }

  @AfterEach
  void stop() throws Exception {
    subscribers.leave();
    Futures.await(vertx.close(), TIMEOUT);
  }

  private synchronized void connected(HttpServerRequest request) {
    HttpServerResponse response = request.response();
    if (refusals-- > 0) {
      response.setStatusCode(503).end();
      return;
    }
    String cursor = request.getHeader("Last-Event-ID");
    cursors.add(cursor);
    tokens.add(request.getParam("token"));
    connections.add(response);
    if (cursors.size() == 2 * SIZE) {
      allBack.complete();
    }
    response.closeHandler(gone -> forget(response));
    response.setChunked(true).putHeader("Content-Type", "text/event-stream");
    response.write(cursor == null ? event("e-7", "state", "{}") : event("e-8", "viewers", "{}"));
  }

  private synchronized void forget(HttpServerResponse response) {
    connections.remove(response);
  }

  private static String event(String id, String type, String data) {
    return "id: " + id + "\nevent: " + type + "\ndata: " + data + "\n\n";
  }

  private synchronized void tellAll(String id, String type, String data) {
    connections.forEach(connection -> connection.write(event(id, type, data)));
  }

  private synchronized void endAll() {
    connections.forEach(HttpServerResponse::end);
    connections.clear();
  }

  private static String tally(Instant asOf) {
    return "{\"poll\":\"q1\",\"result\":{\"asOf\":\"" + asOf + "\"}}";
  }

  @Test
  void eachGetsEveryEvent() throws Exception {
    subscribers.connect();
    assertThat(subscribers.back).isEqualTo(SIZE);
    tellAll("e-8", "poll-opened", POLL);
    Futures.await(stats.seenByAll("poll-opened", "q1"), TIMEOUT);
    tellAll("e-9", "tally", tally(Instant.now().minusSeconds(60)));
    tellAll("e-10", "poll-closed", POLL);
    Futures.await(stats.seenByAll("poll-closed", "q1"), TIMEOUT);
    assertThat(stats.events).isEqualTo(4 * SIZE);
    assertThat(stats.opened.size()).isEqualTo(SIZE);
    assertThat(stats.opened.millis(1)).isPositive();
    assertThat(stats.tallies.size()).isEqualTo(SIZE);
    assertThat(stats.tallies.millis(0.01)).isGreaterThanOrEqualTo(60_000);
    assertThat(stats.errors).isZero();
  }

  @Test
  void anEventThatIsLeftOutOrComesTwiceIsAnError() throws Exception {
    subscribers.connect();
    tellAll("e-9", "poll-opened", POLL);
    tellAll("e-9", "poll-closed", POLL);
    Futures.await(stats.seenByAll("poll-closed", "q1"), TIMEOUT);
    assertThat(stats.errors).isEqualTo(2 * SIZE);
    assertThat(stats.examples.get(0)).endsWith("got poll-opened e-9 after e-7");
  }

  @Test
  void whoIsDroppedComesBackWithWhatItSawLast() throws Exception {
    subscribers.connect();
    subscribers.dropAll(Duration.ofMillis(300));
    assertThat(subscribers.resumed).isEqualTo(SIZE);
    assertThat(subscribers.backLatencies.size()).isEqualTo(SIZE);
    assertThat(cursors.subList(SIZE, 2 * SIZE)).containsOnly("e-7");
    assertThat(subscribers.lost).isZero();
    assertThat(stats.errors).isZero();
  }

  @Test
  void eachHasATokenOfItsOwnAndComesBackWithIt() throws Exception {
    subscribers.connect();
    assertThat(tokens).hasSize(SIZE).doesNotHaveDuplicates();
    subscribers.dropAll(Duration.ofMillis(300));
    assertThat(tokens.subList(SIZE, 2 * SIZE))
        .containsExactlyInAnyOrderElementsOf(tokens.subList(0, SIZE));
  }

  @Test
  void whoIsRefusedComesAgain() throws Exception {
    refusals = 50;
    subscribers.connect();
    assertThat(subscribers.refused).isEqualTo(50);
    assertThat(subscribers.back).isEqualTo(SIZE);
  }

  @Test
  void whomTheServerDropsComesBackToo() throws Exception {
    subscribers.connect();
    endAll();
    Futures.await(allBack.future(), TIMEOUT);
    tellAll("e-9", "poll-opened", POLL);
    Futures.await(stats.seenByAll("poll-opened", "q1"), TIMEOUT);
    assertThat(subscribers.lost).isEqualTo(SIZE);
    assertThat(stats.errors).isZero();
  }
}
