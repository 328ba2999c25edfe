package dev.oncue.local;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
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
  private static final String PRINT_TOKEN = "oncue.local.print-token";
  private static final int BYTES = 32;

  private LocalSecret() {}

  static void provide(Path folder) throws IOException {
    Config config = ConfigProvider.getConfig();
    if (config.getOptionalValue(SECRET, String.class).isPresent()
        || config.getOptionalValue("oncue.jwt.keys", String.class).isPresent()) {
      return;
    }
    System.setProperty(SECRET, readOrMake(folder));
    if (config.getOptionalValue(PRINT_TOKEN, String.class).isEmpty()) {
      // Nobody else has that secret, so nobody else could make the newcomer a token.
      System.setProperty(PRINT_TOKEN, "true");
    }
  }

  static String readOrMake(Path folder) throws IOException {
    Path file = folder.resolve("jwt-secret");
    if (!Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
      make(file);
    }
    // Whoever could plant one would sign anybody's tokens.
    DataFolder.requireOwn(file);
    return Files.readString(file).strip();
  }

  private static void make(Path file) throws IOException {
    byte[] secret = new byte[BYTES];
    new SecureRandom().nextBytes(secret);
    // Written aside and moved, so that a start that is killed leaves no half secret.
    Path draft = Files.createTempFile(file.getParent(), "jwt-secret", ".new");
    Files.writeString(
        draft,
        Base64.getUrlEncoder().withoutPadding().encodeToString(secret) + "\n",
        StandardOpenOption.TRUNCATE_EXISTING);
    Files.move(draft, file);
  }
}
