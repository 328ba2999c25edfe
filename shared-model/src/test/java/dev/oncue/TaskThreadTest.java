package dev.oncue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TaskThreadTest {
  private final List<Throwable> failures = new CopyOnWriteArrayList<>();
  private final TaskThread thread = new TaskThread("oncue-task-test", failures::add);

  @AfterEach
  void close() {
    thread.close();
  }

  @Test
  void a_repeated_task_goes_on_after_an_error_which_is_told() {
    AtomicInteger runs = new AtomicInteger();
    thread.repeat(
        1,
        () -> {
          if (runs.incrementAndGet() == 1) {
            throw new NoClassDefFoundError("not in this executable");
          }
        });
    await().until(() -> runs.get() >= 3);
    assertThat(failures).singleElement().isInstanceOf(NoClassDefFoundError.class);
  }

  @Test
  void what_runs_once_may_fail_too_and_its_failure_is_told() {
    CountDownLatch ran = new CountDownLatch(1);
    thread.run(
        () -> {
          throw new AssertionError("first");
        });
    thread.runIn(
        1,
        () -> {
          throw new IllegalStateException("second");
        });
    thread.runIn(2, ran::countDown);
    await().until(() -> ran.getCount() == 0);
    assertThat(failures).extracting(Throwable::getMessage).containsExactly("first", "second");
  }

  @Test
  void all_runs_on_one_daemon_of_that_name() {
    List<Thread> threads = new CopyOnWriteArrayList<>();
    thread.run(() -> threads.add(Thread.currentThread()));
    thread.run(() -> threads.add(Thread.currentThread()));
    await().until(() -> threads.size() == 2);
    assertThat(threads.get(0)).isSameAs(threads.get(1)).matches(Thread::isDaemon);
    assertThat(threads.get(0).getName()).isEqualTo("oncue-task-test");
  }

  @Test
  void a_close_interrupts_what_is_under_way_drops_the_rest_and_tells_nobody() throws Exception {
    CountDownLatch begun = new CountDownLatch(1);
    AtomicInteger later = new AtomicInteger();
    thread.run(
        () -> {
          begun.countDown();
          try {
            new CountDownLatch(1).await();
          } catch (InterruptedException e) {
            throw new IllegalStateException(e);
          }
        });
    thread.run(later::incrementAndGet);
    assertThat(begun.await(30, TimeUnit.SECONDS)).isTrue();
    thread.close();
    assertThat(thread.awaitEnd(30_000)).isTrue();
    thread.run(later::incrementAndGet);
    thread.runIn(1, later::incrementAndGet);
    assertThat(thread.isClosed()).isTrue();
    assertThat(later).hasValue(0);
    assertThat(failures).isEmpty();
  }
}
