package dev.oncue.task.command;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * Puts one entry in the place of another, unless it has changed in between. Atomic. Parameters:
 * {@code key}; {@code expected} and {@code next}, the entries as they are kept. Gives whether it
 * did. It compares what is kept and nothing else: entries that came back after a stop of all have
 * no version of Infinispan's. A call that is run twice is told the second time that it did not.
 */
final class ReplaceTask {
  private static final long FOR_EVER = -1;

  private ReplaceTask() {}

  /** In a cache whose entries are kept for ever. */
  static GridTask in(String cache) {
    return in(cache, FOR_EVER);
  }

  /** In a cache whose entries go so long after they were replaced. */
  static GridTask in(String cache, Duration lifespan) {
    return in(cache, lifespan.toDays());
  }

  private static GridTask in(String cache, long days) {
    return new GridTask(
        "oncue.replace." + cache,
        (caches, parameters) ->
            caches
                .<byte[]>named(cache)
                .cache()
                .replaceAsync(
                    (String) parameters.get("key"),
                    (byte[]) parameters.get("expected"),
                    (byte[]) parameters.get("next"),
                    days,
                    TimeUnit.DAYS));
  }
}
