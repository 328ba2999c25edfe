package dev.oncue;

import java.util.concurrent.CompletionException;

/** What a {@link java.util.concurrent.CompletionStage} failed with. Stateless. */
public final class StageFailure {
  private StageFailure() {}

  /** The failure itself, without the {@link CompletionException}s that stages wrap it in. */
  public static Throwable cause(Throwable failure) {
    Throwable cause = failure;
    while (cause instanceof CompletionException && cause.getCause() != null) {
      cause = cause.getCause();
    }
    return cause;
  }
}
