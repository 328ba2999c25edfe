package dev.oncue.hotrod;

import dev.oncue.viewer.Connected;
import dev.oncue.viewer.Viewers;
import io.reactivex.rxjava3.core.Flowable;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.infinispan.client.hotrod.RemoteCache;

/**
 * The connected viewers, among what is present in the grid: key {@value #PREFIX} and {@link
 * Connected#path()}, value their number.
 */
final class HotRodViewers implements Viewers {
  private static final String PREFIX = "viewers/";
  private static final int ENTRIES_A_CALL = 1_000;

  private final GridCache<String> presence;

  HotRodViewers(GridCache<String> presence) {
    this.presence = presence;
  }

  @Override
  public CompletionStage<Void> report(Connected connected) {
    return presence.call(cache -> report(cache, connected)).thenApply(before -> null);
  }

  private static CompletableFuture<String> report(
      RemoteCache<String, String> cache, Connected connected) {
    String key = PREFIX + connected.path();
    return connected.viewers() == 0
        ? cache.removeAsync(key)
        : cache.putAsync(
            key, Integer.toString(connected.viewers()), KEPT.toMillis(), TimeUnit.MILLISECONDS);
  }

  @Override
  public CompletionStage<List<Connected>> all() {
    return presence.call(HotRodViewers::read);
  }

  private static CompletableFuture<List<Connected>> read(RemoteCache<String, String> cache) {
    return Flowable.fromPublisher(cache.<String>publishEntries(null, null, null, ENTRIES_A_CALL))
        .filter(entry -> entry.getKey().toString().startsWith(PREFIX))
        .map(HotRodViewers::connected)
        .toList()
        .toCompletionStage()
        .toCompletableFuture();
  }

  private static Connected connected(Map.Entry<?, String> entry) {
    String path = entry.getKey().toString().substring(PREFIX.length());
    return Connected.at(path, Integer.parseInt(entry.getValue()));
  }
}
