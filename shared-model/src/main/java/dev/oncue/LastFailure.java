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

  /** Keeps a failure; whether it is another one than the last. */
  public boolean isNews(Throwable failure) {
    String text = StageFailure.cause(failure).toString();
    return !Objects.equals(text, last.getAndSet(text));
  }

  /** An attempt went well: the same failure is news again. */
  public void over() {
    last.set(null);
  }
}
