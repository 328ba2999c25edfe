package dev.oncue.task;

import dev.oncue.LastFailure;
import dev.oncue.TaskThread;
import dev.oncue.task.command.GridTaskEngine;
import dev.oncue.task.command.ServerCache;
import dev.oncue.task.journal.LossWatch;
import dev.oncue.task.journal.NoCounters;
import dev.oncue.task.restore.Restoration;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import org.infinispan.commons.CacheException;
import org.infinispan.configuration.cache.Configuration;
import org.infinispan.factories.ComponentRegistry;
import org.infinispan.factories.GlobalComponentRegistry;
import org.infinispan.factories.annotations.InfinispanModule;
import org.infinispan.interceptors.AsyncInterceptorChain;
import org.infinispan.lifecycle.ModuleLifecycle;
import org.infinispan.manager.EmbeddedCacheManager;
import org.infinispan.marshall.core.EncoderRegistry;
import org.infinispan.security.Security;
import org.infinispan.security.impl.Authorizer;
import org.infinispan.tasks.TaskManager;
import org.jboss.logging.Logger;

/**
 * What Infinispan calls when a server that has Oncue's caches starts and stops. It opens the
 * server's port only when {@link #cacheManagerStarted} is through.
 */
@InfinispanModule(name = "oncue", requiredModules = "core")
public final class OncueModule implements ModuleLifecycle {
  private static final Logger LOG = Logger.getLogger(OncueModule.class);
  private static final long CHECK_MILLIS = 500;
  private static final List<String> CACHES = List.of("polls", "shards", "servers");

  private final LastFailure lastFailure = new LastFailure();
  private TaskThread watch;
  private Restoration restoration;

  @Override
  public void cacheManagerStarted(GlobalComponentRegistry registry) {
    EmbeddedCacheManager manager = registry.getCacheManager();
    GridTaskEngine tasks =
        new GridTaskEngine(
            manager,
            registry.getComponent(Authorizer.class),
            registry.getComponent(EncoderRegistry.class));
    registry.getComponent(TaskManager.class).registerTaskEngine(tasks);
    Security.doAs(ServerCache.SERVER, () -> restore(manager));
    watch = new TaskThread("oncue-known-servers", this::failed);
    watch.repeatIn(
        CHECK_MILLIS, CHECK_MILLIS, () -> Security.doAs(ServerCache.SERVER, () -> check(manager)));
  }

  @Override
  public void cacheStarting(ComponentRegistry registry, Configuration cache, String name) {
    if (name.equals("shards")) {
      registry.getComponent(AsyncInterceptorChain.class).addInterceptor(new LossWatch(registry), 0);
    } else if (name.equals(NoCounters.CACHE)) {
      registry.getComponent(AsyncInterceptorChain.class).addInterceptor(new NoCounters(), 0);
    }
  }

  private void restore(EmbeddedCacheManager manager) {
    if (CACHES.stream().allMatch(manager::cacheExists)) {
      restoration = restored(manager);
    }
  }

  private static Restoration restored(EmbeddedCacheManager manager) {
    try {
      Restoration restoration = new Restoration(manager);
      restoration.await();
      return restoration;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new CacheException("stopped while it waited for the other servers", e);
    }
  }

  /** The caches may be made while the server runs, as the Infinispan Operator does. */
  private void check(EmbeddedCacheManager manager) {
    if (restoration == null) {
      restore(manager);
    }
    if (restoration != null) {
      remember(restoration);
    }
    lastFailure.over();
  }

  private static void remember(Restoration restoration) {
    try {
      restoration.remember();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void failed(Throwable failure) {
    if (lastFailure.isNews(failure)) {
      LOG.warn("Oncue cannot remember which servers there are; it tries again", failure);
    }
  }

  @Override
  public void cacheManagerStopping(GlobalComponentRegistry registry) {
    if (watch != null) {
      watch.close();
    }
  }
}
