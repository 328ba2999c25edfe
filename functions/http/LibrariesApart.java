import java.io.BufferedOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * Divides a function's one jar into two: what libraries brought as it is goes into {@code
 * libraries.jar} beside it, which the jar names in its class path. The rest stays: Oncue's classes,
 * and what Quarkus has generated, changed or put together. So an image has a layer that is the same
 * after each change of the code, and a JVM still opens two jars and not 180.
 *
 * <p>{@code java LibrariesApart.java <jar> <class path>}. The same input gives the same bytes. Does
 * nothing where there is no jar, or one that is divided.
 */
final class LibrariesApart {
  private static final String LIBRARIES = "libraries.jar";
  private static final LocalDateTime ENTRY_TIME = LocalDateTime.of(2026, 1, 1, 0, 0);
  private static final Instant FIRST_TIME = Instant.parse("2025-01-01T00:00:00Z");
  private static final long SECONDS_OF_A_YEAR = 365 * 86_400L;

  private LibrariesApart() {}

  /** What tells one version of an entry from another. */
  private record Content(long checksum, long size) {
    static Content of(ZipEntry entry) {
      return new Content(entry.getCrc(), entry.getSize());
    }
  }

  public static void main(String... arguments) throws IOException {
    Path jar = Path.of(arguments[0]);
    if (Files.exists(jar)) {
      divide(jar, contents(arguments[1].split(File.pathSeparator)));
    }
  }

  private static Map<String, Set<Content>> contents(String... classPath) throws IOException {
    Map<String, Set<Content>> contents = new HashMap<>();
    for (String element : classPath) {
      Path file = Path.of(element);
      if (element.endsWith(".jar") && !file.getFileName().toString().startsWith("oncue-")) {
        try (ZipFile library = new ZipFile(file.toFile())) {
          library.stream()
              .forEach(
                  entry ->
                      contents
                          .computeIfAbsent(entry.getName(), name -> new HashSet<>())
                          .add(Content.of(entry)));
        }
      }
    }
    return contents;
  }

  private static void divide(Path jar, Map<String, Set<Content>> libraries) throws IOException {
    Path rest = jar.resolveSibling("rest.jar");
    try (ZipFile whole = new ZipFile(jar.toFile())) {
      Manifest manifest = manifest(whole);
      if (LIBRARIES.equals(manifest.getMainAttributes().getValue(Attributes.Name.CLASS_PATH))) {
        return;
      }
      List<ZipEntry> theirs = new ArrayList<>();
      List<ZipEntry> ours = new ArrayList<>();
      Predicate<ZipEntry> isLibrary =
          entry -> libraries.getOrDefault(entry.getName(), Set.of()).contains(Content.of(entry));
      whole.stream()
          .filter(entry -> !entry.getName().equals("META-INF/MANIFEST.MF") && !entry.isDirectory())
          .sorted(Comparator.comparing(ZipEntry::getName))
          .forEach(entry -> (isLibrary.test(entry) ? theirs : ours).add(entry));
      write(jar.resolveSibling(LIBRARIES), whole, manifestOfLibraries(), theirs);
      manifest.getMainAttributes().put(Attributes.Name.CLASS_PATH, LIBRARIES);
      write(rest, whole, manifest, ours);
    }
    Files.move(rest, jar, StandardCopyOption.REPLACE_EXISTING);
  }

  private static Manifest manifest(ZipFile jar) throws IOException {
    try (InputStream in = jar.getInputStream(jar.getEntry("META-INF/MANIFEST.MF"))) {
      return new Manifest(in);
    }
  }

  private static Manifest manifestOfLibraries() {
    Manifest manifest = new Manifest();
    manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
    manifest.getMainAttributes().put(new Attributes.Name("Multi-Release"), "true");
    return manifest;
  }

  private static void write(Path to, ZipFile from, Manifest manifest, List<ZipEntry> entries)
      throws IOException {
    try (JarOutputStream jar =
        new JarOutputStream(new BufferedOutputStream(Files.newOutputStream(to)))) {
      jar.putNextEntry(named("META-INF/MANIFEST.MF"));
      manifest.write(jar);
      Set<String> folders = new HashSet<>();
      for (ZipEntry entry : entries) {
        addFolders(jar, entry.getName(), folders);
        jar.putNextEntry(named(entry.getName()));
        try (InputStream in = from.getInputStream(entry)) {
          in.transferTo(jar);
        }
      }
    }
    Files.setLastModifiedTime(to, timeOf(to));
  }

  /** Some libraries list what is in a folder of the class path, and find it by its own entry. */
  private static void addFolders(JarOutputStream jar, String name, Set<String> known)
      throws IOException {
    for (int end = name.indexOf('/'); end >= 0; end = name.indexOf('/', end + 1)) {
      String folder = name.substring(0, end + 1);
      if (known.add(folder)) {
        jar.putNextEntry(named(folder));
      }
    }
  }

  private static ZipEntry named(String name) {
    ZipEntry entry = new ZipEntry(name);
    entry.setTimeLocal(ENTRY_TIME);
    return entry;
  }

  /**
   * A JVM's cache knows a jar by its size and time alone. So the time follows from the content: a
   * jar that was built again is the same jar, and another one never passes for it.
   */
  private static FileTime timeOf(Path jar) throws IOException {
    CRC32 checksum = new CRC32();
    try (InputStream in = Files.newInputStream(jar)) {
      byte[] buffer = new byte[1 << 16];
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        checksum.update(buffer, 0, read);
      }
    }
    return FileTime.from(FIRST_TIME.plusSeconds(checksum.getValue() % SECONDS_OF_A_YEAR));
  }
}
