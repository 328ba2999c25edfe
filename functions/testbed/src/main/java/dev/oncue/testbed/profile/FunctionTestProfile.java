package dev.oncue.testbed.profile;

import dev.oncue.testbed.token.SignedToken;
import io.quarkus.test.junit.QuarkusTestProfile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** Runs a function alone, on the embedded grid with an empty data folder. */
public class FunctionTestProfile implements QuarkusTestProfile {
  @Override
  public final Map<String, String> getConfigOverrides() {
    Map<String, String> settings = new HashMap<>();
    settings.put("oncue.data.dir", emptyFolder().toString());
    settings.put("oncue.jwt.secret", SignedToken.SECRET);
    settings.put("quarkus.http.test-port", "0");
    settings.put("quarkus.http.host", "127.0.0.1");
    settings.putAll(more());
    return settings;
  }

  /** The settings that differ from a function's own. */
  protected Map<String, String> more() {
    return Map.of();
  }

  private static Path emptyFolder() {
    try {
      return Files.createTempDirectory(Path.of("target").toAbsolutePath(), "grid");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
