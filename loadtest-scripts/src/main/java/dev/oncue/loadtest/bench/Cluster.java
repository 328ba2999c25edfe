package dev.oncue.loadtest.bench;

import com.fasterxml.jackson.databind.JsonNode;
import dev.oncue.loadtest.Engine;
import dev.oncue.loadtest.Json;
import dev.oncue.loadtest.Target;
import dev.oncue.loadtest.Targets;
import dev.oncue.loadtest.Tokens;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A cluster on this machine, started and stopped by {@code infinispan-config/cluster}. */
final class Cluster implements AutoCloseable {
  private static final int PORTS = 400;

  private final Path script;
  private final Map<String, String> environment;

  private Cluster(Path script, Map<String, String> environment) {
    this.script = script;
    this.environment = environment;
  }

  /**
   * Starts one.
   *
   * @param servers how many of Infinispan's
   * @param jvmFlags for the functions' JVMs and the servers'
   */
  static Cluster start(Path script, Path folder, int servers, List<String> jvmFlags)
      throws IOException, InterruptedException {
    return start(
        script,
        folder,
        servers,
        Map.of(
            // The polls of all rounds stay, with their ballots.
            "ONCUE_CLUSTER_SERVER_HEAP", "3g",
            "ONCUE_CLUSTER_FUNCTION_HEAP", "1g",
            "JDK_JAVA_OPTIONS", String.join(" ", jvmFlags)));
  }

  /**
   * Starts one with more of the script's settings.
   *
   * @param servers how many of Infinispan's
   */
  static Cluster start(Path script, Path folder, int servers, Map<String, String> settings)
      throws IOException, InterruptedException {
    // The first of many that are free, as far as one can tell.
    int port = ServerProcess.freePort();
    Map<String, String> environment = new HashMap<>(settings);
    environment.put("ONCUE_CLUSTER_DIR", folder.toString());
    environment.put("ONCUE_CLUSTER_SERVERS", Integer.toString(servers));
    environment.put("ONCUE_CLUSTER_PORT", Integer.toString(port));
    environment.put("ONCUE_CLUSTER_HTTP_PORT", Integer.toString(port + PORTS - 10));
    environment.put("ONCUE_JWT_SECRET", new String(LocalEngine.secret(), StandardCharsets.UTF_8));
    Cluster cluster = new Cluster(script, environment);
    cluster.run("start");
    return cluster;
  }

  private String run(String verb) throws IOException, InterruptedException {
    ProcessBuilder builder = new ProcessBuilder(script.toString(), verb);
    builder.environment().putAll(environment);
    Process process = builder.redirectError(ProcessBuilder.Redirect.INHERIT).start();
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.waitFor() != 0) {
      throw new IOException(script + " " + verb + " failed: " + out);
    }
    return out;
  }

  /** The variant whose votes are taken by one instance of vote, counted with the servers. */
  Variant variant(String name, Tokens tokens) throws IOException, InterruptedException {
    JsonNode status = Json.parse(run("status"));
    Map<String, Long> pids = new LinkedHashMap<>();
    Map<String, Integer> ports = new LinkedHashMap<>();
    for (JsonNode function : status.get("functions")) {
      String what = function.get("name").asText();
      if (ports.putIfAbsent(what, function.get("port").asInt()) == null && what.equals("vote")) {
        pids.put(what, function.get("pid").asLong());
      }
    }
    for (JsonNode server : status.get("servers")) {
      pids.put("server-" + server.get("number").asInt(), server.get("pid").asLong());
    }
    Targets targets =
        new Targets(
            Target.local(ports.get("poll-open")),
            Target.local(ports.get("poll-close")),
            Target.local(ports.get("live")),
            List.of(Target.local(ports.get("vote"))));
    Engine engine = new Engine(targets, tokens.producer("bench"));
    return new Variant(name, ports.get("vote"), pids, engine);
  }

  /** What a function is told to reach the servers, as environment variables. */
  Map<String, String> functionSettings() throws IOException {
    Path file = Path.of(environment.get("ONCUE_CLUSTER_DIR"), "secrets", "function.env");
    Map<String, String> settings = new HashMap<>();
    for (String line : Files.readAllLines(file)) {
      int equals = line.indexOf('=');
      settings.put(line.substring(0, equals), line.substring(equals + 1));
    }
    return settings;
  }

  /** Where a function listens that the script has started. */
  Target function(String name) throws IOException, InterruptedException {
    for (JsonNode function : Json.parse(run("status")).get("functions")) {
      if (function.get("name").asText().equals(name)) {
        return Target.local(function.get("port").asInt());
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
