package dev.oncue.hotrod;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.infinispan.client.hotrod.MetadataValue;

/**
 * The entries of a kind: kept by the grid's servers, each a {@link Kept}, and read from the {@link
 * Mirror} in this process. Thread-safe; no method blocks.
 *
 * @param <V> what they are
 */
final class MirroredEntries<V> {
  private final GridCache<byte[]> cache;
  private final Mirror<V> mirror;
  private final Kind<V> kind;

  /**
   * @param cache returns previous values
   */
  MirroredEntries(GridCache<byte[]> cache, Mirror<V> mirror) {
    this.cache = cache;
    this.mirror = mirror;
    this.kind = mirror.kind();
  }

  CompletionStage<Optional<V>> find(String key) {
    V known = mirror.get(key);
    return known == null ? refresh(key) : CompletableFuture.completedFuture(Optional.of(known));
  }

  private CompletionStage<Optional<V>> refresh(String key) {
    return cache
        .call(entries -> entries.getAsync(key))
        .thenApply(
            bytes -> {
              mirror.put(key, bytes);
              return Optional.ofNullable(bytes).map(this::decode);
            });
  }

  CompletionStage<Optional<V>> add(String key, V value) {
    byte[] bytes = new Kept<>(0, value).encode(kind);
    return cache
        .call(entries -> entries.putIfAbsentAsync(key, bytes))
        .thenApply(
            existing -> {
              mirror.put(key, existing == null ? bytes : existing);
              return Optional.ofNullable(existing).map(this::decode);
            });
  }

  private V decode(byte[] bytes) {
    return Kept.decode(bytes, kind).value();
  }

  CompletionStage<Boolean> replace(String key, V expected, V next) {
    return cache
        .call(entries -> entries.getWithMetadataAsync(key))
        .thenCompose(found -> replace(key, found, expected, next))
        .thenCompose(
            done ->
                done
                    ? CompletableFuture.completedFuture(true)
                    : refresh(key).thenApply(latest -> false));
  }

  private CompletionStage<Boolean> replace(
      String key, MetadataValue<byte[]> found, V expected, V next) {
    Kept<V> there = found == null ? null : Kept.decode(found.getValue(), kind);
    if (there == null || !there.value().equals(expected)) {
      return CompletableFuture.completedFuture(false);
    }
    byte[] bytes = new Kept<>(there.revision() + 1, next).encode(kind);
    return cache
        .call(entries -> entries.replaceWithVersionAsync(key, bytes, found.getVersion()))
        .thenApply(
            done -> {
              if (done) {
                mirror.put(key, bytes);
              }
              return done;
            });
  }

  CompletionStage<List<V>> all() {
    return mirror.all();
  }

  CompletionStage<Void> remove(String key) {
    return cache
        .call(entries -> entries.removeAsync(key))
        .thenAccept(removed -> mirror.put(key, null));
  }

  void watch(Consumer<V> listener) {
    mirror.watch(listener);
  }
}
