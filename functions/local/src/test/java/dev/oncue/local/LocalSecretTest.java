package dev.oncue.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.abort;

import dev.oncue.http.settings.SettingException;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalSecretTest {
  @TempDir Path folder;

  /** As a start does it. */
  private static String secretIn(Path data) throws IOException {
    DataFolder.prepare(data);
    return LocalSecret.readOrMake(data);
  }

  @Test
  void aSecretIsMadeOnceAndKept() throws IOException {
    String secret = secretIn(folder);
    assertThat(Base64.getUrlDecoder().decode(secret)).hasSize(32);
    assertThat(secretIn(folder)).isEqualTo(secret);
  }

  @Test
  void eachFolderHasItsOwn() throws IOException {
    assertThat(secretIn(folder.resolve("a"))).isNotEqualTo(secretIn(folder.resolve("b")));
  }

  @Test
  void onlyTheOwnerCanReadItAndNoDraftIsLeft() throws IOException {
    secretIn(folder);
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
    assertThat(secretIn(folder)).isEqualTo("given by hand, and of 32 bytes or more");
  }

  @Test
  void aFolderThatIsAFileIsRefused() throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "");
    assertThatThrownBy(() -> secretIn(file)).isInstanceOf(IOException.class);
  }

  @Test
  void aPlantedLinkIsRefused() throws IOException {
    Path elsewhere = Files.writeString(folder.resolve("known"), "x".repeat(40));
    Path data = Files.createDirectory(folder.resolve("data"));
    Path link = data.resolve("jwt-secret");
    for (Path target : List.of(elsewhere, folder.resolve("nothing"))) {
      Files.createSymbolicLink(link, target);
      assertThatThrownBy(() -> secretIn(data))
          .isInstanceOf(SettingException.class)
          .hasMessageContaining("ONCUE_DATA_DIR holds a jwt-secret that is a link");
      Files.delete(link);
    }
    Files.createDirectory(link);
    assertThatThrownBy(() -> secretIn(data)).isInstanceOf(SettingException.class);
  }

  @Test
  void whatOthersCouldReadIsTakenFromThem() throws IOException {
    Path data = Files.createDirectory(folder.resolve("data"));
    Path secret = Files.writeString(data.resolve("jwt-secret"), "x".repeat(40));
    Files.setPosixFilePermissions(data, PosixFilePermissions.fromString("rwxr-xr-x"));
    Files.setPosixFilePermissions(secret, PosixFilePermissions.fromString("rw-r--r--"));
    secretIn(data);
    assertThat(permissions(data)).isEqualTo("rwx------");
    assertThat(permissions(secret)).isEqualTo("rw-------");
  }

  /** Needs root, who alone can give a file away. */
  @Test
  void anotherUsersSecretIsRefused() throws IOException {
    Path secret = Files.writeString(folder.resolve("jwt-secret"), "x".repeat(40));
    UserPrincipal nobody =
        folder.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName("nobody");
    try {
      Files.setOwner(secret, nobody);
    } catch (FileSystemException e) {
      abort("only root can give a file away");
    }
    assertThatThrownBy(() -> secretIn(folder))
        .isInstanceOf(SettingException.class)
        .hasMessageContaining("belongs to another user");
  }

  private static String permissions(Path path) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
  }
}
