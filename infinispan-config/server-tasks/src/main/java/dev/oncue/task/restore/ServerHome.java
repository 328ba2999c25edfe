package dev.oncue.task.restore;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;

/**
 * What a server knows of itself between two starts: its id, and its {@link KnownServers}. Two small
 * files beside its journals.
 */
final class ServerHome {
  private final Path id;
  private final Path knownServers;

  ServerHome(Path persistentLocation) throws IOException {
    Path folder = Files.createDirectories(persistentLocation.resolve("journal"));
    id = folder.resolve("server-id");
    knownServers = folder.resolve("servers");
  }

  /** Made at the first start, and the same ever after. */
  String id() throws IOException {
    if (!Files.exists(id)) {
      replace(id, UUID.randomUUID().toString());
    }
    return Files.readString(id);
  }

  KnownServers knownServers() throws IOException {
    return Files.exists(knownServers)
        ? new KnownServers(Set.copyOf(Files.readAllLines(knownServers)))
        : new KnownServers(Set.of());
  }

  void keep(KnownServers next) throws IOException {
    replace(knownServers, String.join("\n", new TreeSet<>(next.servers())));
  }

  private static void replace(Path file, String text) throws IOException {
    Path whole = file.resolveSibling(file.getFileName() + ".tmp");
    Files.writeString(whole, text);
    Files.move(whole, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }
}
