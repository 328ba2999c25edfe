package dev.oncue.http.batch;

import dev.oncue.StageFailure;
import dev.oncue.http.problem.Problem;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.impl.ContextInternal;
import io.vertx.core.impl.VertxInternal;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Questions of this process on their way to the grid. Those that come while a call is under way go
 * together with the next one, so that a crowd costs a few calls; one that comes alone does not
 * wait. After a call that was shared the batcher pauses for {@value #PAUSE_MILLIS} ms, unless a
 * full call waits already: who asks in a crowd does not notice it, and calls get larger.
 *
 * <p>Whoever asks has an answer within two seconds, if only a refusal, whatever the grid does, and
 * so the batcher always goes on. Thread-safe: {@link #ask} may be called on any thread. All else
 * happens on one event loop, which is checked.
 *
 * @param <Q> what is asked
 * @param <A> what is answered
 */
public final class CallBatcher<Q, A> {
  private static final long PAUSE_MILLIS = 5;

  /**
   * How long one waits at most, and how often the batcher looks for that. Both make two seconds.
   */
  private static final long TIMEOUT_MILLIS = 1_800;

  private static final long TIMEOUT_CHECK_MILLIS = 200;

  private final Vertx vertx;
  private final ContextInternal loop;
  private final Function<List<Q>, CompletionStage<List<A>>> grid;
  private final int maxInCall;
  private final int maxWaiting;
  private final AtomicInteger waiting = new AtomicInteger();

  // These belong to the event loop.
  private final Deque<Pending<Q, A>> queue = new ArrayDeque<>();
  private int queued;
  private @Nullable Call<Q, A> underWay;
  private boolean toBeSent;
  private boolean pausing;
  private boolean checksTimeouts;

  /** What one caller asked, and where the answer goes. */
  private record Pending<Q, A>(
      List<Q> questions,
      CompletableFuture<List<A>> answer,
      @Nullable Context asker,
      long endNanos) {
    static <Q, A> Pending<Q, A> now(List<Q> questions) {
      long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(TIMEOUT_MILLIS);
      return new Pending<>(questions, new CompletableFuture<>(), Vertx.currentContext(), end);
    }

    boolean isOver(long nowNanos) {
      return nowNanos - endNanos >= 0;
    }

    void complete(@Nullable List<A> answers, @Nullable Throwable fault) {
      if (asker == null) {
        completeHere(answers, fault);
      } else {
        asker.runOnContext(there -> completeHere(answers, fault));
      }
    }

    private void completeHere(@Nullable List<A> answers, @Nullable Throwable fault) {
      if (fault == null) {
        answer.complete(answers);
      } else {
        answer.completeExceptionally(fault);
      }
    }
  }

  /** A call, and those who wait for it, who asked the earliest first. */
  private record Call<Q, A>(Deque<Pending<Q, A>> pending) {}

  /**
   * @param grid asks the grid; gives as many answers as there are questions, in their order
   * @param maxInCall the most questions in one call
   * @param maxWaiting the most questions that may wait
   */
  public CallBatcher(
      Vertx vertx,
      Function<List<Q>, CompletionStage<List<A>>> grid,
      int maxInCall,
      int maxWaiting) {
    this.vertx = vertx;
    this.loop = ((VertxInternal) vertx).createEventLoopContext();
    this.grid = grid;
    this.maxInCall = maxInCall;
    this.maxWaiting = maxWaiting;
  }

  /** How many questions have no answer yet. */
  public int waiting() {
    return waiting.get();
  }

  /**
   * Asks some questions with one call, or with several where they are more than one may carry.
   *
   * @return the answers in the order of the questions, on the Vert.x context that asked, if any;
   *     fails with overloaded at once when too many wait, and with what the grid failed with
   */
  public CompletionStage<List<A>> ask(List<Q> questions) {
    if (questions.size() > maxInCall) {
      return ask(questions.subList(0, maxInCall))
          .thenCombine(ask(questions.subList(maxInCall, questions.size())), CallBatcher::joined);
    }
    if (questions.isEmpty()) {
      return CompletableFuture.completedFuture(List.of());
    }
    if (waiting.addAndGet(questions.size()) > maxWaiting) {
      waiting.addAndGet(-questions.size());
      return CompletableFuture.failedFuture(
          Problem.OVERLOADED.with("too many requests wait here; send this one again"));
    }
    Pending<Q, A> pending = Pending.now(questions);
    loop.runOnContext(there -> add(pending));
    return pending.answer();
  }

  private static <A> List<A> joined(List<A> first, List<A> rest) {
    List<A> all = new ArrayList<>(first);
    all.addAll(rest);
    return all;
  }

  private void add(Pending<Q, A> pending) {
    requireLoop();
    queue.add(pending);
    queued += pending.questions().size();
    checkTimeoutsLater();
    sendNext();
  }

  /** Sends what waits, if it may go; not at once, so that what comes in this round goes along. */
  private void sendNext() {
    if (underWay == null && !toBeSent && !queue.isEmpty() && (!pausing || queued >= maxInCall)) {
      toBeSent = true;
      loop.runOnContext(there -> send());
    }
  }

  private void send() {
    requireLoop();
    toBeSent = false;
    Deque<Pending<Q, A>> together = new ArrayDeque<>();
    List<Q> questions = new ArrayList<>();
    while (!queue.isEmpty() && questions.size() + queue.peek().questions().size() <= maxInCall) {
      Pending<Q, A> next = queue.remove();
      together.add(next);
      questions.addAll(next.questions());
    }
    if (together.isEmpty()) {
      return;
    }
    queued -= questions.size();
    Call<Q, A> call = new Call<>(together);
    underWay = call;
    pause(together.size() > 1);
    answers(questions)
        .whenComplete(
            (answers, fault) -> loop.runOnContext(there -> answered(call, answers, fault)));
  }

  private void pause(boolean shared) {
    if (shared && !pausing) {
      pausing = true;
      vertx.setTimer(
          PAUSE_MILLIS,
          paused -> {
            pausing = false;
            sendNext();
          });
    }
  }

  private CompletionStage<List<A>> answers(List<Q> questions) {
    try {
      return grid.apply(questions)
          .thenApply(
              answers -> {
                if (answers.size() != questions.size()) {
                  throw new IllegalStateException(
                      answers.size() + " answers to " + questions.size() + " questions");
                }
                return answers;
              });
    } catch (Throwable e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  private void answered(Call<Q, A> call, List<A> answers, @Nullable Throwable fault) {
    requireLoop();
    if (underWay != call) {
      // Everybody in it has been told that it took too long.
      return;
    }
    underWay = null;
    sendNext();
    // Those who were told meanwhile are gone from its front.
    int from = fault == null ? answers.size() - size(call.pending()) : 0;
    Throwable cause = fault == null ? null : StageFailure.cause(fault);
    for (Pending<Q, A> pending : call.pending()) {
      int end = from + pending.questions().size();
      complete(pending, cause == null ? answers.subList(from, end) : null, cause);
      from = end;
    }
  }

  private static <Q, A> int size(Deque<Pending<Q, A>> pending) {
    return pending.stream().mapToInt(one -> one.questions().size()).sum();
  }

  private void complete(
      Pending<Q, A> pending, @Nullable List<A> answers, @Nullable Throwable fault) {
    waiting.addAndGet(-pending.questions().size());
    pending.complete(answers, fault);
  }

  private void checkTimeoutsLater() {
    if (!checksTimeouts) {
      checksTimeouts = true;
      vertx.setTimer(TIMEOUT_CHECK_MILLIS, timer -> checkTimeouts());
    }
  }

  /** Refuses those who have waited too long; a call that nobody waits for any more is given up. */
  private void checkTimeouts() {
    requireLoop();
    checksTimeouts = false;
    long now = System.nanoTime();
    queued -= refuse(queue, now);
    if (underWay != null) {
      refuse(underWay.pending(), now);
      if (underWay.pending().isEmpty()) {
        underWay = null;
        sendNext();
      }
    }
    if (underWay != null || !queue.isEmpty()) {
      checkTimeoutsLater();
    }
  }

  /** Returns how many questions were refused. */
  private int refuse(Deque<Pending<Q, A>> pending, long now) {
    int refused = 0;
    while (!pending.isEmpty() && pending.peek().isOver(now)) {
      Pending<Q, A> over = pending.remove();
      refused += over.questions().size();
      complete(
          over, null, Problem.GRID_UNAVAILABLE.with("there was no answer in time; send it again"));
    }
    return refused;
  }

  private void requireLoop() {
    if (!loop.inThread()) {
      throw new IllegalStateException(
          "a batcher was touched by " + Thread.currentThread().getName());
    }
  }
}
