package dev.oncue.live;

import io.vertx.core.Vertx;
import io.vertx.core.impl.ContextInternal;
import io.vertx.core.impl.VertxInternal;
import java.util.concurrent.Executor;

/** An event loop that something is confined to: hops there, and says when somebody did not. */
final class EventLoopExecutor implements Executor {
  private final ContextInternal context;

  /** One of Vert.x's event loops. */
  EventLoopExecutor(Vertx vertx) {
    this.context = ((VertxInternal) vertx).createEventLoopContext();
  }

  /** Runs a task there, later. */
  @Override
  public void execute(Runnable task) {
    context.runOnContext(ignored -> task.run());
  }

  /** Fails unless it is called there. */
  void require() {
    if (!context.inThread()) {
      throw new IllegalStateException(
          Thread.currentThread().getName() + " is not the event loop that this belongs to");
    }
  }
}
