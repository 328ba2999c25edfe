package dev.oncue.loadtest.feed;

import static org.assertj.core.api.Assertions.assertThat;

import dev.oncue.loadtest.Loop;
import dev.oncue.loadtest.Target;
import dev.oncue.loadtest.Tokens;
import io.vertx.core.Future;
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
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final Vertx vertx = Vertx.vertx();
  private final Arrivals arrivals = new Arrivals(SIZE, Duration.ZERO);
  private final List<HttpServerResponse> connections = new ArrayList<>();
  private final List<String> cursors = new ArrayList<>();
  private final List<String> tokens = new ArrayList<>();
  private int refusals;
  private Subscribers subscribers;

  @BeforeEach
  void start() throws Exception {
    arrivals.opening();
    HttpServer server = vertx.createHttpServer().requestHandler(this::connected);
    int port = Loop.await(server.listen(0, "127.0.0.1"), PATIENCE).actualPort();
    subscribers =
        new Subscribers(vertx, Target.local(port), "s", SIZE, new Tokens(new byte[32]), arrivals);
  }

  @AfterEach
  void stop() throws Exception {
    Loop.run(vertx, subscribers::leave, PATIENCE);
    Loop.await(vertx.close(), PATIENCE);
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

  private static String tally(Instant asOf) {
    return "{\"poll\":\"q1\",\"result\":{\"asOf\":\"" + asOf + "\"}}";
  }

  private void connect() throws Exception {
    Loop.run(vertx, subscribers::connect, PATIENCE);
  }

  @Test
  void eachGetsEveryEvent() throws Exception {
    connect();
    assertThat(subscribers.back()).isEqualTo(SIZE);
    tellAll("e-8", "poll-opened", "{}");
    Loop.await(arrivals.allOpened(), PATIENCE);
    tellAll("e-9", "tally", tally(Instant.now().minusSeconds(60)));
    tellAll("e-10", "poll-closed", "{}");
    Loop.await(arrivals.allClosed(), PATIENCE);
    assertThat(arrivals.events()).isEqualTo(4 * SIZE);
    assertThat(arrivals.opened().size()).isEqualTo(SIZE);
    assertThat(arrivals.opened().millis(1)).isPositive();
    assertThat(arrivals.tallies().size()).isEqualTo(SIZE);
    assertThat(arrivals.tallies().millis(0.01)).isGreaterThanOrEqualTo(60_000);
    assertThat(subscribers.errors()).isZero();
  }

  @Test
  void anEventThatIsLeftOutOrComesTwiceIsAnError() throws Exception {
    connect();
    tellAll("e-9", "poll-opened", "{}");
    tellAll("e-9", "poll-closed", "{}");
    Loop.await(arrivals.allClosed(), PATIENCE);
    assertThat(subscribers.errors()).isEqualTo(2 * SIZE);
    assertThat(subscribers.examples().get(0)).endsWith("got poll-opened e-9 after e-7");
  }

  @Test
  void whoIsDroppedComesBackWithWhatItSawLast() throws Exception {
    connect();
    Loop.run(vertx, () -> subscribers.dropAll(Duration.ofMillis(300)), PATIENCE);
    assertThat(subscribers.resumed()).isEqualTo(SIZE);
    assertThat(subscribers.backLatencies().size()).isEqualTo(SIZE);
    assertThat(cursors.subList(SIZE, 2 * SIZE)).containsOnly("e-7");
    assertThat(subscribers.lost()).isZero();
    assertThat(subscribers.errors()).isZero();
  }

  @Test
  void eachHasATokenOfItsOwnAndComesBackWithIt() throws Exception {
    connect();
    assertThat(tokens).hasSize(SIZE).doesNotHaveDuplicates();
    Loop.run(vertx, () -> subscribers.dropAll(Duration.ofMillis(300)), PATIENCE);
    assertThat(tokens.subList(SIZE, 2 * SIZE))
        .containsExactlyInAnyOrderElementsOf(tokens.subList(0, SIZE));
  }

  @Test
  void whoIsRefusedComesAgain() throws Exception {
    refusals = 50;
    connect();
    assertThat(subscribers.refused()).isEqualTo(50);
    assertThat(subscribers.back()).isEqualTo(SIZE);
  }

  @Test
  void whomTheServerDropsComesBackToo() throws Exception {
    connect();
    Future<Void> closed = Future.succeededFuture();
    for (HttpServerResponse connection : List.copyOf(connections)) {
      closed = connection.end();
    }
    Loop.await(closed, PATIENCE);
    awaitAllBack();
    assertThat(subscribers.lost()).isEqualTo(SIZE);
    assertThat(subscribers.errors()).isZero();
  }

  private void awaitAllBack() throws Exception {
    Loop.run(
        vertx,
        () ->
            Future.<Void>future(
                back ->
                    vertx.setPeriodic(
                        10,
                        timer -> {
                          if (arrivals.events() == 2 * SIZE) {
                            vertx.cancelTimer(timer);
                            back.complete();
                          }
                        })),
        PATIENCE);
  }
}
