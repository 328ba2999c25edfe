package dev.oncue.task.command;

import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import javax.security.auth.Subject;
import org.infinispan.AdvancedCache;
import org.infinispan.commons.util.EnumUtil;
import org.infinispan.container.entries.CacheEntry;
import org.infinispan.factories.ComponentRegistry;
import org.infinispan.functional.FunctionalMap.ReadOnlyMap;
import org.infinispan.functional.FunctionalMap.ReadWriteMap;
import org.infinispan.functional.impl.FunctionalMapImpl;
import org.infinispan.functional.impl.ReadOnlyMapImpl;
import org.infinispan.functional.impl.ReadWriteMapImpl;
import org.infinispan.manager.ClusterExecutor;
import org.infinispan.manager.EmbeddedCacheManager;
import org.infinispan.reactive.publisher.impl.ClusterPublisherManager;
import org.infinispan.reactive.publisher.impl.DeliveryGuarantee;
import org.infinispan.security.GroupPrincipal;
import org.infinispan.security.Security;
import org.infinispan.security.actions.SecurityActions;
import org.reactivestreams.Publisher;

/**
 * A cache as its entries lie on this server, without the checks of who calls: whoever hands it out
 * has made them. Thread-safe.
 *
 * @param <V> its values; keys are strings
 */
public final class ServerCache<V> {
  /** What servers do by themselves, they do as this subject: nobody has logged in. */
  public static final Subject SERVER =
      new Subject(true, Set.of(new GroupPrincipal("admin")), Set.of(), Set.of());

  private final AdvancedCache<String, V> cache;

  private final ReadWriteMap<String, V> write;
  private final ReadOnlyMap<String, V> read;
  private final ClusterPublisherManager<Object, Object> publishers;

  private ServerCache(AdvancedCache<String, V> secured) {
    cache = SecurityActions.getUnwrappedCache(secured);
    FunctionalMapImpl<String, V> functions = FunctionalMapImpl.create(cache);
    write = ReadWriteMapImpl.create(functions);
    read = ReadOnlyMapImpl.create(functions);
    publishers = publishers(cache);
  }

  @SuppressWarnings("unchecked")
  private static ClusterPublisherManager<Object, Object> publishers(AdvancedCache<?, ?> cache) {
    return ComponentRegistry.componentOf(cache, ClusterPublisherManager.class);
  }

  /**
   * The caches of a server. To find one, and what may be done with it, costs as much as a small
   * call, so each is found once. Thread-safe.
   */
  static final class All {
    private final EmbeddedCacheManager server;
    private final Map<String, ServerCache<?>> found = new ConcurrentHashMap<>();

    All(EmbeddedCacheManager server) {
      this.server = server;
    }

    @SuppressWarnings("unchecked")
    <V> ServerCache<V> named(String name) {
      ServerCache<?> cache = found.get(name);
      if (cache == null || !cache.cache.getStatus().allowInvocations()) {
        // It may have been removed and made again since.
        cache = Security.doAs(SERVER, () -> find(name));
        found.put(name, cache);
      }
      return (ServerCache<V>) cache;
    }

    private ServerCache<?> find(String name) {
      return new ServerCache<>(server.<String, Object>getCache(name).getAdvancedCache());
    }
  }

  AdvancedCache<String, V> cache() {
    return cache;
  }

  /** Runs functions where an entry lies, on each of its owners. */
  ReadWriteMap<String, V> write() {
    return write;
  }

  /** Runs functions where an entry lies, on one of its owners. */
  ReadOnlyMap<String, V> read() {
    return read;
  }

  /**
   * Runs a function over all entries, as servers store them: for each segment on one of its owners,
   * exactly once, also while entries move.
   *
   * @param ofSome makes one result of some of the entries
   * @param ofAll makes one result of several
   */
  <R> CompletionStage<R> reduce(
      Function<Publisher<CacheEntry<Object, Object>>, CompletionStage<R>> ofSome,
      Function<Publisher<R>, CompletionStage<R>> ofAll) {
    return publishers.entryReduction(
        true,
        null,
        null,
        null,
        EnumUtil.EMPTY_BIT_SET,
        DeliveryGuarantee.EXACTLY_ONCE,
        ofSome,
        ofAll);
  }

  /** Runs functions on servers. */
  ClusterExecutor servers() {
    return Security.doAs(SERVER, () -> cache.getCacheManager().executor());
  }
}
