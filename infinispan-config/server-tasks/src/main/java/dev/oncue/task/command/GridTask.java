package dev.oncue.task.command;

import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import org.infinispan.tasks.Task;

/**
 * Something that a client may have the servers do, called over Hot Rod on any of them. It never
 * blocks, for it runs on the thread that reads the calls. Who may call it has been checked before;
 * what it does, it does as the server itself. Thread-safe: one instance serves all calls.
 */
final class GridTask implements Task {
  private final String name;
  private final Set<Role> roles;
  private final Call call;

  /** What a task does. A fault is the caller's answer, whether it is thrown or the stage's. */
  interface Call {
    CompletionStage<?> run(ServerCache.All caches, Map<String, ?> parameters);
  }

  /** What a task does on one ballot shard. */
  interface ShardCall {
    CompletionStage<byte[]> run(Shard shard, Map<String, ?> parameters);
  }

  /**
   * @param name by which clients call it
   * @param roles whose logins may call it, beside administrators
   */
  GridTask(String name, Set<Role> roles, Call call) {
    this.name = name;
    this.roles = roles;
    this.call = call;
  }

  /**
   * A task on one ballot shard, parameter {@code shard}: the shard's key. It runs where the shard
   * lies, whichever server was called.
   */
  static GridTask ofShard(String name, Set<Role> roles, ShardCall call) {
    return new GridTask(
        name,
        roles,
        (caches, parameters) ->
            call.run(
                new Shard(caches.named("shards"), (String) parameters.get("shard")), parameters));
  }

  @Override
  public String getName() {
    return name;
  }

  @Override
  public String getType() {
    return "Java";
  }

  /** Whose logins may call it. */
  Set<Role> roles() {
    return roles;
  }

  CompletionStage<?> run(ServerCache.All caches, Map<String, ?> parameters) {
    return call.run(caches, parameters);
  }
}
