package dev.oncue.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Base64;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalSecretTest {
  @TempDir Path folder;

  @Test
  void aSecretIsMadeOnceAndKept() throws IOException {
    String secret = LocalSecret.readOrMake(folder);
    assertThat(Base64.getUrlDecoder().decode(secret)).hasSize(32);
    assertThat(LocalSecret.readOrMake(folder)).isEqualTo(secret);
  }

  @Test
  void eachFolderHasItsOwn() throws IOException {
    assertThat(LocalSecret.readOrMake(folder.resolve("a")))
        .isNotEqualTo(LocalSecret.readOrMake(folder.resolve("b")));
  }

  @Test
  void onlyTheOwnerCanReadItAndNoDraftIsLeft() throws IOException {
    LocalSecret.readOrMake(folder);
    try (Stream<Path> files = Files.list(folder)) {
      Path file = folder.resolve("jwt-secret");
      assertThat(files).containsExactly(file);
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
          .isEqualTo("rw-------");
    }
  }

  @Test
  void aSecretThatIsThereIsTaken() throws IOException {
    Files.writeString(folder.resolve("jwt-secret"), "  given by hand, and of 32 bytes or more\n");
    assertThat(LocalSecret.readOrMake(folder)).isEqualTo("given by hand, and of 32 bytes or more");
  }

  @Test
  void aFolderThatIsAFileIsRefused() throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "");
    assertThatThrownBy(() -> LocalSecret.readOrMake(file)).isInstanceOf(IOException.class);
  }
}
