package dev.oncue.local;

import dev.oncue.http.Launcher;
import dev.oncue.http.SettingException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.ConfigProvider;

/**
 * The secret that tokens are signed with, where none is given: made at the first start and kept in
 * the data folder, readable by its owner alone.
 */
final class LocalSecret {
  private static final String SECRET = "oncue.jwt.secret";
  private static final int BYTES = 32;

  private LocalSecret() {}

  static void provide() {
    Config config = ConfigProvider.getConfig();
    if (config.getOptionalValue(SECRET, String.class).isPresent()
        || config.getOptionalValue("oncue.jwt.keys", String.class).isPresent()) {
      return;
    }
    Path folder = config.getOptionalValue("oncue.data.dir", Path.class).orElse(Path.of("data"));
    try {
      System.setProperty(SECRET, readOrMake(folder));
    } catch (IOException e) {
      Launcher.fail(
          new SettingException(
              "ONCUE_DATA_DIR", "must name a folder that can be written, not " + folder));
    }
  }

  static String readOrMake(Path folder) throws IOException {
    Files.createDirectories(folder);
    Path file = folder.resolve("jwt-secret");
    if (!Files.exists(file)) {
      make(file);
    }
    return Files.readString(file).strip();
  }

  private static void make(Path file) throws IOException {
    byte[] secret = new byte[BYTES];
    new SecureRandom().nextBytes(secret);
    // Written aside and moved, so that a start that is killed leaves no half secret.
    Path draft = Files.createTempFile(file.getParent(), "jwt-secret", ".new");
    if (Files.getFileStore(draft).supportsFileAttributeView("posix")) {
      Files.setPosixFilePermissions(draft, PosixFilePermissions.fromString("rw-------"));
    }
    Files.writeString(
        draft,
        Base64.getUrlEncoder().withoutPadding().encodeToString(secret) + "\n",
        StandardOpenOption.TRUNCATE_EXISTING);
    Files.move(draft, file);
  }
}
