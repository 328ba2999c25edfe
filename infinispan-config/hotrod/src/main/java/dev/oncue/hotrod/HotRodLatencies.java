package dev.oncue.hotrod;

import dev.oncue.Attempts;
import dev.oncue.poll.Latencies;
import dev.oncue.poll.Latency;
import dev.oncue.stream.StreamId;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * The latencies that the grid's servers keep: key {@link StreamId#path()}. Always read from the
 * grid and mirrored nowhere: a poll that is opened a moment after it was set takes it.
 */
final class HotRodLatencies implements Latencies {
  private final GridCache<byte[]> cache;

  HotRodLatencies(GridCache<byte[]> cache) {
    this.cache = cache;
  }

  @Override
  public CompletionStage<Optional<Latency>> find(StreamId stream) {
    return cache
        .call(entries -> entries.getAsync(stream.path()))
        .thenApply(bytes -> Optional.ofNullable(bytes).map(kept -> decode(kept).value()));
  }

  private static Versioned<Latency> decode(byte[] bytes) {
    return Versioned.decode(bytes, EntryKind.LATENCIES);
  }

  @Override
  public CompletionStage<Void> set(StreamId stream, Latency latency) {
    return set(stream.path(), latency, new Attempts("the latency of " + stream.path()));
  }

  private CompletionStage<Void> set(String key, Latency latency, Attempts attempts) {
    return cache
        .call(entries -> entries.getAsync(key))
        .thenCompose(
            current -> current == null ? add(key, latency) : replace(key, latency, current))
        .thenCompose(
            done ->
                done
                    ? CompletableFuture.completedFuture(null)
                    : attempts.again(() -> set(key, latency, attempts)));
  }

  private CompletionStage<Boolean> add(String key, Latency latency) {
    byte[] bytes = new Versioned<>(0, latency).encode(EntryKind.LATENCIES);
    return cache
        .<byte[]>run("oncue.add.latencies", key, Map.of("key", key, "entry", bytes))
        .thenApply(existing -> existing.length == 0);
  }

  private CompletionStage<Boolean> replace(String key, Latency latency, byte[] current) {
    byte[] bytes =
        new Versioned<>(decode(current).revision() + 1, latency).encode(EntryKind.LATENCIES);
    return cache.run(
        "oncue.replace.latencies", key, Map.of("key", key, "expected", current, "next", bytes));
  }
}
