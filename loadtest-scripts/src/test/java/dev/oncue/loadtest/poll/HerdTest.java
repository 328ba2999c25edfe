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

/** A herd on a server over real sockets, which answers as each test says. */
class HerdTest {
  private static final int BOTS = 450;

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

  private Herd herd(Handler<HttpServerRequest> answers) throws Exception {
    HttpServer server =
        await(vertx.createHttpServer().requestHandler(answers).listen(0, "127.0.0.1"));
    return new Herd(
        vertx,
        List.of(Target.local(server.actualPort())),
        new BallotPaper("s", "q1"),
        BOTS,
        new Tokens(new byte[32]));
  }

  /** How often this bot has asked before. */
  private synchronized int askedBefore(HttpServerRequest request) {
    return asked.merge(request.getHeader("Authorization"), 1, Integer::sum) - 1;
  }

  @Test
  void allVoteOnceAndAreTold() throws Exception {
    Herd herd = herd(request -> request.response().end("{}"));
    onLoop(herd::connect);
    assertThat(herd.connected()).isEqualTo(BOTS);
    assertThat(herd.ledger().sent).isZero();
    onLoop(herd::release);
    assertThat(herd.ledger().accepted()).isEqualTo(BOTS);
    assertThat(herd.ledger().latencies.size()).isEqualTo(BOTS);
    assertThat(herd.ledger().acknowledgedCounts())
        .isEqualTo(Map.of("red", 113, "green", 113, "blue", 112, "gold", 112));
    assertThat(herd.ledger().errors).isZero();
  }

  @Test
  void whoIsToldToComeAgainDoesAndWhoIsCutOffConnectsAgain() throws Exception {
    Herd herd =
        herd(
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
    onLoop(herd::connect);
    onLoop(herd::release);
    assertThat(herd.ledger().accepted()).isEqualTo(BOTS);
    assertThat(herd.ledger().retried).isEqualTo(BOTS);
    assertThat(herd.ledger().reconnects).isEqualTo(BOTS);
    assertThat(herd.ledger().sent).isEqualTo(3 * BOTS);
    assertThat(herd.ledger().errors).isZero();
  }

  @Test
  void anAnswerThatNoBotShouldGetIsAnError() throws Exception {
    Herd herd = herd(request -> request.response().setStatusCode(409).end("{}"));
    onLoop(herd::connect);
    onLoop(herd::release);
    assertThat(herd.ledger().accepted()).isZero();
    assertThat(herd.ledger().errors).isEqualTo(BOTS);
    assertThat(herd.ledger().examples().get(0)).endsWith("was answered 409");
  }

  @Test
  void whoHasNoAnswerIsMissing() throws Exception {
    Herd herd = herd(request -> {});
    onLoop(herd::connect);
    herd.recordMissing();
    assertThat(herd.ledger().errors).isEqualTo(BOTS);
    assertThat(herd.ledger().examples().get(0)).isEqualTo("s-viewer-0 has no answer");
  }
}
