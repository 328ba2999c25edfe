package dev.oncue.task;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;

/**
 * What a server knows of itself between two starts: its id, and its {@link Roster}. Two small files
 * beside its journals.
 */
final class ServerHome {
  private final Path id;
  private final Path roster;

  ServerHome(Path persistentLocation) throws IOException {
    Path folder = Files.createDirectories(persistentLocation.resolve("journal"));
    id = folder.resolve("server-id");
    roster = folder.resolve("servers");
  }

  /** Made at the first start, and the same ever after. */
  String id() throws IOException {
    if (!Files.exists(id)) {
      replace(id, UUID.randomUUID().toString());
    }
    return Files.readString(id);
  }

  Roster roster() throws IOException {
    return Files.exists(roster)
        ? new Roster(Set.copyOf(Files.readAllLines(roster)))
        : new Roster(Set.of());
  }

  void keep(Roster next) throws IOException {
    replace(roster, String.join("\n", new TreeSet<>(next.servers())));
  }

  private static void replace(Path file, String text) throws IOException {
    Path whole = file.resolveSibling(file.getFileName() + ".tmp");
    Files.writeString(whole, text);
    Files.move(whole, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }
}
