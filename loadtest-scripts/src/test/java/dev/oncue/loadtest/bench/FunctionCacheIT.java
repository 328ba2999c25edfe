package dev.oncue.loadtest.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.oncue.loadtest.Answer;
import dev.oncue.loadtest.Engine;
import dev.oncue.loadtest.Target;
import dev.oncue.loadtest.Targets;
import dev.oncue.loadtest.Tokens;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The script {@code functions/cache}, and starts of the packaged function vote from what it makes.
 */
class FunctionCacheIT {
  private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
  private static final Path BUILT =
      ROOT.resolve(Path.of("functions", "vote", "target", "quarkus-app"));
  private static final String POLL = "q1";

  private final Tokens tokens = new Tokens(LocalEngine.secret());
  private final Jdk jdk =
      new Jdk(Path.of(System.getProperty("java.home")), Runtime.version().feature());
  private final Path args = BUILT.resolve("java-" + jdk.version() + ".args");
  private int viewers;

  @TempDir Path folder;

  @Test
  void a_start_uses_the_cache_and_does_without_where_a_jar_has_changed() throws Exception {
    assertThat(cache("vote")).contains(args.toString());
    Map<String, String> settings = Map.of("ONCUE_CLUSTER_FUNCTIONS", "poll-open-1");
    Path script = ROOT.resolve(Path.of("infinispan-config", "cluster"));
    try (Cluster cluster = Cluster.start(script, folder.resolve("cluster"), 1, settings)) {
      Target pollOpen = cluster.function("poll-open");
      new Engine(Targets.all(pollOpen), tokens.producer("test")).open(Votes.opening(POLL));
      Map<String, String> environment = cluster.functionSettings();

      Path classes = folder.resolve("classes");
      vote(environment, jdk.insistOnCache(), "-Xlog:class+load:file=" + classes);
      assertThat(classes).content().contains("dev.oncue.vote.VoteDesk source: shared objects file");

      Path jar = BUILT.resolve("quarkus-run.jar");
      FileTime built = Files.getLastModifiedTime(jar);
      try {
        Files.setLastModifiedTime(jar, FileTime.fromMillis(built.toMillis() + 60_000));
        assertThatThrownBy(() -> vote(environment, jdk.insistOnCache()))
            .hasMessageContaining("ended with status 1");
        vote(environment);
      } finally {
        Files.setLastModifiedTime(jar, built);
      }
    }
  }

  @Test
  void a_function_that_does_not_exist_is_a_bad_argument() throws Exception {
    assertThat(run("tea").waitFor()).isEqualTo(2);
  }

  private void vote(Map<String, String> environment, String... flags) throws Exception {
    List<String> arguments = new ArrayList<>(Arrays.asList(flags));
    arguments.add("@" + args);
    Path log = folder.resolve("log");
    try (ServerProcess server = ServerProcess.start(jdk.home(), arguments, environment, log)) {
      Engine engine = new Engine(Targets.all(Target.local(server.port())), "");
      String viewer = tokens.viewer("viewer-" + viewers++);
      server.firstAnswer(() -> counted(engine.vote(viewer, Votes.ballot(POLL)))).expect(200);
    }
  }

  private static Answer counted(Answer answer) {
    return answer.status() == 503 ? null : answer;
  }

  private String cache(String function) throws Exception {
    Process process = run(function);
    assertThat(process.waitFor()).as(Files.readString(folder.resolve("err"))).isZero();
    return Files.readString(folder.resolve("out"));
  }

  private Process run(String function) throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(ROOT.resolve(Path.of("functions", "cache")).toString(), function)
            .redirectOutput(folder.resolve("out").toFile())
            .redirectError(folder.resolve("err").toFile());
    builder.environment().put("JAVA_HOME", jdk.home().toString());
    return builder.start();
  }
}
