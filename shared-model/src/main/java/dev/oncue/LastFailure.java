package dev.oncue;

import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * What something that is tried again and again failed with last: so that it is logged once, and not
 * with each attempt. Thread-safe.
 */
public final class LastFailure {
  private final AtomicReference<@Nullable String> last = new AtomicReference<>();

  /**
   * Keeps a failure; whether it is another one than the last. That the grid is away is no news:
   * whoever keeps the connection tells of it.
   */
  public boolean isNews(Throwable failure) {
    Throwable cause = StageFailure.cause(failure);
    if (cause instanceof GridUnavailableException) {
      return false;
    }
    String text = cause.toString();
    return !Objects.equals(text, last.getAndSet(text));
  }

  /** An attempt went well: the same failure is news again. */
  public void over() {
    last.set(null);
  }
}
