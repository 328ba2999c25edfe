package dev.oncue.hotrod;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.infinispan.client.hotrod.MetadataValue;
import org.infinispan.client.hotrod.RemoteCache;
import org.infinispan.client.hotrod.annotation.ClientCacheEntryCreated;
import org.infinispan.client.hotrod.annotation.ClientListener;
import org.infinispan.client.hotrod.event.ClientCacheEntryCreatedEvent;
import org.infinispan.client.hotrod.exceptions.HotRodClientException;
import org.infinispan.commons.util.CloseableIterator;

/** Everything that a Hot Rod client can do to a cache, tried one by one with one login. */
final class HotRodTries {
  private static final byte[] VALUE = {1};
  private static final int ANSWER_SECONDS = 3;

  private HotRodTries() {}

  /** What they answer does not matter: only whether they are refused. */
  @SuppressWarnings("ReturnValueIgnored")
  private static Map<String, Consumer<RemoteCache<String, byte[]>>> operations(String key) {
    Map<String, Consumer<RemoteCache<String, byte[]>>> all = new LinkedHashMap<>();
    all.put("get", cache -> cache.get(key));
    all.put("getWithMetadata", cache -> cache.getWithMetadata(key));
    all.put("getAll", cache -> cache.getAll(Set.of(key)));
    all.put("containsKey", cache -> cache.containsKey(key));
    all.put("getStream", cache -> close(cache.streaming().get(key)));
    all.put("put", cache -> cache.put(key, VALUE));
    all.put("putIfAbsent", cache -> cache.putIfAbsent(key, VALUE));
    all.put("putAll", cache -> cache.putAll(Map.of(key, VALUE)));
    all.put("putStream", cache -> close(cache.streaming().put(key)));
    all.put("replace", cache -> cache.replace(key, VALUE));
    all.put(
        "replaceWithVersion", cache -> cache.replaceWithVersion(key, VALUE, version(cache, key)));
    all.put("remove", cache -> cache.remove(key));
    all.put("removeWithVersion", cache -> cache.removeWithVersion(key, version(cache, key)));
    all.put("clear", RemoteCache::clear);
    all.put("size", RemoteCache::size);
    all.put("iterate", cache -> drain(cache.retrieveEntries(null, 10)));
    all.put("keySet", cache -> cache.keySet().iterator().hasNext());
    all.put("listen", cache -> cache.addClientListener(new Listener()));
    all.put("stats", RemoteCache::serverStatistics);
    return all;
  }

  /** With another version than the entry's nothing is asked for. */
  private static long version(RemoteCache<String, byte[]> cache, String key) {
    try {
      MetadataValue<byte[]> entry = cache.getWithMetadata(key);
      return entry == null ? 1 : entry.getVersion();
    } catch (HotRodClientException unreadable) {
      return 1;
    }
  }

  /**
   * The names of those that a login was not refused. What is conditional is refused only where the
   * key has an entry. A client without its query module sends no queries; {@link RestTries} does.
   */
  static Set<String> allowed(RemoteCache<String, byte[]> cache, String key) {
    return operations(key).entrySet().stream()
        .filter(operation -> isAllowed(() -> operation.getValue().accept(cache)))
        .map(Map.Entry::getKey)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /**
   * Whether the servers did not refuse something for a lack of rights. A listener that is refused
   * waits for ever in the client.
   */
  static boolean isAllowed(Runnable call) {
    return CompletableFuture.runAsync(call, HotRodTries::begin)
        .orTimeout(ANSWER_SECONDS, TimeUnit.SECONDS)
        .handle((done, fault) -> !isRefusal(fault))
        .join();
  }

  private static void begin(Runnable call) {
    Thread thread = new Thread(call, "hot-rod-try");
    thread.setDaemon(true);
    thread.start();
  }

  private static boolean isRefusal(Throwable fault) {
    return fault instanceof TimeoutException
        || fault != null
            && (String.valueOf(fault.getMessage()).contains("ISPN000287")
                || isRefusal(fault.getCause()));
  }

  private static void close(AutoCloseable stream) {
    try {
      if (stream != null) {
        stream.close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  private static void drain(CloseableIterator<?> entries) {
    try (entries) {
      entries.forEachRemaining(entry -> {});
    }
  }

  /** Public, since the client calls it by reflection. */
  @ClientListener
  public static final class Listener {
    /** Not looked at. */
    @ClientCacheEntryCreated
    public void created(ClientCacheEntryCreatedEvent<String> event) {}
  }
}
