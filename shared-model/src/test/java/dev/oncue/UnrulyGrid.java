package dev.oncue;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.lang.reflect.RecordComponent;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/**
 * A grid that keeps to what the ports promise and to no habit of a grid: another grid whose answers
 * and news come late, on threads that are no event loops, and in another order; and that fails, if
 * its {@link Mood} says so. What becomes of a call follows from the seed, from the method, and from
 * how many calls of that method came before.
 *
 * <p>Thread-safe. It has five threads of its own, until it is closed; then whoever still waits is
 * told that the grid is away, and what comes goes to the other grid untouched.
 */
public final class UnrulyGrid implements AutoCloseable {
  private static final int THREADS = 4;

  /** What may become of a call. */
  private enum Fate {
    AT_ONCE,
    LATE,
    REFUSED,
    LOST,
    SILENT
  }

  /**
   * What becomes of calls, in percent; all others go to the other grid untouched.
   *
   * @param late answered later and by another thread, half of them also done later
   * @param refused fails, and is not done
   * @param lost is done, and fails
   * @param silent is not answered until the grid's patience is over, and then fails; half of them
   *     are done
   * @param shuffled whether news come in any order, and some of them twice; else late, but in
   *     order, which no port promises and all grids keep to for one entry
   * @param longest how late an answer is at most
   * @param patience of the grid with a call that is not answered
   */
  public record Mood(
      int late,
      int refused,
      int lost,
      int silent,
      boolean shuffled,
      Duration longest,
      Duration patience) {
    /** Nothing is changed. */
    public static final Mood CALM = new Mood(0, 0, 0, 0, false, Duration.ZERO, Duration.ZERO);

    /** Allowed at any time: whoever calls the ports must not notice, but for the time it takes. */
    public static final Mood LATE =
        new Mood(85, 0, 0, 0, true, Duration.ofMillis(15), Duration.ZERO);

    /** Late, and one call in four fails: is refused, is done nevertheless, or is not answered. */
    public static Mood failing(Duration patience) {
      return new Mood(60, 10, 10, 5, true, Duration.ofMillis(15), patience);
    }
  }

  private final ScheduledExecutorService threads =
      Executors.newScheduledThreadPool(THREADS, UnrulyGrid::thread);
  private final ScheduledExecutorService inOrder =
      Executors.newScheduledThreadPool(1, UnrulyGrid::thread);
  private final Set<CompletableFuture<?>> waiting = ConcurrentHashMap.newKeySet();
  private final Map<String, AtomicLong> calls = new ConcurrentHashMap<>();
  private final Map<String, Duration> heldUp = new ConcurrentHashMap<>();
  private final long seed;
  private final Grid grid;
  private volatile Mood mood;

  /**
   * @param calm does what is asked for
   */
  public UnrulyGrid(Grid calm, Mood mood, long seed) {
    this.seed = seed;
    this.mood = mood;
    this.grid = unruly(calm);
  }

  private static Thread thread(Runnable task) {
    Thread thread = new Thread(task, "unruly-grid");
    thread.setDaemon(true);
    return thread;
  }

  /** The ports. */
  public Grid grid() {
    return grid;
  }

  /** Changes what becomes of the calls that come from here on. */
  public void mood(Mood next) {
    mood = next;
  }

  /** Later than any test ends. */
  public static final Duration NEVER = Duration.ofDays(1);

  /**
   * From here on, calls of methods of these names are done at once and answered so late, whatever
   * the mood is; {@link Duration#ZERO}: as the mood has it.
   */
  public void holdUp(Duration by, String... methods) {
    for (String method : methods) {
      if (by.isZero()) {
        heldUp.remove(method);
      } else {
        heldUp.put(method, by);
      }
    }
  }

  @Override
  public void close() {
    mood = Mood.CALM;
    heldUp.clear();
    threads.shutdownNow();
    inOrder.shutdownNow();
    waiting.forEach(UnrulyGrid::fail);
  }

  /** All ports, also those that come to be. */
  private Grid unruly(Grid calm) {
    RecordComponent[] ports = Grid.class.getRecordComponents();
    Class<?>[] types = Arrays.stream(ports).map(RecordComponent::getType).toArray(Class[]::new);
    try {
      return Grid.class
          .getConstructor(types)
          .newInstance(Arrays.stream(ports).map(port -> unruly(calm, port)).toArray());
    } catch (ReflectiveOperationException e) {
      throw new AssertionError(e);
    }
  }

  private Object unruly(Grid calm, RecordComponent port) {
    Object untouched = invoke(calm, port.getAccessor(), new Object[0]);
    return Proxy.newProxyInstance(
        Grid.class.getClassLoader(),
        new Class<?>[] {port.getType()},
        (proxy, method, arguments) -> call(untouched, method, arguments));
  }

  private Object call(Object calm, Method method, Object[] arguments) {
    if (method.getName().equals("watch")) {
      return invoke(calm, method, new Object[] {unruly(method, (Consumer<?>) arguments[0])});
    }
    return method.getReturnType() == CompletionStage.class
        ? stage(method, () -> (CompletionStage<?>) invoke(calm, method, arguments))
        : invoke(calm, method, arguments);
  }

  private interface Call {
    CompletionStage<?> make();
  }

  private CompletionStage<?> stage(Method method, Call call) {
    Duration by = heldUp.get(method.getName());
    return by == null ? stage(chance(method), call) : answerLate(call, true, micros(by));
  }

  private CompletionStage<?> stage(SplittableRandom chance, Call call) {
    Mood now = mood;
    Fate fate = fate(chance, now);
    if (fate == Fate.AT_ONCE) {
      return call.make();
    }
    long delay = delay(chance, now);
    boolean first = chance.nextBoolean();
    if (fate == Fate.LATE) {
      return answerLate(call, first, delay);
    }
    CompletableFuture<Object> answer = awaited();
    switch (fate) {
      case REFUSED -> later(first ? 0 : delay, () -> fail(answer));
      case LOST -> call.make().whenComplete((value, fault) -> later(delay, () -> fail(answer)));
      default -> {
        if (first) {
          call.make();
        }
        later(micros(now.patience()), () -> fail(answer));
      }
    }
    return answer;
  }

  private CompletableFuture<Object> awaited() {
    CompletableFuture<Object> answer = new CompletableFuture<>();
    waiting.add(answer);
    answer.whenComplete((value, fault) -> waiting.remove(answer));
    return answer;
  }

  private CompletionStage<?> answerLate(Call call, boolean doneFirst, long delay) {
    CompletableFuture<Object> to = awaited();
    if (doneFirst) {
      call.make().whenComplete((value, fault) -> later(delay, () -> answer(to, value, fault)));
    } else {
      later(delay, () -> call.make().whenComplete((value, fault) -> answer(to, value, fault)));
    }
    return to;
  }

  private static void answer(CompletableFuture<Object> to, Object value, Throwable fault) {
    if (fault == null) {
      to.complete(value);
    } else {
      to.completeExceptionally(fault);
    }
  }

  private static void fail(CompletableFuture<?> answer) {
    answer.completeExceptionally(new GridUnavailableException("the grid is unruly"));
  }

  private <V> Consumer<V> unruly(Method method, Consumer<V> listener) {
    return news -> {
      Mood now = mood;
      if (now.shuffled()) {
        shuffle(chance(method), now, () -> listener.accept(news));
      } else if (now.late() > 0) {
        later(inOrder, micros(now.longest()), () -> listener.accept(news));
      } else {
        listener.accept(news);
      }
    };
  }

  private void shuffle(SplittableRandom chance, Mood now, Runnable tell) {
    for (int times = chance.nextInt(4) == 0 ? 2 : 1; times > 0; times--) {
      later(delay(chance, now), tell);
    }
  }

  private SplittableRandom chance(Method method) {
    String name = method.getDeclaringClass().getSimpleName() + "." + method.getName();
    long call = calls.computeIfAbsent(name, none -> new AtomicLong()).incrementAndGet();
    return new SplittableRandom(seed ^ ((long) name.hashCode() << 32) ^ call);
  }

  private static Fate fate(SplittableRandom chance, Mood mood) {
    int percent = chance.nextInt(100);
    int refused = mood.late() + mood.refused();
    int lost = refused + mood.lost();
    if (percent < mood.late()) {
      return Fate.LATE;
    }
    if (percent < refused) {
      return Fate.REFUSED;
    }
    if (percent < lost) {
      return Fate.LOST;
    }
    return percent < lost + mood.silent() ? Fate.SILENT : Fate.AT_ONCE;
  }

  private static long delay(SplittableRandom chance, Mood mood) {
    return chance.nextLong(micros(mood.longest()) + 1);
  }

  private static long micros(Duration time) {
    return TimeUnit.MICROSECONDS.convert(time);
  }

  private void later(long delayMicros, Runnable task) {
    later(threads, delayMicros, task);
  }

  private static void later(ScheduledExecutorService threads, long delayMicros, Runnable task) {
    try {
      threads.schedule(task, delayMicros, TimeUnit.MICROSECONDS);
    } catch (RejectedExecutionException closed) {
      task.run();
    }
  }

  private static Object invoke(Object calm, Method method, Object[] arguments) {
    try {
      return method.invoke(calm, arguments);
    } catch (InvocationTargetException e) {
      if (e.getCause() instanceof RuntimeException fault) {
        throw fault;
      }
      throw new AssertionError(e.getCause());
    } catch (IllegalAccessException e) {
      throw new AssertionError(e);
    }
  }
}
