package dev.oncue.task.command;

import dev.oncue.GridFormat;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.infinispan.AdvancedCache;
import org.infinispan.commons.dataconversion.MediaType;
import org.infinispan.encoding.DataConversion;
import org.infinispan.manager.EmbeddedCacheManager;
import org.infinispan.marshall.core.EncoderRegistry;
import org.infinispan.security.impl.Authorizer;
import org.infinispan.tasks.Task;
import org.infinispan.tasks.TaskContext;
import org.infinispan.tasks.spi.TaskEngine;
import org.infinispan.util.concurrent.BlockingManager;

/**
 * Runs Oncue's {@link GridTask}s. Infinispan's own engine gives each call a thread to block, which
 * costs more than to cast the ballots that it carries. Whoever calls needs one of the task's roles,
 * and no right on the caches that the task works on. Thread-safe.
 */
public final class GridTaskEngine implements TaskEngine {
  /**
   * Gives {@link GridFormat#VERSION} as this jar has it, so that a client finds out before its
   * first call whether the two understand each other.
   */
  private static final GridTask VERSION =
      new GridTask(
          "oncue.version",
          Role.ALL,
          (caches, parameters) -> CompletableFuture.completedFuture(GridFormat.VERSION));

  /** Those that mirror windows. */
  private static final Set<Role> WINDOWS = Role.only(Role.POLL_OPEN, Role.LIVE, Role.WARM_POOL);

  private final Map<String, GridTask> tasks =
      Stream.concat(
              Stream.of(
                  CastCommand.TASK,
                  SealCommand.TASK,
                  TallyCommand.TASK,
                  RecountCommand.TASK,
                  DiscardCommand.TASK,
                  BallotsCommand.TASK,
                  ReactCommand.TASK,
                  ReactionsCommand.TASK,
                  DigestCommand.of("polls", Role.ALL),
                  PageCommand.of("polls", Role.ALL),
                  DigestCommand.of("windows", WINDOWS),
                  PageCommand.of("windows", WINDOWS),
                  VERSION),
              EntryTasks.all())
          .collect(Collectors.toUnmodifiableMap(GridTask::getName, Function.identity()));

  private final ServerCache.All caches;
  private final Callers callers;
  private final EncoderRegistry encoders;

  /** For the caches of a server. */
  public GridTaskEngine(
      EmbeddedCacheManager server, Authorizer authorizer, EncoderRegistry encoders) {
    this.caches = new ServerCache.All(server);
    this.callers = new Callers(authorizer, server.getCacheManagerConfiguration());
    this.encoders = encoders;
  }

  @Override
  public String getName() {
    return "Oncue";
  }

  @Override
  public List<Task> getTasks() {
    return List.copyOf(tasks.values());
  }

  @Override
  public boolean handles(String task) {
    return tasks.containsKey(task);
  }

  @Override
  @SuppressWarnings("unchecked")
  public <T> CompletionStage<T> runTask(
      String task, TaskContext call, BlockingManager blockingManager) {
    try {
      GridTask called = tasks.get(task);
      callers.require(call.getSubject().orElse(null), called);
      AdvancedCache<?, ?> cache = call.getCache().orElseThrow().getAdvancedCache();
      DataConversion client = cache.getValueDataConversion();
      Map<String, Object> parameters = new HashMap<>();
      call.getParameters()
          .ifPresent(
              given -> given.forEach((name, value) -> parameters.put(name, read(value, client))));
      return called.run(caches, parameters).thenApply(answer -> (T) write(answer, client));
    } catch (Throwable e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  private Object read(Object value, DataConversion client) {
    return encoders.convert(value, client.getRequestMediaType(), MediaType.APPLICATION_OBJECT);
  }

  private Object write(Object answer, DataConversion client) {
    return encoders.convert(answer, MediaType.APPLICATION_OBJECT, client.getRequestMediaType());
  }
}
