package dev.oncue.hotrod;

import dev.oncue.event.Deliveries;
import dev.oncue.event.DeliveryId;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.infinispan.client.hotrod.RemoteCache;

/** The deliveries that the grid's servers keep: key {@link DeliveryId#path()}. */
final class HotRodDeliveries implements Deliveries {
  private final RemoteCache<String, byte[]> cache;

  /**
   * @param cache returns previous values
   */
  HotRodDeliveries(RemoteCache<String, byte[]> cache) {
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
