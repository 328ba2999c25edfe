package dev.oncue.loadtest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LoopTest {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final Duration SHORT = Duration.ofMillis(1);

  private final Vertx vertx = Vertx.vertx();

  @AfterEach
  void stop() throws Exception {
    Loop.await(vertx.close(), PATIENCE);
  }

  @Test
  void whatIsStartedRunsOnAnEventLoop() throws Exception {
    Future<Boolean> there =
        Loop.start(vertx, () -> Future.succeededFuture(Context.isOnEventLoopThread()));
    assertThat(Loop.await(there, PATIENCE)).isTrue();
  }

  @Test
  void whatTakesTooLongIsATimeoutOrFalse() throws Exception {
    Future<Void> never = Promise.<Void>promise().future();
    assertThatThrownBy(() -> Loop.await(never, SHORT))
        .isInstanceOf(TimeoutException.class)
        .hasMessage("not done within PT0.001S");
    assertThat(Loop.tryAwait(never, SHORT)).isFalse();
    assertThat(Loop.tryAwait(Future.succeededFuture(), PATIENCE)).isTrue();
  }

  @Test
  void whatFailsFailsForWhoWaits() {
    Future<Void> failed = Future.failedFuture("no route");
    assertThatThrownBy(() -> Loop.await(failed, PATIENCE))
        .isInstanceOf(IOException.class)
        .hasMessage("no route");
    assertThatThrownBy(() -> Loop.tryAwait(failed, PATIENCE))
        .isInstanceOf(IOException.class)
        .hasMessage("no route");
  }
}
