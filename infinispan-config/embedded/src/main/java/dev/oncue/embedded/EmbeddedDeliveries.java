package dev.oncue.embedded;

import dev.oncue.event.Deliveries;
import dev.oncue.event.DeliveryId;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.infinispan.AdvancedCache;

/** The deliveries of the embedded grid: key {@link DeliveryId#path()}. */
final class EmbeddedDeliveries implements Deliveries {
  private final AdvancedCache<String, byte[]> cache;

  EmbeddedDeliveries(AdvancedCache<String, byte[]> cache) {
    this.cache = cache;
  }

  @Override
  public CompletionStage<Optional<byte[]>> answer(DeliveryId id) {
    return cache.getAsync(id.path()).thenApply(Optional::ofNullable);
  }

  @Override
  public CompletionStage<Boolean> remember(DeliveryId id, byte[] answer) {
    return cache.putIfAbsentAsync(id.path(), answer).thenApply(before -> before == null);
  }
}
