package dev.oncue.hotrod;

import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/**
 * The changes that one listener has not got yet, in order. It is called on a thread that it shares
 * with nobody, and that ends when there are none: one that is slow, or waits for ever, is late by
 * itself, and one that fails gets the next change as if it had not. What waits for it has a bound:
 * of {@value #MAX_WAITING} changes that it did not take, it gets one, which is all entries as they
 * are when it goes on. Thread-safe.
 *
 * @param <V> what it gets
 */
final class Notifications<V> {
  static final int MAX_WAITING = 50_000;
  private static final Logger LOG = Logger.getLogger(Notifications.class);
  private static final long IDLE_SECONDS = 10;

  private final String name;
  private final Consumer<V> listener;
  private final Supplier<List<V>> all;
  private final ThreadPoolExecutor thread =
      new ThreadPoolExecutor(
          1, 1, IDLE_SECONDS, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), this::thread);

  /**
   * @param name what the entries are called in the log
   * @param all all entries, as they are
   */
  Notifications(String name, Consumer<V> listener, Supplier<List<V>> all) {
    this.name = name;
    this.listener = listener;
    this.all = all;
    thread.allowCoreThreadTimeOut(true);
  }

  private Thread thread(Runnable task) {
    Thread thread = new Thread(task, "oncue-" + name + "-notifications");
    thread.setDaemon(true);
    return thread;
  }

  /** Sends it a change. Whoever calls this sees to the order of changes. */
  void send(V value) {
    if (thread.getQueue().size() >= MAX_WAITING) {
      LOG.warnf("a listener is %d %s behind; it gets all of them instead", MAX_WAITING, name);
      thread.getQueue().clear();
      thread.execute(() -> all.get().forEach(this::call));
    } else {
      thread.execute(() -> call(value));
    }
  }

  private void call(V value) {
    try {
      listener.accept(value);
    } catch (Throwable e) {
      LOG.errorf(e, "a listener failed at one of the %s; it gets the others", name);
    }
  }
}
