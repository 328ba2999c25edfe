package dev.oncue.hotrod;

import dev.oncue.event.Claim;
import dev.oncue.event.ClaimOutcome;
import dev.oncue.event.Deliveries;
import dev.oncue.event.DeliveryId;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.infinispan.client.hotrod.RemoteCache;

/**
 * The deliveries that the grid's servers keep: key {@link DeliveryId#path()}, value {@link
 * Claim#encode()} or the answer.
 */
final class HotRodDeliveries implements Deliveries {
  private final GridCache<byte[]> cache;

  /**
   * @param cache returns previous values
   */
  HotRodDeliveries(GridCache<byte[]> cache) {
    this.cache = cache;
  }

  @Override
  public CompletionStage<Optional<byte[]>> answer(DeliveryId id) {
    return cache
        .call(kept -> kept.getAsync(id.path()))
        .thenApply(kept -> Optional.ofNullable(kept).filter(Claim::isAnswer));
  }

  @Override
  public CompletionStage<ClaimOutcome> claim(Claim claim, Duration lifespan) {
    return cache
        .call(
            kept ->
                kept.putIfAbsentAsync(
                    key(claim), claim.encode(), lifespan.toMillis(), TimeUnit.MILLISECONDS))
        .thenApply(kept -> kept == null ? new ClaimOutcome.Granted() : claim.refusedBy(kept));
  }

  @Override
  public CompletionStage<Boolean> remember(Claim claim, byte[] answer) {
    return whileHeld(
        claim, (kept, version) -> kept.replaceWithVersionAsync(key(claim), answer, version));
  }

  @Override
  public CompletionStage<Void> release(Claim claim) {
    return whileHeld(claim, (kept, version) -> kept.removeWithVersionAsync(key(claim), version))
        .thenApply(released -> null);
  }

  private interface Change {
    CompletableFuture<Boolean> make(RemoteCache<String, byte[]> kept, long version);
  }

  /** Makes a change unless the claim has ended before it. */
  private CompletableFuture<Boolean> whileHeld(Claim claim, Change change) {
    return cache.call(
        kept ->
            kept.getWithMetadataAsync(key(claim))
                .thenCompose(
                    found ->
                        found != null && claim.is(found.getValue())
                            ? change.make(kept, found.getVersion())
                            : CompletableFuture.completedFuture(false)));
  }

  private static String key(Claim claim) {
    return claim.delivery().path();
  }
}
