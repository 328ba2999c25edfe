package dev.oncue.hotrod;

import dev.oncue.event.Deliveries;
import dev.oncue.event.DeliveryId;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** The deliveries that the grid's servers keep: key {@link DeliveryId#path()}. */
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
    return cache.call(kept -> kept.getAsync(id.path())).thenApply(Optional::ofNullable);
  }

  @Override
  public CompletionStage<Boolean> remember(DeliveryId id, byte[] answer) {
    return cache
        .call(kept -> kept.putIfAbsentAsync(id.path(), answer))
        .thenApply(before -> before == null);
  }
}
