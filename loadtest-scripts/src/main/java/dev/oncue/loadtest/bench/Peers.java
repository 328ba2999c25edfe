package dev.oncue.loadtest.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeoutException;

/**
 * Starts what a team would put together by hand: an application with a Redis of its own.
 *
 * @param folder where their sources are, {@code loadtest-scripts/peers}
 * @param jvmFlags for those that run on a JVM
 * @param verifyTokens whether they check the signatures of tokens
 */
record Peers(Path folder, List<String> jvmFlags, boolean verifyTokens) {
  private static final String JAVA = "redis";
  private static final String NODE = "node-redis";
  private static final Map<Kind, String> FOLDERS =
      Map.of(Kind.REDIS, JAVA, Kind.REDIS_BATCHED, JAVA, Kind.NODE_REDIS, NODE);

  /** Builds those among these that are not built yet. */
  void prepare(Collection<Kind> kinds) throws IOException, InterruptedException {
    Set<String> names = new TreeSet<>();
    kinds.stream().filter(FOLDERS::containsKey).map(FOLDERS::get).forEach(names::add);
    for (String name : names) {
      prepare(name);
    }
  }

  private void prepare(String name) throws IOException, InterruptedException {
    String script = folder.resolve("prepare").toString();
    if (new ProcessBuilder(script, name).inheritIO().start().waitFor() != 0) {
      throw new IOException(script + " " + name + " failed");
    }
  }

  /** Starts one and waits until it takes votes. */
  Peer start(Kind kind, Path logs) throws IOException, InterruptedException, TimeoutException {
    ServerProcess redis = startRedis(logs.resolve(kind + "-store.log"));
    redis.awaitListening();
    ServerProcess app = startApp(kind, redis.port(), logs.resolve(kind + ".log"));
    app.awaitListening();
    return new Peer(kind, app, redis);
  }

  /** In memory alone, without a replica: as cheap as Redis can be. */
  private static ServerProcess startRedis(Path log) throws IOException {
    int port = ServerProcess.freePort();
    String options = "--bind 127.0.0.1 --appendonly no --port " + port;
    List<String> command = new ArrayList<>(List.of("redis-server", "--save", ""));
    command.addAll(List.of(options.split(" ")));
    return ServerProcess.start(port, command, Map.of(), log);
  }

  private ServerProcess startApp(Kind kind, int redisPort, Path log) throws IOException {
    int port = ServerProcess.freePort();
    Map<String, String> environment = new HashMap<>();
    environment.put("PORT", Integer.toString(port));
    environment.put("PEER_REDIS", "redis://127.0.0.1:" + redisPort);
    environment.put("PEER_JWT_SECRET", new String(LocalEngine.secret(), StandardCharsets.UTF_8));
    environment.put("PEER_VERIFY_TOKENS", Boolean.toString(verifyTokens));
    environment.put("PEER_BATCHED", Boolean.toString(kind == Kind.REDIS_BATCHED));
    // As Oncue's functions have it; Quarkus by itself takes twice as many.
    int cores = Runtime.getRuntime().availableProcessors();
    environment.put("QUARKUS_VERTX_EVENT_LOOPS_POOL_SIZE", Integer.toString(cores));
    return ServerProcess.start(port, command(kind), environment, log);
  }

  private List<String> command(Kind kind) {
    if (kind == Kind.NODE_REDIS) {
      return List.of(
          "node", "--max-semi-space-size=64", folder.resolve(NODE).resolve("server.js").toString());
    }
    List<String> arguments = new ArrayList<>(jvmFlags);
    Path jar = folder.resolve(JAVA).resolve("target/quarkus-app/quarkus-run.jar");
    arguments.addAll(List.of("-jar", jar.toString()));
    return ServerProcess.java(arguments);
  }
}
