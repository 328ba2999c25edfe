package dev.oncue.live;

import dev.oncue.http.problem.Problem;
import dev.oncue.http.problem.ProblemException;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/**
 * How much memory large states hold while they are sent: each once, however many it is sent to, and
 * a slice for each of those. An eighth of the heap at most. Guarded by its own lock; thread-safe.
 */
@Singleton
final class StateMemory {
  private static final int PART_OF_HEAP = 8;

  private final long maxBytes;
  private final AtomicLong held = new AtomicLong();
  private final Map<StateDocument, Integer> users = new IdentityHashMap<>();

  @Inject
  StateMemory(MeterRegistry meters) {
    this(Runtime.getRuntime().maxMemory() / PART_OF_HEAP);
    meters.gauge("oncue.state.bytes", held);
  }

  /**
   * @param maxBytes what all hold together, at most
   */
  StateMemory(long maxBytes) {
    this.maxBytes = maxBytes;
  }

  /** Memory that one connection has. Given back once, however often it is closed. */
  final class Hold implements AutoCloseable {
    private final StateDocument state;
    private boolean closed;

    private Hold(StateDocument state) {
      this.state = state;
    }

    @Override
    public void close() {
      synchronized (users) {
        if (!closed) {
          closed = true;
          giveBack(state);
        }
      }
    }
  }

  /**
   * A state is to be sent to one more.
   *
   * @throws ProblemException overloaded, when there is no memory for that
   */
  Hold hold(StateDocument state) {
    synchronized (users) {
      Hold hold = new Hold(state);
      if (!state.isLarge()) {
        hold.closed = true;
        return hold;
      }
      long more = Transfer.SLICE_BYTES + (users.containsKey(state) ? 0 : state.size());
      if (held.get() + more > maxBytes) {
        throw Problem.OVERLOADED.with("too many large states are being sent");
      }
      held.addAndGet(more);
      users.merge(state, 1, Integer::sum);
      return hold;
    }
  }

  private void giveBack(StateDocument state) {
    Integer left = users.computeIfPresent(state, (same, count) -> count == 1 ? null : count - 1);
    held.addAndGet(-Transfer.SLICE_BYTES - (left == null ? state.size() : 0));
  }

  /** How much is held, in bytes. */
  long held() {
    return held.get();
  }
}
