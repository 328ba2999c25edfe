package dev.oncue.knative;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.oncue.testbed.engine.Engine;
import dev.oncue.testbed.engine.Engine.Setup;
import dev.oncue.testbed.engine.GridAccess;
import dev.oncue.testbed.engine.GridServer;
import dev.oncue.testbed.engine.Ports;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The script {@code functions/cache}, and starts of the packaged function vote from what it makes.
 */
@Tag("tools")
class FunctionCacheIT {
  private static final String SECRET = "0123456789abcdef0123456789abcdef";
  private static final Path FUNCTIONS = Path.of("..", "functions").toAbsolutePath().normalize();
  private static final Path BUILT = FUNCTIONS.resolve("vote/target/quarkus-app");
  private static final int JAVA = Runtime.version().feature();
  private static final Path ARGUMENTS = BUILT.resolve("java-" + JAVA + ".args");

  /** Makes a start fail that cannot use the cache. */
  private static final String INSIST = JAVA < 24 ? "-Xshare:on" : "-XX:AOTMode=on";

  @TempDir Path folder;

  private GridAccess access;
  private int viewers;

  @Test
  void a_start_uses_the_cache_and_does_without_where_a_jar_has_changed() throws Exception {
    assertThat(cache("vote")).contains(ARGUMENTS.toString());
    access = GridAccess.make(folder.resolve("access"));
    try (GridServer server =
            GridServer.alone(access, folder.resolve("server"), Ports.free()).start();
        Engine opening = function("poll-open", server.address()).start()) {
      opening.client(SECRET).open("show-42", "q1", "");
      Path classes = folder.resolve("classes");
      vote(server, INSIST, "-Xlog:class+load:file=" + classes);
      assertThat(classes)
          .content()
          .containsPattern("dev\\.oncue\\.vote\\.\\w+ source: shared objects file");
      Path jar = BUILT.resolve("quarkus-run.jar");
      FileTime built = Files.getLastModifiedTime(jar);
      try {
        Files.setLastModifiedTime(jar, FileTime.fromMillis(built.toMillis() + 60_000));
        assertThat(cached(server, INSIST).startAndEnd().status()).isEqualTo(1);
        vote(server);
      } finally {
        Files.setLastModifiedTime(jar, built);
      }
    }
  }

  @Test
  void a_function_that_does_not_exist_is_a_bad_argument() throws Exception {
    assertThat(run("tea").waitFor()).isEqualTo(2);
  }

  private Setup function(String module, String servers) {
    return Engine.function(module, folder).set("ONCUE_JWT_SECRET", SECRET).onGrid(servers, access);
  }

  private Setup cached(GridServer server, String... flags) {
    return function("vote", server.address()).java(flags).java("@" + ARGUMENTS);
  }

  private void vote(GridServer server, String... flags) {
    String viewer = "viewer-" + viewers++;
    try (Engine voting = cached(server, flags).start()) {
      await("the poll at the function vote")
          .atMost(Duration.ofSeconds(30))
          .until(() -> voting.client(SECRET).vote("show-42", "q1", viewer, "red").status() == 200);
    }
  }

  private String cache(String function) throws Exception {
    Process process = run(function);
    assertThat(process.waitFor()).as(Files.readString(folder.resolve("err"))).isZero();
    return Files.readString(folder.resolve("out"));
  }

  private Process run(String function) throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(FUNCTIONS.resolve("cache").toString(), function)
            .redirectOutput(folder.resolve("out").toFile())
            .redirectError(folder.resolve("err").toFile());
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    return builder.start();
  }
}
