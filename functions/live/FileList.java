import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Lists the files that a module serves to browsers: {@code java FileList.java list.txt
 * folder}. A line has a file's path as browsers ask for it, and the SHA-256 of its content. A
 * program cannot list what is in its own jars, and a hash that the build makes costs no start.
 */
public final class FileList {
  private FileList() {}

  /**
   * Writes the list.
   *
   * @param args the list, and the folder
   */
  public static void main(String[] args) throws IOException, NoSuchAlgorithmException {
    Map<String, String> hashes = new TreeMap<>();
    Path folder = Path.of(args[1]);
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        String name = folder.relativize(file).toString().replace('\\', '/');
        hashes.put(name, sha256(Files.readAllBytes(file)));
      }
    }
    StringBuilder lines = new StringBuilder();
    hashes.forEach((name, hash) -> lines.append(name).append(' ').append(hash).append('\n'));
    Path list = Path.of(args[0]);
    Files.createDirectories(list.getParent());
    Files.writeString(list, lines);
  }

  private static String sha256(byte[] content) throws NoSuchAlgorithmException {
    return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
  }
}
