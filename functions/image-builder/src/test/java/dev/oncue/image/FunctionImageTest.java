package dev.oncue.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.cloud.tools.jib.api.Containerizer;
import com.google.cloud.tools.jib.api.Jib;
import com.google.cloud.tools.jib.api.TarImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Images over an empty base, written and read. */
class FunctionImageTest {
  private static final Instant CREATED = Instant.parse("2026-01-01T00:00:00Z");
  private static final Instant BUILT = Instant.parse("2025-03-04T05:06:07Z");
  private static final Containerfile RECIPE =
      new Containerfile(
          "nowhere",
          Map.of("org.opencontainers.image.licenses", "Apache-2.0"),
          Map.of("MODE", "fast"),
          "/oncue",
          List.of(
              new Containerfile.Copy("training", "/built/a.jar", "/oncue/a.jar"),
              new Containerfile.Copy("training", "/start", "/oncue/start")),
          "1001",
          List.of(8080),
          List.of("java", "-jar", "/oncue/a.jar"));

  @TempDir Path folder;
  private Path stage;
  private Path base;

  @BeforeEach
  void files() throws Exception {
    stage = Files.createDirectories(folder.resolve("stage"));
    Files.createDirectories(stage.resolve("built"));
    Files.createDirectories(stage.resolve("start/deep"));
    Path jar = Files.writeString(stage.resolve("built/a.jar"), "a jar");
    Files.setLastModifiedTime(jar, FileTime.from(BUILT.plusMillis(8)));
    Files.writeString(stage.resolve("start/deep/cache"), "a cache");
    base = folder.resolve("base.tar");
    Jib.fromScratch().containerize(containerizer(TarImage.at(base).named("base"), "scratch"));
  }

  private Containerizer containerizer(TarImage image, String cache) {
    return Containerizer.to(image)
        .setBaseImageLayersCache(folder.resolve(cache))
        .setApplicationLayersCache(folder.resolve(cache));
  }

  private Path write(String name) throws Exception {
    Path tar = folder.resolve(name + ".tar");
    FunctionImage image =
        new FunctionImage("tar://" + base, RECIPE, Map.of("training", stage), CREATED);
    String digest =
        image
            .write(containerizer(TarImage.at(tar).named("oncue/vote:1"), name))
            .getDigest()
            .toString();
    LoadableTar.complete(tar, "oncue/vote:1");
    assertThat(index(tar).at("/manifests/0/digest").asText()).isEqualTo(digest);
    return tar;
  }

  private static Map<String, byte[]> contents(Path tar) throws IOException {
    try (InputStream in = Files.newInputStream(tar)) {
      return contents(in);
    }
  }

  private static Map<String, byte[]> contents(InputStream tar) throws IOException {
    Map<String, byte[]> contents = new LinkedHashMap<>();
    TarArchiveInputStream in = new TarArchiveInputStream(tar);
    for (TarArchiveEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
      contents.put(entry.getName(), in.readAllBytes());
    }
    return contents;
  }

  private static JsonNode json(byte[] text) throws IOException {
    return new ObjectMapper().readTree(text);
  }

  private static JsonNode index(Path tar) throws IOException {
    return json(contents(tar).get("index.json"));
  }

  @Test
  void the_same_files_are_the_same_image() throws Exception {
    byte[] first = Files.readAllBytes(write("first"));
    Files.setLastModifiedTime(stage.resolve("start/deep/cache"), FileTime.from(Instant.EPOCH));
    assertThat(Files.readAllBytes(write("second"))).isEqualTo(first);
    Files.writeString(stage.resolve("start/deep/cache"), "another");
    assertThat(Files.readAllBytes(write("third"))).isNotEqualTo(first);
  }

  @Test
  void both_ways_to_load_it_have_the_same_blobs() throws Exception {
    Map<String, byte[]> tar = contents(write("image"));
    for (Map.Entry<String, byte[]> blob : tar.entrySet()) {
      if (blob.getKey().startsWith("blobs/sha256/")) {
        byte[] hash = MessageDigest.getInstance("SHA-256").digest(blob.getValue());
        assertThat(blob.getKey()).endsWith("/" + HexFormat.of().formatHex(hash));
      }
    }
    JsonNode loaded = json(tar.get("manifest.json")).get(0);
    String digest = index(folder.resolve("image.tar")).at("/manifests/0/digest").asText();
    JsonNode manifest = json(tar.get("blobs/" + digest.replace(':', '/')));
    assertThat(loaded.at("/RepoTags/0").asText()).isEqualTo("oncue/vote:1");
    assertThat("sha256:" + loaded.get("Config").asText().substring(13))
        .isEqualTo(manifest.at("/config/digest").asText());
    for (int i = 0; i < manifest.get("layers").size(); i++) {
      assertThat("sha256:" + loaded.get("Layers").get(i).asText().substring(13))
          .isEqualTo(manifest.get("layers").get(i).get("digest").asText());
    }
  }

  @Test
  void a_layer_for_each_copy_and_a_jar_keeps_its_time() throws Exception {
    Map<String, byte[]> tar = contents(write("image"));
    JsonNode layers = json(tar.get("manifest.json")).get(0).get("Layers");
    assertThat(layers).hasSize(2);
    assertThat(entries(tar.get(layers.get(0).asText())))
        .containsExactly("oncue/ root 755 1970-01-01T00:00:01Z", "oncue/a.jar root 644 " + BUILT);
    assertThat(entries(tar.get(layers.get(1).asText())))
        .containsExactly(
            "oncue/ root 755 1970-01-01T00:00:01Z",
            "oncue/start/ root 755 " + CREATED,
            "oncue/start/deep/ root 755 " + CREATED,
            "oncue/start/deep/cache root 644 " + CREATED);
    JsonNode config = json(tar.get(json(tar.get("manifest.json")).at("/0/Config").asText()));
    assertThat(config.at("/config/User").asText()).isEqualTo("1001");
    assertThat(config.at("/config/Env/0").asText()).isEqualTo("MODE=fast");
  }

  private static List<String> entries(byte[] layer) throws IOException {
    List<String> entries = new ArrayList<>();
    TarArchiveInputStream in =
        new TarArchiveInputStream(new GZIPInputStream(new ByteArrayInputStream(layer)));
    for (TarArchiveEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
      String owner = entry.getLongUserId() == 0 && entry.getLongGroupId() == 0 ? "root" : "other";
      String mode = Integer.toOctalString(entry.getMode() & 0777);
      Instant time = entry.getLastModifiedTime().toInstant();
      entries.add(entry.getName() + " " + owner + " " + mode + " " + time);
    }
    return entries;
  }

  @Test
  void a_stage_that_nothing_stands_for_ends_it() {
    FunctionImage image = new FunctionImage("tar://" + base, RECIPE, Map.of(), CREATED);
    assertThatThrownBy(
            () ->
                image.write(
                    containerizer(TarImage.at(folder.resolve("x.tar")).named("x"), "cache")))
        .hasMessage("nothing stands for the stage training");
  }
}
