package dev.oncue.loadtest.poll;

import static org.assertj.core.api.Assertions.assertThat;

import dev.oncue.loadtest.Loop;
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
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Votes on a server over real sockets, which answers as each test says. */
class OpenLoopTest {
  private static final int VOTES = 450;
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final Vertx vertx = Vertx.vertx();
  private final Map<String, Integer> asked = new HashMap<>();
  private OpenLoop loop;

  @AfterEach
  void stop() throws Exception {
    Loop.run(vertx, loop::leave, PATIENCE);
    Loop.await(vertx.close(), PATIENCE);
  }

  private void atOnce(Handler<HttpServerRequest> answers) throws Exception {
    connect(Double.POSITIVE_INFINITY, VOTES, answers);
  }

  private void connect(double rate, int connections, Handler<HttpServerRequest> answers)
      throws Exception {
    HttpServer server =
        Loop.await(
            vertx.createHttpServer().requestHandler(answers).listen(0, "127.0.0.1"), PATIENCE);
    connect(server.actualPort(), new Load(VOTES, rate, connections, Duration.ZERO));
  }

  private void connect(int port, Load load) throws Exception {
    loop =
        new OpenLoop(
            vertx,
            List.of(Target.local(port)),
            new BallotPaper("s", "q1"),
            load,
            new Tokens(new byte[32]));
    Loop.run(vertx, loop::connect, PATIENCE);
  }

  private void send() throws Exception {
    Loop.run(vertx, loop::send, PATIENCE);
  }

  /** How often this bot has asked before. */
  private synchronized int askedBefore(HttpServerRequest request) {
    return asked.merge(request.getHeader("Authorization"), 1, Integer::sum) - 1;
  }

  @Test
  void allVoteOnceInTheSameMoment() throws Exception {
    atOnce(request -> request.response().end("{}"));
    assertThat(loop.connected()).isEqualTo(VOTES);
    assertThat(loop.ledger().sent).isZero();
    send();
    assertThat(loop.ledger().accepted()).isEqualTo(VOTES);
    assertThat(loop.ledger().latencies.size()).isEqualTo(VOTES);
    assertThat(loop.ledger().acknowledgedCounts())
        .isEqualTo(Map.of("red", 113, "green", 113, "blue", 112, "gold", 112));
    assertThat(loop.ledger().errors).isZero();
  }

  @Test
  void allVoteOnceAtARate() throws Exception {
    connect(10_000, 20, request -> request.response().end("{}"));
    send();
    assertThat(loop.due()).isEqualTo(VOTES);
    assertThat(loop.ledger().accepted()).isEqualTo(VOTES);
    assertThat(loop.ledger().sent).isEqualTo(VOTES);
    assertThat(loop.ledger().errors).isZero();
  }

  @Test
  void aVoteThatWaitedForAConnectionWasLate() throws Exception {
    // One connection and 5 ms a vote: the last of 450, due after 45 ms, is answered after 2.25 s.
    connect(10_000, 1, request -> vertx.setTimer(5, answer -> request.response().end("{}")));
    send();
    assertThat(loop.ledger().latencies.millis(1)).isGreaterThan(2_100);
    assertThat(loop.ledger().latencies.millis(0.5)).isGreaterThan(1_000);
  }

  @ParameterizedTest
  @CsvSource({"10000, 20", "Infinity, 450"})
  void whatIsRefusedOrCutOffComesAgain(double rate, int connections) throws Exception {
    connect(
        rate,
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
    send();
    assertThat(loop.ledger().accepted()).isEqualTo(VOTES);
    assertThat(loop.ledger().retried).isEqualTo(VOTES);
    assertThat(loop.ledger().reconnects).isEqualTo(VOTES);
    assertThat(loop.ledger().sent).isEqualTo(3 * VOTES);
    assertThat(loop.ledger().errors).isZero();
  }

  @Test
  void whoIsRefusedByAServerThatLeavesComesAgainOnce() throws Exception {
    atOnce(
        request -> {
          if (askedBefore(request) == 0) {
            request.response().putHeader("Connection", "close").setStatusCode(503).end("{}");
          } else {
            request.response().end("{}");
          }
        });
    send();
    assertThat(loop.ledger().accepted()).isEqualTo(VOTES);
    assertThat(loop.ledger().sent).isEqualTo(2 * VOTES);
    assertThat(loop.ledger().errors).isZero();
  }

  @Test
  void anAnswerThatNoVoteShouldGetIsAnError() throws Exception {
    atOnce(request -> request.response().setStatusCode(409).end("{}"));
    send();
    assertThat(loop.ledger().accepted()).isZero();
    assertThat(loop.ledger().errors).isEqualTo(VOTES);
    assertThat(loop.ledger().examples().get(0)).endsWith("was answered 409");
  }

  @Test
  void whatIsNoResponseIsAnErrorAndTheVoteComesAgain() throws Exception {
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
    int port = Loop.await(server.listen(0, "127.0.0.1"), PATIENCE).actualPort();
    connect(port, new Load(1, Double.POSITIVE_INFINITY, 1, Duration.ZERO));
    send();
    assertThat(loop.ledger().accepted()).isEqualTo(1);
    assertThat(loop.ledger().errors).isEqualTo(1);
    assertThat(loop.ledger().examples().get(0)).isEqualTo("a response without Content-Length");
  }

  @Test
  void whatHasNoAnswerIsMissing() throws Exception {
    atOnce(request -> {});
    loop.recordMissing();
    assertThat(loop.ledger().errors).isEqualTo(VOTES);
    assertThat(loop.ledger().examples().get(0)).isEqualTo("s-viewer-0 has no answer");
  }
}
