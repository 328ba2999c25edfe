package dev.oncue;

import io.vertx.core.Context;
import io.vertx.core.Handler;
import io.vertx.core.eventbus.EventBus;
import io.vertx.core.impl.ContextInternal;
import io.vertx.core.impl.VertxInternal;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/**
 * An event loop and a Vert.x around it, as plain as Fray needs them: one thread, and no timers.
 * Vert.x' own threads look at clocks and sockets, which Fray cannot put in order.
 */
public final class OneLoop implements Executor, AutoCloseable {
  private final ExecutorService thread = Executors.newSingleThreadExecutor(this::thread);
  private volatile Thread current;

  private Thread thread(Runnable task) {
    current = new Thread(task, "loop");
    return current;
  }

  /** Whether the caller runs on it. */
  public boolean isHere() {
    return Thread.currentThread() == current;
  }

  @Override
  public void execute(Runnable task) {
    thread.execute(task);
  }

  /** Ends it when all that was given to it, and all that this gave it, is done. */
  @Override
  public void close() throws InterruptedException {
    thread.shutdown();
    thread.awaitTermination(1, TimeUnit.DAYS);
  }

  /** Its context. */
  @SuppressWarnings("unchecked")
  public Context context() {
    return proxy(
        ContextInternal.class,
        (self, method, given) -> {
          if (method.getName().equals("runOnContext")) {
            Handler<Void> task = (Handler<Void>) given[0];
            execute(() -> task.handle(null));
            return null;
          }
          if (method.getName().equals("inThread")) {
            return isHere();
          }
          throw new UnsupportedOperationException(method.toString());
        });
  }

  /** A Vert.x whose contexts are all this loop's, and whose timers never fire. */
  public VertxInternal vertx() {
    return proxy(
        VertxInternal.class,
        (self, method, given) ->
            switch (method.getName()) {
              case "createEventLoopContext", "getOrCreateContext" -> context();
              case "setTimer", "setPeriodic" -> 0L;
              case "cancelTimer" -> true;
              // For what is large; nothing is, in these tests.
              case "createSharedWorkerExecutor" -> proxy(method.getReturnType(), OneLoop::never);
              case "eventBus" -> proxy(EventBus.class, (bus, call, arguments) -> bus);
              default -> throw new UnsupportedOperationException(method.toString());
            });
  }

  private static Object never(Object self, Method method, Object[] given) {
    throw new UnsupportedOperationException(method.toString());
  }

  private static <T> T proxy(Class<T> type, InvocationHandler handler) {
    return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
  }
}
