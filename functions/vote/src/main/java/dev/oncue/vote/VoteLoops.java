package dev.oncue.vote;

import dev.oncue.Grid;
import dev.oncue.ballot.BallotBoxes;
import io.micrometer.core.instrument.MeterRegistry;
import io.netty.channel.EventLoopGroup;
import io.netty.util.concurrent.EventExecutor;
import io.quarkus.runtime.Startup;
import io.vertx.core.Vertx;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;

/**
 * The event loops of this process on which votes arrive, each with what belongs to it alone.
 * Thread-safe.
 */
@Startup
@Singleton
final class VoteLoops {
  private final EventLoopGroup group;
  private final BallotBoxes boxes;
  private final VoteCount waiting;
  private final ThreadLocal<VoteLoop> loops = ThreadLocal.withInitial(this::loopOfThisThread);

  // In Vert.x 5 it is the same method of VertxInternal.
  @SuppressWarnings("deprecation")
  @Inject
  VoteLoops(Vertx vertx, Grid grid, MeterRegistry meters, VoteConfig config) {
    this.group = vertx.nettyEventLoopGroup();
    this.boxes = grid.ballotBoxes();
    this.waiting = new VoteCount(config.maxWaiting());
    meters.gauge("oncue.vote.waiting", waiting, VoteCount::now);
  }

  /**
   * The event loop that the caller runs on.
   *
   * @throws IllegalStateException when it runs on none
   */
  VoteLoop current() {
    return loops.get();
  }

  private VoteLoop loopOfThisThread() {
    for (EventExecutor loop : group) {
      if (loop.inEventLoop()) {
        return VoteLoop.start(loop, boxes, waiting);
      }
    }
    throw new IllegalStateException(
        "votes are taken on event loops, and not on " + Thread.currentThread().getName());
  }

  /** Runs a task on one of the event loops. */
  void execute(Runnable task) {
    group.next().execute(task);
  }
}
