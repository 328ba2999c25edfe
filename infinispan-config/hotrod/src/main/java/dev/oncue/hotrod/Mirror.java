package dev.oncue.hotrod;

import dev.oncue.GridUnavailableException;
import dev.oncue.entry.EntryDigest;
import java.util.ArrayDeque;
import java.util.BitSet;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * All entries of a kind in the memory of this process, a few milliseconds behind the grid. A vote
 * thus needs no round trip to know its poll's window; that the window is over is decided where the
 * ballots lie. It answers for the grid only while it is complete: while a {@link MirrorReader} has
 * read all entries, and its connection lasts. It is filled from when somebody wants it, since not
 * every function asks for every kind.
 *
 * <p><b>Nothing old takes the place of what is newer.</b> Reads overlap, and answers come in any
 * order, so each is a {@link Reading}, which knows what had been learned when it began:
 *
 * <ul>
 *   <li>What is known of a key was learned before the reading began: the grid has at least that, so
 *       what the reading finds is later, or the same. It is taken, be it a change, a removal, or
 *       another life of the key.
 *   <li>It was learned after the reading began: the two overlap. Of one life the higher revision is
 *       the later one. A removal, or another life, may be earlier or later; it is left out. If it
 *       was later, the servers tell of it, and who reads then begins after this.
 *   <li>A removal is remembered as long as a reading is under way that began before it, so that
 *       none of these brings the entry back.
 * </ul>
 *
 * <p>A lower revision of the same life is never later, unless servers came back from a stop without
 * the last moments: it is taken for what was learned over an earlier connection alone.
 *
 * <p>Thread-safe. Changes are made under the lock of this object, which nobody holds while he
 * decodes, calls the grid or a listener. Listeners are notified by {@link Notifications}.
 *
 * @param <V> what it mirrors
 */
final class Mirror<V> {
  private static final Logger LOG = Logger.getLogger(Mirror.class);
  private static final long TIMEOUT_MILLIS = 1_800;

  private final EntryKind<V> kind;

  /** Changed under the lock, read by all. */
  private final Map<String, Fact<V>> facts = new ConcurrentHashMap<>();

  /** Keys of facts that are removals, in the order learned. Under the lock. */
  private final Deque<String> removals = new ArrayDeque<>();

  /** Those under way, in the order begun. Under the lock. */
  private final Set<Reading> readings = new LinkedHashSet<>();

  /** Counts what was learned. Under the lock. */
  private long learned;

  /** What had been learned when the connection was made. Under the lock. */
  private long connected;

  private final List<Notifications<V>> listeners = new CopyOnWriteArrayList<>();
  private volatile CompletableFuture<Void> complete = new CompletableFuture<>();
  private volatile boolean active;
  private volatile Runnable whenActivated = () -> {};

  /**
   * What is known of a key.
   *
   * @param kept what the grid has; {@code null}: nothing any more
   * @param hash as {@link EntryDigest#hash}
   * @param size of its value, in bytes
   * @param learned the number of this fact among all that were learned
   */
  private record Fact<V>(@Nullable Versioned<V> kept, long hash, int size, long learned) {}

  Mirror(EntryKind<V> kind) {
    this.kind = kind;
  }

  EntryKind<V> kind() {
    return kind;
  }

  /** Somebody is going to ask. */
  void activate() {
    if (!active) {
      active = true;
      whenActivated.run();
    }
  }

  boolean isActive() {
    return active;
  }

  /** Runs a task when somebody begins to want it. */
  void whenActivated(Runnable task) {
    whenActivated = task;
  }

  /** There is a connection again: what is here may be old, until all has been read. */
  synchronized void awaitReading() {
    connected = ++learned;
    readings.clear();
    complete = new CompletableFuture<>();
  }

  private synchronized CompletableFuture<Void> completedBy(Reading reading) {
    return reading.begun < connected ? new CompletableFuture<>() : complete;
  }

  /** There is no connection. Whoever waits for the entries fails with the reason. */
  void lose(GridUnavailableException reason) {
    readBefore(reason).completeExceptionally(reason);
  }

  private synchronized CompletableFuture<Void> readBefore(GridUnavailableException reason) {
    CompletableFuture<Void> before = complete;
    complete = CompletableFuture.failedFuture(reason);
    return before;
  }

  /** The entry under a key; {@code null}: the grid must be asked. */
  @Nullable V get(String key) {
    CompletableFuture<Void> now = complete;
    Fact<V> fact = now.isDone() && !now.isCompletedExceptionally() ? facts.get(key) : null;
    return fact == null || fact.kept == null ? null : fact.kept.value();
  }

  /** Whether an entry is kept here under a key, be it as old as it may. */
  boolean contains(String key) {
    Fact<V> fact = facts.get(key);
    return fact != null && fact.kept != null;
  }

  /** All entries, once they have been read. */
  CompletionStage<List<V>> all() {
    activate();
    return complete
        .thenApply(done -> values())
        .orTimeout(TIMEOUT_MILLIS, TimeUnit.MILLISECONDS)
        .exceptionallyCompose(failure -> CompletableFuture.failedFuture(fault(failure)));
  }

  private List<V> values() {
    return facts.values().stream()
        .map(Fact::kept)
        .filter(Objects::nonNull)
        .map(Versioned::value)
        .toList();
  }

  private Stream<Map.Entry<String, Fact<V>>> entries() {
    return facts.entrySet().stream().filter(entry -> entry.getValue().kept != null);
  }

  private Throwable fault(Throwable failure) {
    return failure instanceof TimeoutException
        ? new GridUnavailableException(
            "the " + kind.cache() + " of the grid have not been read yet")
        : failure;
  }

  /** What the entries that are known here come to. */
  EntryDigest digest() {
    EntryDigest digest = new EntryDigest();
    entries().forEach(it -> digest.add(it.getKey(), it.getValue().hash, it.getValue().size));
    return digest;
  }

  /** The keys of entries that are known here and in some buckets of {@link EntryDigest}. */
  Set<String> keysIn(BitSet buckets) {
    return entries()
        .map(Map.Entry::getKey)
        .filter(key -> buckets.get(EntryDigest.bucketOf(key)))
        .collect(Collectors.toSet());
  }

  /**
   * Notifies a listener of every change from now on, on a thread of its own: {@link Notifications}.
   */
  void watch(Consumer<V> listener) {
    listeners.add(new Notifications<>(kind.cache(), listener, this::values));
    activate();
  }

  /** Somebody is about to read or to write entries of the grid. */
  synchronized Reading begin() {
    Reading reading = new Reading(learned);
    readings.add(reading);
    return reading;
  }

  /**
   * One read of the grid, or a write, of any number of entries: begun before the grid is called,
   * closed when nothing more comes of it. One over a connection that was lost since finds nothing.
   * Thread-safe.
   */
  final class Reading implements AutoCloseable {
    /** What had been learned then. */
    private final long begun;

    private Reading(long begun) {
      this.begun = begun;
    }

    /**
     * Takes what the grid has under a key, {@code null}: nothing; unless what is known is newer.
     * Notifies listeners of what is new.
     */
    void found(String key, byte @Nullable [] bytes) {
      if (bytes == null) {
        foundNothing(this, key);
        return;
      }
      long hash = EntryDigest.hash(key, bytes);
      Fact<V> known = facts.get(key);
      if (known == null || known.kept == null || known.hash != hash) {
        decode(key, bytes).ifPresent(kept -> foundEntry(this, key, kept, hash, bytes.length));
      }
    }

    /** All entries have been read since it began. */
    void completes() {
      completedBy(this).complete(null);
    }

    private boolean isOverlapping(@Nullable Fact<V> known) {
      return known != null && known.learned > begun;
    }

    @Override
    public void close() {
      end(this);
    }
  }

  /** One that cannot be read keeps nobody from the others. */
  private Optional<Versioned<V>> decode(String key, byte[] bytes) {
    try {
      return Optional.of(Versioned.decode(bytes, kind));
    } catch (Throwable e) {
      LOG.errorf(e, "%s is kept among the %s, and cannot be understood", key, kind.cache());
      return Optional.empty();
    }
  }

  private synchronized void foundEntry(
      Reading reading, String key, Versioned<V> kept, long hash, int size) {
    if (reading.begun < connected) {
      return;
    }
    Fact<V> known = facts.get(key);
    if (isNews(reading, kept, known)) {
      facts.put(key, new Fact<>(kept, hash, size, ++learned));
      listeners.forEach(listener -> listener.send(kept.value()));
    }
  }

  private boolean isNews(Reading reading, Versioned<V> kept, @Nullable Fact<V> known) {
    if (known != null && known.kept != null && kept.isOfLife(known.kept, kind)) {
      return kept.revision() > known.kept.revision() || known.learned <= connected;
    }
    return !reading.isOverlapping(known);
  }

  private synchronized void foundNothing(Reading reading, String key) {
    if (reading.begun < connected || reading.isOverlapping(facts.get(key))) {
      return;
    }
    facts.put(key, new Fact<>(null, 0, 0, ++learned));
    removals.add(key);
    forgetRemovals();
  }

  private synchronized void end(Reading reading) {
    readings.remove(reading);
    forgetRemovals();
  }

  /** No reading that is under way began before what is forgotten here. */
  private void forgetRemovals() {
    long begun = readings.isEmpty() ? learned : readings.iterator().next().begun;
    while (!removals.isEmpty()) {
      Fact<V> oldest = facts.get(removals.peek());
      if (oldest != null && oldest.kept == null) {
        if (oldest.learned > begun) {
          return;
        }
        facts.remove(removals.peek());
      }
      removals.remove();
    }
  }
}
