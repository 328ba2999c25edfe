package dev.oncue.hotrod;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;

/**
 * The entries of a kind: kept by the grid's servers, each a {@link Versioned}, and read from the
 * {@link Mirror} in this process. Thread-safe; no method blocks.
 *
 * @param <V> what they are
 */
final class MirroredEntries<V> {
  private final GridCache<byte[]> cache;
  private final Mirror<V> mirror;
  private final EntryKind<V> kind;
  private final SharedLookups<V> finds = new SharedLookups<>(this::refresh);

  MirroredEntries(GridCache<byte[]> cache, Mirror<V> mirror) {
    this.cache = cache;
    this.mirror = mirror;
    this.kind = mirror.kind();
  }

  /** What the mirror does not know is asked for by {@link SharedLookups}. */
  CompletionStage<Optional<V>> find(String key) {
    V known = mirror.get(key);
    return known == null
        ? cache.inTime(finds.find(key))
        : CompletableFuture.completedFuture(Optional.of(known));
  }

  private CompletableFuture<Optional<V>> refresh(String key) {
    Mirror<V>.Reading reading = mirror.begin();
    return cache
        .call(entries -> entries.getAsync(key))
        .whenComplete(
            (bytes, fault) -> {
              // That something is unknown which was never known is not worth to be remembered.
              if (fault == null && (bytes != null || mirror.contains(key))) {
                reading.found(key, bytes);
              }
              reading.close();
            })
        .thenApply(bytes -> Optional.ofNullable(bytes).map(this::decode));
  }

  CompletionStage<Optional<V>> add(String key, V value) {
    return add("oncue.add." + kind.cache(), key, value);
  }

  /** Adds an entry by a task of the servers that does so. */
  CompletionStage<Optional<V>> add(String task, String key, V value) {
    byte[] bytes = new Versioned<>(0, value).encode(kind);
    Mirror<V>.Reading reading = mirror.begin();
    return cache
        .<byte[]>run(task, key, Map.of("key", key, "entry", bytes))
        .whenComplete(
            (existing, fault) -> {
              if (fault == null) {
                reading.found(key, existing.length == 0 ? bytes : existing);
              }
              reading.close();
            })
        .thenApply(
            existing -> existing.length == 0 ? Optional.empty() : Optional.of(decode(existing)));
  }

  private V decode(byte[] bytes) {
    return Versioned.decode(bytes, kind).value();
  }

  CompletionStage<Boolean> replace(String key, V expected, V next) {
    return cache
        .call(entries -> entries.getAsync(key))
        .thenCompose(there -> replace(key, there, expected, next))
        .thenCompose(
            done ->
                done
                    ? CompletableFuture.completedFuture(true)
                    : refresh(key).thenApply(latest -> false));
  }

  /** The servers compare the bytes: the same entry may have been encoded by another version. */
  private CompletionStage<Boolean> replace(String key, byte[] there, V expected, V next) {
    Versioned<V> kept = there == null ? null : Versioned.decode(there, kind);
    if (kept == null || !kept.value().equals(expected)) {
      return CompletableFuture.completedFuture(false);
    }
    byte[] bytes = new Versioned<>(kept.revision() + 1, next).encode(kind);
    Mirror<V>.Reading reading = mirror.begin();
    return cache
        .<Boolean>run(
            "oncue.replace." + kind.cache(),
            key,
            Map.of("key", key, "expected", there, "next", bytes))
        .whenComplete(
            (done, fault) -> {
              if (fault == null && done) {
                reading.found(key, bytes);
              }
              reading.close();
            });
  }

  CompletionStage<List<V>> all() {
    return mirror.all();
  }

  CompletionStage<Void> remove(String key) {
    Mirror<V>.Reading reading = mirror.begin();
    return cache
        .<Boolean>run("oncue.remove." + kind.cache(), key, Map.of("key", key))
        .whenComplete(
            (removed, fault) -> {
              if (fault == null) {
                reading.found(key, null);
              }
              reading.close();
            })
        .thenApply(removed -> null);
  }

  void watch(Consumer<V> listener) {
    mirror.watch(listener);
  }
}
