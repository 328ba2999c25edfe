package dev.oncue.loadtest.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import dev.oncue.loadtest.Futures;
import dev.oncue.loadtest.Target;
import dev.oncue.loadtest.Tokens;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.NetServer;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests to a server over real sockets, which answers as each test says. */
class OpenLoopTest {
  private static final int VOTES = 450;
  private static final int RATE = 10_000;
  private static final Duration TIMEOUT = Duration.ofSeconds(30);

  private final Vertx vertx = Vertx.vertx();
  private final Map<String, Integer> asked = new HashMap<>();
  private final Results results = new Results();
  private final Tokens tokens = new Tokens(new byte[32]);
  private OpenLoop loop;

  @AfterEach
  void stop() throws Exception {
    loop.leave();
    Futures.await(vertx.close(), TIMEOUT);
  }

  private void connect(int connections, Handler<HttpServerRequest> answers) throws Exception {
    HttpServer server =
        Futures.await(
            vertx.createHttpServer().requestHandler(answers).listen(0, "127.0.0.1"), TIMEOUT);
    connect(connections, server.actualPort());
  }

  private void connect(int connections, int port) throws Exception {
    loop = new OpenLoop(vertx, List.of(Target.local(port)), connections, results);
    loop.connect();
  }

  private void send(Load load) throws Exception {
    loop.send(load);
    loop.awaitAnswers();
  }

  private static Load atRate(IntFunction<Request> requests) {
    return new Load(VOTES, n -> n * 1_000_000_000L / RATE, requests);
  }

  private Request vote(int viewer) {
    return request(viewer, Expected.ACCEPTED);
  }

  private Request request(int viewer, Expected expected) {
    String name = "viewer-" + viewer;
    return Request.post(name, "/vote", tokens.viewer(name), "{}", expected, viewer % 4);
  }

  /** How often this viewer has asked before. */
  private synchronized int askedBefore(HttpServerRequest request) {
    return asked.merge(request.getHeader("Authorization"), 1, Integer::sum) - 1;
  }

  @Test
  void allAreSentOnceInTheSameMoment() throws Exception {
    connect(VOTES, request -> request.response().end("{}"));
    assertThat(results.sent).isZero();
    send(Load.atOnce(VOTES, this::vote));
    assertThat(results.accepted()).isEqualTo(VOTES);
    assertThat(results.latencies.size()).isEqualTo(VOTES);
    assertThat(results.accepted).startsWith(113, 113, 112, 112);
    assertThat(results.errors).isZero();
  }

  @Test
  void allAreSentOnceAtARate() throws Exception {
    connect(20, request -> request.response().end("{}"));
    send(atRate(this::vote));
    assertThat(results.accepted()).isEqualTo(VOTES);
    assertThat(results.sent).isEqualTo(VOTES);
    assertThat(results.errors).isZero();
  }

  @Test
  void aRequestThatWaitedForAConnectionWasLate() throws Exception {
    // One connection and 5 ms a vote: the last of 450, due after 45 ms, is answered after 2.25 s.
    connect(1, request -> vertx.setTimer(5, answer -> request.response().end("{}")));
    send(atRate(this::vote));
    assertThat(results.latencies.millis(1)).isGreaterThan(2_100);
    assertThat(results.latencies.millis(0.5)).isGreaterThan(1_000);
    assertThat(results.sinceSent.millis(0.5)).isLessThan(1_000);
  }

  @Test
  void whatFollowsIsSentOnceTheFirstIsAnswered() throws Exception {
    Map<String, Integer> underWay = new HashMap<>();
    AtomicInteger overlaps = new AtomicInteger();
    connect(
        20,
        request -> {
          String viewer = request.getHeader("Authorization");
          overlaps.addAndGet(underWay.merge(viewer, 1, Integer::sum) - 1);
          vertx.setTimer(
              1,
              timer -> {
                underWay.merge(viewer, -1, Integer::sum);
                request.response().end("{}");
              });
        });
    send(atRate(n -> vote(n).then(vote(n))));
    assertThat(results.met(Expected.ACCEPTED)).isEqualTo(2 * VOTES);
    assertThat(overlaps).hasValue(0);
  }

  @ParameterizedTest
  @ValueSource(ints = {20, VOTES})
  void whatIsRefusedOrCutOffIsSentAgain(int connections) throws Exception {
    connect(
        connections,
        request -> {
          int before = askedBefore(request);
          if (before == 0) {
            request.response().setStatusCode(503).end("{}");
          } else if (before == 1) {
            request.connection().close();
          } else {
            request.response().end("{}");
          }
        });
    send(atRate(this::vote));
    assertThat(results.accepted()).isEqualTo(VOTES);
    assertThat(results.retried).isEqualTo(VOTES);
    assertThat(results.reconnects).isEqualTo(VOTES);
    assertThat(results.sent).isEqualTo(3 * VOTES);
    assertThat(results.errors).isZero();
  }

  @Test
  void whatIsRefusedByAServerThatLeavesIsSentAgainOnce() throws Exception {
    connect(
        VOTES,
        request -> {
          if (askedBefore(request) == 0) {
            request.response().putHeader("Connection", "close").setStatusCode(503).end("{}");
          } else {
            request.response().end("{}");
          }
        });
    send(Load.atOnce(VOTES, this::vote));
    assertThat(results.accepted()).isEqualTo(VOTES);
    assertThat(results.sent).isEqualTo(2 * VOTES);
    assertThat(results.errors).isZero();
  }

  @ParameterizedTest
  @EnumSource(names = {"REACTION", "RATE_LIMITED"})
  void aReactionIsNotSentAgain(Expected expected) throws Exception {
    connect(20, request -> request.connection().close());
    send(Load.atOnce(20, n -> request(n, expected)));
    assertThat(results.sent).isEqualTo(20);
    assertThat(results.errors).isEqualTo(20);
    assertThat(results.unknown[0]).isEqualTo(5);
  }

  @Test
  void anAnswerThatNoVoteShouldGetIsAnError() throws Exception {
    connect(VOTES, request -> request.response().setStatusCode(409).end("{}"));
    send(Load.atOnce(VOTES, this::vote));
    assertThat(results.accepted()).isZero();
    assertThat(results.errors).isEqualTo(VOTES);
    assertThat(results.examples.get(0)).endsWith("was answered 409 and not 200: {}");
  }

  @Test
  void whatIsNoResponseIsAnErrorAndTheVoteIsSentAgain() throws Exception {
    String right = "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n";
    String wrong = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n";
    AtomicInteger requests = new AtomicInteger();
    NetServer server =
        vertx
            .createNetServer()
            .connectHandler(
                socket ->
                    socket.handler(
                        request -> socket.write(requests.getAndIncrement() == 0 ? wrong : right)));
    connect(1, Futures.await(server.listen(0, "127.0.0.1"), TIMEOUT).actualPort());
    send(Load.atOnce(1, this::vote));
    assertThat(results.accepted()).isEqualTo(1);
    assertThat(results.examples).containsExactly("a response without Content-Length");
  }

  @Test
  void whatHasNoAnswerIsMissing() throws Exception {
    connect(VOTES, request -> {});
    loop.send(Load.atOnce(VOTES, this::vote));
    loop.awaitAnswers(Duration.ofSeconds(1));
    assertThat(results.errors).isEqualTo(VOTES);
  }
}
