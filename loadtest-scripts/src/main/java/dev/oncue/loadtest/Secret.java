package dev.oncue.loadtest;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Where the secret that signs tokens comes from. */
public final class Secret {
  /** The fewest bytes of an HS256 secret. */
  public static final int MIN_BYTES = 32;

  private static final String VARIABLE = "ONCUE_JWT_SECRET";
  private static final String FILE_IN_DATA = "jwt-secret";

  private Secret() {}

  /**
   * The secret of {@code --secret-file}, else of {@code --data-dir}, else of the environment, else
   * of {@code ./data}, where a local engine started in this folder keeps the one it made.
   */
  public static byte[] find(Options options, String environment) throws BadOptionException {
    if (options.has("--secret-file")) {
      return read(Path.of(options.text("--secret-file", "")), "--secret-file");
    }
    if (!options.has("--data-dir") && environment != null) {
      return checked(environment, VARIABLE);
    }
    Path dataDir = Path.of(options.text("--data-dir", "./data"));
    return read(dataDir.resolve(FILE_IN_DATA), "--data-dir");
  }

  /** The secret in the environment; {@code null}: none. */
  public static String environment() {
    return System.getenv(VARIABLE);
  }

  private static byte[] read(Path file, String option) throws BadOptionException {
    try {
      return checked(Files.readString(file).strip(), option + " (" + file + ")");
    } catch (IOException e) {
      throw new BadOptionException(
          "no secret to sign tokens with: "
              + file
              + " cannot be read; start the local engine here, or give --data-dir, --secret-file"
              + " or "
              + VARIABLE);
    }
  }

  private static byte[] checked(String secret, String source) throws BadOptionException {
    byte[] bytes = secret.getBytes(StandardCharsets.UTF_8);
    if (bytes.length < MIN_BYTES) {
      throw new BadOptionException(source + " must hold " + MIN_BYTES + " bytes or more");
    }
    return bytes;
  }
}
