package dev.oncue.embedded;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import org.infinispan.persistence.spi.InitializationContext;
import org.infinispan.persistence.spi.MarshallableEntry;
import org.infinispan.persistence.spi.NonBlockingStore;

/** A store in which each write waits until the test lets it end, well or badly. */
public final class GatedStore implements NonBlockingStore<String, byte[]> {
  private final Map<Object, MarshallableEntry<String, byte[]>> entries = new ConcurrentHashMap<>();
  private final List<Write> writes = new ArrayList<>();

  /** A write that waits. */
  final class Write {
    private final String key;
    private final Runnable keep;
    private final CompletableFuture<Void> done = new CompletableFuture<>();

    private Write(String key, Runnable keep) {
      this.key = key;
      this.keep = keep;
    }

    String key() {
      return key;
    }

    void succeed() {
      keep.run();
      done.complete(null);
    }

    void fail() {
      done.completeExceptionally(new IllegalStateException("the disk is full"));
    }
  }

  /** All writes so far, in the order in which they came. */
  synchronized List<Write> writes() {
    return List.copyOf(writes);
  }

  @Override
  public synchronized CompletionStage<Void> write(
      int segment, MarshallableEntry<? extends String, ? extends byte[]> entry) {
    @SuppressWarnings("unchecked")
    MarshallableEntry<String, byte[]> same = (MarshallableEntry<String, byte[]>) entry;
    Write write = new Write(entry.getKey(), () -> entries.put(same.getKey(), same));
    writes.add(write);
    return write.done;
  }

  @Override
  public CompletionStage<MarshallableEntry<String, byte[]>> load(int segment, Object key) {
    return CompletableFuture.completedFuture(entries.get(key));
  }

  @Override
  public CompletionStage<Boolean> delete(int segment, Object key) {
    return CompletableFuture.completedFuture(entries.remove(key) != null);
  }

  @Override
  public CompletionStage<Void> start(InitializationContext context) {
    return CompletableFuture.completedFuture(null);
  }

  @Override
  public CompletionStage<Void> stop() {
    return CompletableFuture.completedFuture(null);
  }

  @Override
  public CompletionStage<Void> clear() {
    entries.clear();
    return CompletableFuture.completedFuture(null);
  }
}
