package dev.oncue.embedded;

import dev.oncue.event.Claim;
import dev.oncue.event.ClaimOutcome;
import dev.oncue.event.Deliveries;
import dev.oncue.event.DeliveryId;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.infinispan.AdvancedCache;

/**
 * The deliveries of the embedded grid: key {@link DeliveryId#path()}, value {@link Claim#encode()}
 * or the answer.
 */
final class EmbeddedDeliveries implements Deliveries {
  private final AdvancedCache<String, byte[]> cache;

  EmbeddedDeliveries(AdvancedCache<String, byte[]> cache) {
    this.cache = cache;
  }

  @Override
  public CompletionStage<Optional<byte[]>> answer(DeliveryId id) {
    return cache
        .getAsync(id.path())
        .thenApply(kept -> Optional.ofNullable(kept).filter(Claim::isAnswer));
  }

  @Override
  public CompletionStage<ClaimOutcome> claim(Claim claim, Duration lifespan) {
    return cache
        .putIfAbsentAsync(key(claim), claim.encode(), lifespan.toMillis(), TimeUnit.MILLISECONDS)
        .thenApply(kept -> kept == null ? new ClaimOutcome.Granted() : claim.refusedBy(kept));
  }

  @Override
  public CompletionStage<Boolean> remember(Claim claim, byte[] answer) {
    return cache.replaceAsync(key(claim), claim.encode(), answer);
  }

  @Override
  public CompletionStage<Void> release(Claim claim) {
    return cache.removeAsync(key(claim), claim.encode()).thenApply(removed -> null);
  }

  private static String key(Claim claim) {
    return claim.delivery().path();
  }
}
