package dev.oncue.event;

import java.util.Optional;
import java.util.concurrent.CompletionStage;

/**
 * The events that were handled lately, with the answer each was given, so that one delivered twice
 * has effect once. Thread-safe; no method blocks. Entries are forgotten after a set time.
 */
public interface Deliveries {
  /** The answer that a delivery was given. */
  CompletionStage<Optional<byte[]>> answer(DeliveryId id);

  /**
   * Keeps an answer unless one is kept already. Atomic.
   *
   * @return whether this is the first
   */
  CompletionStage<Boolean> remember(DeliveryId id, byte[] answer);
}
