package dev.oncue.hotrod;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.oncue.Grid;
import dev.oncue.poll.Latency;
import dev.oncue.poll.Poll;
import dev.oncue.poll.PollFixtures;
import dev.oncue.testbed.engine.Ports;
import dev.oncue.window.Window;
import dev.oncue.window.WindowFixtures;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The script {@code infinispan-config/cluster}, as an operator runs it, without the functions. */
@Tag("grid")
class ClusterScriptIT {
  private static final Latency LATENCY = new Latency(Duration.ofSeconds(2), Duration.ofSeconds(8));

  private static final Path SCRIPT = Path.of("..", "cluster").toAbsolutePath().normalize();
  private static final Path JDK = Path.of(System.getProperty("java.home"));

  @TempDir Path folder;

  private final int port = Ports.free(1, 2, 100, 101, 102, 200, 201, 202);

  @AfterEach
  void stop() throws Exception {
    run("stop");
  }

  @Test
  void a_server_that_was_killed_comes_back_to_a_cluster_that_went_on() throws Exception {
    assertThat(status()).as("nothing runs").isEmpty();
    assertThat(run("add").status()).as("there is nothing to add to").isOne();
    assertThat(run("kill", "no-number").status()).isEqualTo(2);

    assertDone("start", "--servers-only");
    List<Server> started = status();
    assertThat(started).extracting(Server::number).containsExactly(1, 2, 3);
    assertThat(started).extracting(Server::port).containsExactly(port, port + 1, port + 2);
    assertThat(run("start", "--servers-only").out()).contains("runs already");

    Poll poll = PollFixtures.freshPoll().build();
    Window window = WindowFixtures.fresh().build();
    try (HotRodGrid hotrod = connect()) {
      hotrod.grid().polls().add(poll).toCompletableFuture().get(30, TimeUnit.SECONDS);
      hotrod.grid().windows().add(window).toCompletableFuture().get(30, TimeUnit.SECONDS);
      hotrod
          .grid()
          .latencies()
          .set(poll.id().stream(), LATENCY)
          .toCompletableFuture()
          .get(30, TimeUnit.SECONDS);

      assertDone("kill", "2");
      assertThat(status()).extracting(Server::number).containsExactly(1, 3);
      assertThat(run("kill", "2").status()).as("it does not run").isOne();
      assertThat(run("add").out()).contains("server 2 was down");

      List<Server> again = status();
      assertThat(again).extracting(Server::number).containsExactly(1, 2, 3);
      assertThat(again.get(1).pid()).isNotEqualTo(started.get(1).pid());
    }
    assertKept(poll, window);

    assertDone("stop");
    assertThat(status()).isEmpty();
    assertDone("start", "--servers-only");
    assertKept(poll, window);

    for (int number = 1; number <= 3; number++) {
      assertDone("kill", Integer.toString(number));
    }
    assertDone("start", "--servers-only");
    assertKept(poll, window);
    assertDone("stop");
  }

  @Test
  void keys_that_cannot_be_made_are_told_and_nothing_is_started() throws Exception {
    Path programs = Files.createDirectories(folder.resolve("jdk").resolve("bin"));
    Files.createSymbolicLink(programs.resolve("java"), JDK.resolve("bin").resolve("java"));
    Path keytool =
        Files.writeString(programs.resolve("keytool"), "#!/bin/sh\necho no keys; exit 3\n");
    assertThat(keytool.toFile().setExecutable(true)).isTrue();

    Run run = run(programs.getParent(), "start", "--servers-only");
    assertThat(run.status()).isOne();
    assertThat(run.out()).contains("no keys", "the keys could not be made");
    assertThat(status()).isEmpty();
  }

  private void assertDone(String... arguments) throws Exception {
    Run run = run(arguments);
    assertThat(run.status()).as(run.out()).isZero();
  }

  private void assertKept(Poll poll, Window window) throws Exception {
    try (HotRodGrid hotrod = connect()) {
      Grid grid = hotrod.grid();
      assertThat(grid.polls().find(poll.id()).toCompletableFuture().get(30, TimeUnit.SECONDS))
          .contains(poll);
      assertThat(grid.windows().find(window.id()).toCompletableFuture().get(30, TimeUnit.SECONDS))
          .contains(window);
      assertThat(
              grid.latencies()
                  .find(poll.id().stream())
                  .toCompletableFuture()
                  .get(30, TimeUnit.SECONDS))
          .contains(LATENCY);
    }
  }

  private HotRodGrid connect() throws IOException {
    Path secrets = folder.resolve("cluster").resolve("secrets");
    return Connected.to(
        Connected.settings(
            "127.0.0.1:" + port,
            "oncue",
            Files.readString(secrets.resolve("grid-password")),
            secrets.resolve("ca.pem").toString()));
  }

  private List<Server> status() throws Exception {
    Run run = run("status");
    assertThat(run.status()).as(run.out()).isZero();
    JsonNode json = new ObjectMapper().readTree(run.out());
    assertThat(json.get("functions")).isEmpty();
    return StreamSupport.stream(json.get("servers").spliterator(), false)
        .map(
            server ->
                new Server(
                    server.get("number").asInt(),
                    server.get("pid").asLong(),
                    server.get("port").asInt()))
        .toList();
  }

  private Run run(String... arguments) throws Exception {
    return run(JDK, arguments);
  }

  private Run run(Path jdk, String... arguments) throws Exception {
    List<String> command = new ArrayList<>(List.of("bash", SCRIPT.toString()));
    command.addAll(List.of(arguments));
    Path out = folder.resolve("out");
    ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
    builder.environment().put("JAVA_HOME", jdk.toString());
    // Servers live for seconds here: a start costs half without the second compiler.
    builder.environment().put("JDK_JAVA_OPTIONS", "-XX:TieredStopAtLevel=1");
    builder.environment().put("ONCUE_CLUSTER_DIR", "cluster");
    builder.environment().put("ONCUE_CLUSTER_PORT", Integer.toString(port));
    Process process = builder.redirectErrorStream(true).redirectOutput(out.toFile()).start();
    int status = process.waitFor();
    return new Run(status, Files.readString(out));
  }

  private record Run(int status, String out) {}

  private record Server(int number, long pid, int port) {}
}
