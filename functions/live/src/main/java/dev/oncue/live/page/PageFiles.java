package dev.oncue.live.page;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The files that browsers may ask for, by their paths without the leading slash, and the version of
 * what pages load. Immutable.
 *
 * <p>Each module that has such files lists them when it is built ({@code FileList.java}).
 */
final class PageFiles {
  /** The folder of what pages load. */
  static final String LOADED = "oncue/";

  private static final String LIST = "META-INF/oncue/files.txt";
  private static final String FOLDER = "META-INF/resources/";
  private static final int HASH_DIGITS = 16;

  private final ClassLoader loader;
  private final Map<String, String> hashes;
  private final String version;

  private PageFiles(ClassLoader loader, Map<String, String> hashes) {
    this.loader = loader;
    this.hashes = hashes;
    this.version = hash(hashes.toString());
  }

  /** Those of all modules of this program. */
  static PageFiles ofThisProgram() {
    ClassLoader loader = Thread.currentThread().getContextClassLoader();
    Map<String, String> hashes = new TreeMap<>();
    try {
      for (URL list : Collections.list(loader.getResources(LIST))) {
        try (InputStream in = list.openStream();
            BufferedReader lines =
                new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
          lines.lines().map(line -> line.split(" ")).forEach(file -> hashes.put(file[0], file[1]));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new PageFiles(loader, hashes);
  }

  /** Hexadecimal digits that are others when one of the files is. */
  String version() {
    return version;
  }

  /** Whether there is such a file. */
  boolean has(String name) {
    return hashes.containsKey(name);
  }

  /** The files that a browser opens by their own addresses. */
  List<String> pages() {
    return hashes.keySet().stream().filter(name -> name.endsWith(".html")).toList();
  }

  /** Reads a file, and compresses it. Blocks for milliseconds. */
  PageFile read(String name) {
    try (InputStream in = loader.getResourceAsStream(FOLDER + name)) {
      if (in == null) {
        throw new IllegalStateException("listed, and not there: " + name);
      }
      byte[] content = in.readAllBytes();
      return PageFile.of(name, name.endsWith(".html") ? versioned(content) : content);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A page that loads everything from the folder of this version. */
  private byte[] versioned(byte[] page) {
    return new String(page, StandardCharsets.UTF_8)
        .replace("=\"" + LOADED, "=\"" + LOADED + version + '/')
        .getBytes(StandardCharsets.UTF_8);
  }

  /** The beginning of the SHA-256 of a text. */
  static String hash(String text) {
    return hash(text.getBytes(StandardCharsets.UTF_8));
  }

  /** The beginning of the SHA-256 of a content. */
  static String hash(byte[] content) {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(content);
      return HexFormat.of().formatHex(digest).substring(0, HASH_DIGITS);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("each Java has SHA-256", e);
    }
  }
}
