package dev.oncue.loadtest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class FuturesTest {
  private static final Duration TIMEOUT = Duration.ofSeconds(30);
  private static final Duration SHORT = Duration.ofMillis(1);

  @Test
  void whatIsStartedRunsOnAnEventLoop() throws Exception {
    Vertx vertx = Vertx.vertx();
    Future<Boolean> there =
        Futures.start(vertx, () -> Future.succeededFuture(Context.isOnEventLoopThread()));
    assertThat(Futures.await(there, TIMEOUT)).isTrue();
    Futures.await(vertx.close(), TIMEOUT);
  }

  @Test
  void whatTakesTooLongIsAFailureOrFalse() throws Exception {
    Future<Void> never = Promise.<Void>promise().future();
    assertThatThrownBy(() -> Futures.await(never, SHORT))
        .isInstanceOf(LoadTestException.class)
        .hasMessage("not done within PT0.001S");
    assertThat(Futures.isDone(never, SHORT)).isFalse();
    assertThat(Futures.isDone(Future.succeededFuture(), TIMEOUT)).isTrue();
  }

  @Test
  void whatFailsFailsForWhoWaits() {
    Future<Void> failed = Future.failedFuture("no route");
    assertThatThrownBy(() -> Futures.await(failed, TIMEOUT))
        .isInstanceOf(LoadTestException.class)
        .hasMessage("no route");
    assertThatThrownBy(() -> Futures.isDone(failed, TIMEOUT))
        .isInstanceOf(LoadTestException.class)
        .hasMessage("no route");
  }
}
