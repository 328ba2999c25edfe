package dev.oncue;

import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * A daemon thread that runs tasks, one after the other, some of them again and again. Whatever a
 * task throws, errors included, is handed to whoever made the thread, and keeps no later task from
 * its turn; the JDK's executors would keep it to themselves, and never run a repeated task again.
 * Tasks that come after {@link #close} are dropped. Thread-safe.
 */
public final class TaskThread implements AutoCloseable {
  private final Consumer<Throwable> failed;
  private final ScheduledExecutorService thread;

  /**
   * @param name of the thread
   * @param failed gets what tasks throw, on this thread; not after {@link #close}
   */
  public TaskThread(String name, Consumer<Throwable> failed) {
    this.failed = failed;
    this.thread =
        Executors.newSingleThreadScheduledExecutor(
            task -> {
              Thread daemon = new Thread(task, name);
              daemon.setDaemon(true);
              return daemon;
            });
  }

  /** Runs a task when those before it are through. */
  public void run(Runnable task) {
    runIn(0, task);
  }

  /** Runs a task after so many milliseconds. */
  public void runIn(long millis, Runnable task) {
    try {
      thread.schedule(() -> guarded(task), millis, TimeUnit.MILLISECONDS);
    } catch (RejectedExecutionException closed) {
      // Who ends has no more tasks.
    }
  }

  /** Runs a task at once, and again so many milliseconds after each of its ends. */
  public void repeat(long pauseMillis, Runnable task) {
    repeatIn(0, pauseMillis, task);
  }

  /** Runs a task after some milliseconds, and again so many after each of its ends. */
  public void repeatIn(long millis, long pauseMillis, Runnable task) {
    thread.scheduleWithFixedDelay(() -> guarded(task), millis, pauseMillis, TimeUnit.MILLISECONDS);
  }

  private void guarded(Runnable task) {
    try {
      task.run();
    } catch (Throwable failure) {
      if (!isClosed()) {
        failed.accept(failure);
      }
    }
  }

  /** Interrupts the task that is under way, and runs no other. */
  @Override
  public void close() {
    thread.shutdownNow();
  }

  /** Whether it was closed. */
  public boolean isClosed() {
    return thread.isShutdown();
  }

  /** Waits for the end of the task that was under way; {@code false}: it lasted longer. */
  public boolean awaitEnd(long millis) throws InterruptedException {
    return thread.awaitTermination(millis, TimeUnit.MILLISECONDS);
  }
}
