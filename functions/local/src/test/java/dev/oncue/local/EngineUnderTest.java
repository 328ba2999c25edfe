package dev.oncue.local;

import dev.oncue.http.lifecycle.Launcher;
import dev.oncue.testbed.token.SignedToken;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Map;
import java.util.stream.Stream;

/** Gives the engine under test a port, a secret and a data folder of its own. */
public final class EngineUnderTest implements QuarkusTestResourceLifecycleManager {
  private Path data;

  @Override
  public Map<String, String> start() {
    Launcher.answerUnreadableAddresses();
    try {
      data = Files.createTempDirectory("oncue-test");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return Map.of(
        "quarkus.http.test-port",
        "0",
        "oncue.data.dir",
        data.toString(),
        "oncue.jwt.secret",
        SignedToken.SECRET,
        // So that tests need not wait for what the defaults are.
        "oncue.request.body-timeout",
        "PT2S",
        "oncue.feed.keep-alive",
        "PT1S");
  }

  @Override
  public void stop() {
    try (Stream<Path> files = Files.walk(data)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
