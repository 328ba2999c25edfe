package dev.oncue.live.page;

import dev.oncue.http.response.Gzip;
import io.vertx.core.buffer.Buffer;
import java.util.Map;

/**
 * A file as it is sent. Immutable; a buffer is only read.
 *
 * @param type its media type
 * @param hash of its content
 * @param plain the content
 * @param gzipped the content, compressed
 */
record PageFile(String type, String hash, Buffer plain, Buffer gzipped) {
  private static final Map<String, String> TYPES =
      Map.of(
          "html", "text/html;charset=UTF-8",
          "js", "text/javascript;charset=UTF-8",
          "css", "text/css;charset=UTF-8",
          "json", "application/json",
          "svg", "image/svg+xml");

  static PageFile of(String name, byte[] content) {
    String type =
        TYPES.getOrDefault(name.substring(name.lastIndexOf('.') + 1), "text/plain;charset=UTF-8");
    return new PageFile(
        type,
        PageFiles.hash(content),
        Buffer.buffer(content),
        Buffer.buffer(Gzip.smallest(content)));
  }

  /** The entity tag (RFC 9110, section 8.8.3): a strong one, so each form has its own. */
  String tag(boolean asGzip) {
    return asGzip ? '"' + hash + "-gzip\"" : '"' + hash + '"';
  }

  /** Whether a client that names these tags in {@code If-None-Match} has the file, in any form. */
  boolean isNamedIn(String tags) {
    return tags.strip().equals("*") || tags.contains('"' + hash + '"') || tags.contains(tag(true));
  }
}
