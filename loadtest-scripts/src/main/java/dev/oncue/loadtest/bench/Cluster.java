package dev.oncue.loadtest.bench;

import com.fasterxml.jackson.databind.JsonNode;
import dev.oncue.loadtest.Engine;
import dev.oncue.loadtest.Json;
import dev.oncue.loadtest.Target;
import dev.oncue.loadtest.Targets;
import dev.oncue.loadtest.Tokens;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A cluster on this machine, started and stopped by {@code infinispan-config/cluster}.
 *
 * @param environment the script's settings
 */
record Cluster(Path script, Map<String, String> environment) implements Closeable {
  private static final int PORTS = 400;

  /**
   * Starts one.
   *
   * @param root the folder of the repository
   * @param folder for its data
   * @param servers how many of Infinispan's
   * @param settings more of the script's settings
   */
  static Cluster start(Path root, Path folder, int servers, Map<String, String> settings)
      throws IOException, InterruptedException {
    // The first of many that are free, as far as one can tell.
    int port = ServerProcess.freePort();
    Map<String, String> environment = new HashMap<>(settings);
    environment.put("ONCUE_CLUSTER_DIR", folder.toString());
    environment.put("ONCUE_CLUSTER_SERVERS", Integer.toString(servers));
    environment.put("ONCUE_CLUSTER_PORT", Integer.toString(port));
    environment.put("ONCUE_CLUSTER_HTTP_PORT", Integer.toString(port + PORTS - 10));
    environment.put("ONCUE_JWT_SECRET", BenchOptions.SECRET);
    Path script = root.resolve("infinispan-config/cluster").toAbsolutePath();
    Cluster cluster = new Cluster(script, environment);
    cluster.run("start");
    return cluster;
  }

  private JsonNode run(String verb) throws IOException, InterruptedException {
    return Json.parse(Program.output(List.of(script.toString(), verb), environment));
  }

  /** One instance of vote, counted with the servers. */
  Subject subject(String name, Tokens tokens) throws IOException, InterruptedException {
    JsonNode status = run("status");
    Map<String, Long> pids = new LinkedHashMap<>();
    pids.put("vote", function(status, "vote").get("pid").asLong());
    for (JsonNode server : status.get("servers")) {
      pids.put("server-" + server.get("number").asInt(), server.get("pid").asLong());
    }
    Target vote = target(status, "vote");
    Target live = target(status, "live");
    Targets targets =
        new Targets(
            target(status, "poll-open"), target(status, "poll-close"), live, live, List.of(vote));
    return new Subject(name, vote.port(), pids, new Engine(targets, tokens.producer("bench")));
  }

  /** What a function is told to reach the servers, as environment variables. */
  Map<String, String> functionSettings() throws IOException {
    Map<String, String> settings = new HashMap<>();
    Path file = Path.of(environment.get("ONCUE_CLUSTER_DIR"), "secrets", "function.env");
    for (String line : Files.readAllLines(file)) {
      String[] nameAndValue = line.split("=", 2);
      settings.put(nameAndValue[0], nameAndValue[1]);
    }
    return settings;
  }

  /** Where the first instance of a function listens. */
  Target function(String name) throws IOException, InterruptedException {
    return target(run("status"), name);
  }

  private static Target target(JsonNode status, String name) throws IOException {
    return Target.local(function(status, name).get("port").asInt());
  }

  private static JsonNode function(JsonNode status, String name) throws IOException {
    for (JsonNode function : status.get("functions")) {
      if (function.get("name").asText().equals(name)) {
        return function;
      }
    }
    throw new IOException("the cluster has no function " + name);
  }

  @Override
  public void close() throws IOException {
    try {
      run("stop");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
