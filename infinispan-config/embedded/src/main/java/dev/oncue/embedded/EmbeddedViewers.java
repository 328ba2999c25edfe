package dev.oncue.embedded;

import dev.oncue.viewer.Connected;
import dev.oncue.viewer.Viewers;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.infinispan.AdvancedCache;

/**
 * The connected viewers of the embedded grid, among what is present: key {@value #PREFIX} and
 * {@link Connected#path()}, value their number.
 */
final class EmbeddedViewers implements Viewers {
  private static final String PREFIX = "viewers/";

  private final AdvancedCache<String, String> presence;

  EmbeddedViewers(AdvancedCache<String, String> presence) {
    this.presence = presence;
  }

  @Override
  public CompletionStage<Void> report(Connected connected) {
    String key = PREFIX + connected.path();
    CompletionStage<String> reported =
        connected.viewers() == 0
            ? presence.removeAsync(key)
            : presence.putAsync(
                key, Integer.toString(connected.viewers()), KEPT.toMillis(), TimeUnit.MILLISECONDS);
    return reported.thenApply(before -> null);
  }

  @Override
  public CompletionStage<List<Connected>> all() {
    List<Connected> connected = new ArrayList<>();
    presence
        .getDataContainer()
        .forEach(
            entry -> {
              if (entry.getKey().startsWith(PREFIX)) {
                String path = entry.getKey().substring(PREFIX.length());
                connected.add(Connected.at(path, Integer.parseInt(entry.getValue())));
              }
            });
    return CompletableFuture.completedFuture(connected);
  }
}
