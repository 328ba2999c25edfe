package dev.oncue.loadtest.bench;

import dev.oncue.loadtest.Engine;
import dev.oncue.loadtest.LoadTestException;
import dev.oncue.loadtest.Tokens;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Starts the servers that are measured, and stops them and deletes their data on {@link #close}.
 *
 * @param root the folder of the repository
 * @param logs the folder for what they say
 * @param jvmFlags for their JVMs
 */
record Servers(Path root, Path logs, List<String> jvmFlags, Deque<Closeable> started)
    implements Closeable {
  private static final String ENGINE = "functions/local/target/quarkus-app/quarkus-run.jar";
  private static final String PEERS = "loadtest-scripts/peers/";
  private static final String PEER_JAR = "target/quarkus-app/quarkus-run.jar";
  private static final String NODE_FLAGS = "--max-semi-space-size=64";

  Servers(Path root, Path logs, List<String> jvmFlags) {
    this(root, logs, jvmFlags, new ArrayDeque<>());
  }

  private ServerProcess keep(ServerProcess server) {
    started.push(server::close);
    return server;
  }

  /** A folder that is deleted on {@link #close}. */
  Path temporaryFolder() throws IOException {
    Path folder = Files.createTempDirectory("oncue-bench");
    started.push(() -> delete(folder));
    return folder;
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }

  /** Starts what is compared; it takes votes when this returns. */
  Subject start(Contender contender, Tokens tokens) throws IOException, InterruptedException {
    if (contender.servers > 0) {
      return cluster(contender.servers).subject(contender.toString(), tokens);
    }
    if (contender.peerFolder != null) {
      return peer(contender, redis(contender), tokens);
    }
    if (contender == Contender.FLOOR) {
      return subject(contender, Map.of("floor", floor().awaitListening()), null);
    }
    return subject(contender, Map.of("local", localEngine().awaitListening()), tokens);
  }

  /** The processes by what they are; the first takes the votes. */
  private static Subject subject(
      Contender contender, Map<String, ServerProcess> processes, Tokens tokens) {
    Map<String, Long> pids = new LinkedHashMap<>();
    processes.forEach((name, server) -> pids.put(name, server.process().pid()));
    int port = processes.values().iterator().next().port();
    Engine engine = tokens == null ? null : Engine.local(port, tokens.producer("bench"));
    return new Subject(contender.toString(), port, pids, engine);
  }

  /** The packaged local engine with no data; does not wait until it listens. */
  ServerProcess localEngine() throws IOException {
    Path jar = root.resolve(ENGINE);
    if (!Files.isRegularFile(jar)) {
      throw LoadTestException.badOption("there is no " + jar + "; './mvnw package' makes it");
    }
    Map<String, String> environment =
        Map.of(
            "ONCUE_DATA_DIR",
            temporaryFolder().toString(),
            "ONCUE_JWT_SECRET",
            BenchOptions.SECRET);
    List<String> command =
        ServerProcess.java(ServerProcess.JAVA_HOME, jvmFlags, "-jar", jar.toString());
    return keep(ServerProcess.start(command, environment, logs.resolve("local.log")));
  }

  /** The bare Vert.x server with the same flags. */
  private ServerProcess floor() throws IOException {
    String classPath = System.getProperty("java.class.path");
    String main = FloorServer.class.getName();
    List<String> command =
        ServerProcess.java(ServerProcess.JAVA_HOME, jvmFlags, "-cp", classPath, main);
    return keep(ServerProcess.start(command, Map.of(), logs.resolve("floor.log")));
  }

  private Cluster cluster(int servers) throws IOException, InterruptedException {
    Map<String, String> settings =
        Map.of(
            // The polls of all rounds stay, with their ballots.
            "ONCUE_CLUSTER_SERVER_HEAP", "3g",
            "ONCUE_CLUSTER_FUNCTION_HEAP", "1g",
            "JDK_JAVA_OPTIONS", String.join(" ", jvmFlags));
    Cluster cluster = Cluster.start(root, temporaryFolder(), servers, settings);
    started.push(cluster);
    return cluster;
  }

  /** A Redis with the functions of the peers, in memory alone: as cheap as Redis can be. */
  ServerProcess redis(Contender of) throws IOException, InterruptedException {
    int port = ServerProcess.freePort();
    // The last option is the empty word: it saves nothing.
    String command = "redis-server --bind 127.0.0.1 --appendonly no --port " + port + " --save ";
    Path log = logs.resolve(of + "-store.log");
    List<String> words = List.of(command.split(" ", -1));
    ServerProcess redis = keep(ServerProcess.start(port, words, Map.of(), log)).awaitListening();
    String polls = Files.readString(root.resolve(PEERS + "polls.lua"));
    List<String> load =
        List.of("redis-cli", "-e", "-p", Integer.toString(port), "FUNCTION", "LOAD", polls);
    Program.output(load, Map.of());
    return redis;
  }

  /** Builds a peer where it is not built, and starts it on a Redis. */
  Subject peer(Contender peer, ServerProcess redis, Tokens tokens)
      throws IOException, InterruptedException {
    Path folder = root.resolve(PEERS + peer.peerFolder);
    Program.output(List.of(root.resolve(PEERS + "prepare").toString(), peer.peerFolder), Map.of());
    // Event loops as Oncue's functions have them; Quarkus by itself takes twice as many.
    int cores = Runtime.getRuntime().availableProcessors();
    Map<String, String> environment =
        Map.of(
            "PEER_REDIS",
            "redis://127.0.0.1:" + redis.port(),
            "PEER_JWT_SECRET",
            BenchOptions.SECRET,
            "PEER_BATCHED",
            Boolean.toString(peer == Contender.REDIS_BATCHED),
            "QUARKUS_VERTX_EVENT_LOOPS_POOL_SIZE",
            Integer.toString(cores));
    List<String> command =
        peer == Contender.NODE_REDIS
            ? List.of("node", NODE_FLAGS, folder.resolve("server.js").toString())
            : ServerProcess.java(
                ServerProcess.JAVA_HOME, jvmFlags, "-jar", folder.resolve(PEER_JAR).toString());
    ServerProcess app =
        keep(ServerProcess.start(command, environment, logs.resolve(peer + ".log")));
    Map<String, ServerProcess> processes = new LinkedHashMap<>();
    processes.put("app", app.awaitListening());
    processes.put("redis", redis);
    return subject(peer, processes, tokens);
  }

  @Override
  public void close() throws IOException {
    for (Closeable each : started) {
      each.close();
    }
  }
}
