package dev.oncue.local;

import dev.oncue.http.settings.SettingException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/**
 * The folder with all data, for its owner's eyes alone: it holds viewers' ids, the keys of receipts
 * and the secret of tokens. Where a file system knows no owners, nothing is changed.
 */
final class DataFolder {
  private DataFolder() {}

  /**
   * Makes the folder if need be, and takes it from the eyes of others.
   *
   * @throws IOException when it is none, or belongs to somebody else
   */
  static void prepare(Path folder) throws IOException {
    Files.createDirectories(folder);
    if (isPosix(folder)) {
      Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
    }
  }

  /**
   * Passes a file of this process' user that nobody else can read. Its permissions are mended.
   *
   * @throws SettingException when it is a link, no file, or somebody else's
   */
  static void requireOwn(Path file) throws IOException {
    if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
      throw new SettingException(
          "ONCUE_DATA_DIR", "holds a " + file.getFileName() + " that is a link, or no file");
    }
    if (!isPosix(file)) {
      return;
    }
    // A new file belongs to the user of this process, whatever that is called.
    Path mine = Files.createTempFile(file.getParent(), "owner", ".tmp");
    try {
      if (!Files.getOwner(mine).equals(Files.getOwner(file, LinkOption.NOFOLLOW_LINKS))) {
        throw new SettingException(
            "ONCUE_DATA_DIR", "holds a " + file.getFileName() + " that belongs to another user");
      }
    } finally {
      Files.delete(mine);
    }
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
  }

  /** What a start says of a folder that cannot be used. */
  static SettingException unusable(Path folder) {
    return new SettingException(
        "ONCUE_DATA_DIR",
        "must name a folder that can be written, and is this user's, not " + folder);
  }

  private static boolean isPosix(Path path) throws IOException {
    return Files.getFileStore(path).supportsFileAttributeView("posix");
  }
}
