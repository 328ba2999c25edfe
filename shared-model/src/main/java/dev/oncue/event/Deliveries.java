package dev.oncue.event;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/**
 * The events that are being handled or were handled lately, with the answer each was given, so that
 * one delivered twice has effect once, also when both deliveries arrive at the same time at two
 * processes. Thread-safe; no method blocks. Answers are forgotten after a set time.
 */
public interface Deliveries {
  /** The answer that a delivery was given. */
  CompletionStage<Optional<byte[]>> answer(DeliveryId id);

  /**
   * Claims a delivery before it has effect, unless it is claimed or answered. Atomic.
   *
   * @param lifespan when the claim ends by itself: its process may have died
   */
  CompletionStage<ClaimOutcome> claim(Claim claim, Duration lifespan);

  /**
   * Keeps the answer in the place of the claim, unless the claim has ended. Atomic.
   *
   * @param answer a JSON document
   * @return whether it is kept
   */
  CompletionStage<Boolean> remember(Claim claim, byte[] answer);

  /** Gives a claim back, if it has not ended: the delivery had no effect. Atomic. */
  CompletionStage<Void> release(Claim claim);
}
