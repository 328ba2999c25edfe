package dev.oncue.loadtest.bench;

import dev.oncue.loadtest.BadOptionException;
import dev.oncue.loadtest.Options;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * The packaged local engine, as it is started for a measurement.
 *
 * @param jar {@code quarkus-run.jar}
 * @param jvmFlags for its JVM
 */
record LocalEngine(Path jar, List<String> jvmFlags) {
  private static final String SECRET = "a secret that only this measurement uses";

  /** The engine and the flags that the options name. */
  static LocalEngine of(Options options, String defaultFlags) throws BadOptionException {
    Path jar = Path.of(options.text("--engine", "")).normalize();
    if (!Files.isRegularFile(jar)) {
      throw new BadOptionException("--engine: there is no " + jar + "; './mvnw package' builds it");
    }
    String flags = options.text("--jvm-flags", defaultFlags).strip();
    return new LocalEngine(jar, flags.isEmpty() ? List.of() : Arrays.asList(flags.split("\\s+")));
  }

  static byte[] secret() {
    return SECRET.getBytes(StandardCharsets.UTF_8);
  }

  /** Starts it with its data in a folder. */
  ServerProcess start(Path data, Path log) throws IOException {
    List<String> arguments = new ArrayList<>(jvmFlags);
    arguments.addAll(List.of("-jar", jar.toString()));
    Map<String, String> environment =
        Map.of("ONCUE_DATA_DIR", data.toString(), "ONCUE_JWT_SECRET", SECRET);
    return ServerProcess.start(arguments, environment, log);
  }

  /** Starts the floor with the same flags. */
  ServerProcess startFloor(Path log) throws IOException {
    List<String> arguments = new ArrayList<>(jvmFlags);
    arguments.addAll(
        List.of("-cp", System.getProperty("java.class.path"), FloorServer.class.getName()));
    return ServerProcess.start(arguments, Map.of(), log);
  }
}
