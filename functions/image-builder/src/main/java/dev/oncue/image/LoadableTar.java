package dev.oncue.image;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.StreamSupport;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;

/**
 * Makes an OCI image layout in a tar one that every {@code docker load} reads: it gets the {@code
 * manifest.json} of {@code docker save} beside its {@code index.json}, over the same blobs. What
 * {@code docker save} writes from version 25 on has both, too.
 */
final class LoadableTar {
  private static final String MANIFEST = "manifest.json";
  private static final ObjectMapper JSON = new ObjectMapper();

  private LoadableTar() {}

  /**
   * Changes the file.
   *
   * @param tar an OCI image layout of one image
   * @param name what the image is called once it was loaded
   */
  static void complete(Path tar, String name) throws IOException {
    JsonNode index = JSON.readTree(content(tar, "index.json"));
    JsonNode manifest = JSON.readTree(content(tar, blob(index.at("/manifests/0/digest"))));
    Map<String, Object> loaded =
        Map.of(
            "Config", blob(manifest.at("/config/digest")),
            "RepoTags", List.of(name),
            "Layers",
                StreamSupport.stream(manifest.get("layers").spliterator(), false)
                    .map(layer -> blob(layer.get("digest")))
                    .toList());
    Path complete = tar.resolveSibling(tar.getFileName() + ".part");
    copyWith(tar, complete, JSON.writeValueAsBytes(List.of(new TreeMap<>(loaded))));
    Files.move(complete, tar, StandardCopyOption.REPLACE_EXISTING);
  }

  private static String blob(JsonNode digest) {
    return "blobs/" + digest.asText().replace(':', '/');
  }

  private static byte[] content(Path tar, String name) throws IOException {
    try (TarArchiveInputStream in = open(tar)) {
      for (TarArchiveEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
        if (entry.getName().equals(name)) {
          return in.readAllBytes();
        }
      }
    }
    throw new IOException(tar + " has no " + name);
  }

  private static TarArchiveInputStream open(Path tar) throws IOException {
    InputStream in = new BufferedInputStream(Files.newInputStream(tar));
    return new TarArchiveInputStream(in);
  }

  private static void copyWith(Path from, Path to, byte[] manifest) throws IOException {
    try (TarArchiveInputStream in = open(from);
        TarArchiveOutputStream out =
            new TarArchiveOutputStream(new BufferedOutputStream(Files.newOutputStream(to)))) {
      out.setBigNumberMode(TarArchiveOutputStream.BIGNUMBER_POSIX);
      for (TarArchiveEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
        out.putArchiveEntry(entry);
        in.transferTo(out);
        out.closeArchiveEntry();
      }
      TarArchiveEntry entry = new TarArchiveEntry(MANIFEST);
      entry.setSize(manifest.length);
      entry.setModTime(0);
      out.putArchiveEntry(entry);
      out.write(manifest);
      out.closeArchiveEntry();
    }
  }
}
