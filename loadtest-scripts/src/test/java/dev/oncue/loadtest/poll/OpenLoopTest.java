package dev.oncue.loadtest.poll;

import static org.assertj.core.api.Assertions.assertThat;

import dev.oncue.loadtest.Target;
import dev.oncue.loadtest.Tokens;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Votes at a rate of their own on a server over real sockets, which answers as each test says. */
class OpenLoopTest {
  private static final int VOTES = 300;

  private final Vertx vertx = Vertx.vertx();
  private final Map<String, Integer> asked = new HashMap<>();

  @AfterEach
  void stop() throws Exception {
    await(vertx.close());
  }

  private static <T> T await(Future<T> future) throws Exception {
    return future.toCompletionStage().toCompletableFuture().get(30, TimeUnit.SECONDS);
  }

  private <T> T onLoop(Supplier<Future<T>> action) throws Exception {
    return await(
        Future.future(promise -> vertx.runOnContext(now -> action.get().onComplete(promise))));
  }

  private OpenLoop load(int rate, int connections, Handler<HttpServerRequest> answers)
      throws Exception {
    HttpServer server =
        await(vertx.createHttpServer().requestHandler(answers).listen(0, "127.0.0.1"));
    OpenLoop load =
        new OpenLoop(
            vertx,
            List.of(Target.local(server.actualPort())),
            new BallotPaper("s", "q1"),
            VOTES,
            rate,
            connections,
            new Tokens(new byte[32]));
    onLoop(load::connect);
    return load;
  }

  /** How often this bot has asked before. */
  private synchronized int askedBefore(HttpServerRequest request) {
    return asked.merge(request.getHeader("Authorization"), 1, Integer::sum) - 1;
  }

  @Test
  void allVotesAreAnsweredOnce() throws Exception {
    OpenLoop load = load(10_000, 20, request -> request.response().end("{}"));
    onLoop(load::send);
    assertThat(load.due()).isEqualTo(VOTES);
    assertThat(load.ledger().accepted()).isEqualTo(VOTES);
    assertThat(load.ledger().sent).isEqualTo(VOTES);
    assertThat(load.ledger().errors).isZero();
  }

  @Test
  void aVoteThatWaitedForAConnectionWasLate() throws Exception {
    // One connection and 5 ms a vote: the last of 300, due after 30 ms, cannot be sent before 1.5
    // s.
    OpenLoop load =
        load(10_000, 1, request -> vertx.setTimer(5, answer -> request.response().end("{}")));
    onLoop(load::send);
    assertThat(load.ledger().latencies.millis(1)).isGreaterThan(1_400);
    assertThat(load.ledger().latencies.millis(0.5)).isGreaterThan(700);
  }

  @Test
  void whatIsRefusedOrCutOffComesAgain() throws Exception {
    OpenLoop load =
        load(
            10_000,
            20,
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
    onLoop(load::send);
    onLoop(load::leave);
    assertThat(load.ledger().accepted()).isEqualTo(VOTES);
    assertThat(load.ledger().retried).isEqualTo(VOTES);
    assertThat(load.ledger().reconnects).isEqualTo(VOTES);
    assertThat(load.ledger().errors).isZero();
  }

  @Test
  void whatHasNoAnswerIsMissing() throws Exception {
    OpenLoop load = load(10_000, 1, request -> {});
    load.recordMissing();
    assertThat(load.ledger().errors).isEqualTo(VOTES);
  }
}
