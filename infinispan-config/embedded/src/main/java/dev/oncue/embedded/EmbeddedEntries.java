package dev.oncue.embedded;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.infinispan.AdvancedCache;
import org.infinispan.container.entries.InternalCacheEntry;
import org.jspecify.annotations.Nullable;

/**
 * The entries of one cache of the embedded grid, all of them in memory, with those who want to know
 * of changes. Thread-safe; no method blocks.
 *
 * @param <V> what they are
 */
final class EmbeddedEntries<V> {
  private final AdvancedCache<String, V> cache;
  private final List<Consumer<V>> listeners = new CopyOnWriteArrayList<>();

  EmbeddedEntries(AdvancedCache<String, V> cache) {
    this.cache = cache;
  }

  CompletionStage<Optional<V>> find(String key) {
    return cache.getAsync(key).thenApply(Optional::ofNullable);
  }

  CompletionStage<Optional<V>> add(String key, V value) {
    return cache
        .putIfAbsentAsync(key, value)
        .thenApply(
            existing -> {
              if (existing == null) {
                publish(value);
              }
              return Optional.ofNullable(existing);
            });
  }

  CompletionStage<Boolean> replace(String key, V expected, V next) {
    return cache
        .replaceAsync(key, expected, next)
        .thenApply(
            done -> {
              if (done) {
                publish(next);
              }
              return done;
            });
  }

  CompletionStage<Void> remove(String key) {
    return cache.removeAsync(key).thenApply(removed -> null);
  }

  void watch(Consumer<V> listener) {
    listeners.add(listener);
  }

  /** One of them, without waiting; {@code null}: there is none. They are all in memory. */
  @Nullable V get(String key) {
    InternalCacheEntry<String, V> entry = cache.getDataContainer().peek(key);
    return entry == null ? null : entry.getValue();
  }

  /** All of them. They are all in memory, so this does no I/O. */
  List<V> stored() {
    List<V> values = new ArrayList<>();
    cache.getDataContainer().forEach(entry -> values.add(entry.getValue()));
    return values;
  }

  private void publish(V value) {
    listeners.forEach(listener -> listener.accept(value));
  }
}
