package dev.oncue.http.response;

import io.vertx.ext.web.RoutingContext;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;

/** The content coding gzip (RFC 9110, section 8.4.1.3). Thread-safe. */
public final class Gzip {
  private Gzip() {}

  /** Whether a client takes it (RFC 9110, section 12.5.3). */
  public static boolean isAccepted(RoutingContext context) {
    return context.parsedHeaders().acceptEncoding().stream()
        .anyMatch(
            coding ->
                coding.weight() > 0
                    && (coding.value().equalsIgnoreCase("gzip") || coding.value().equals("*")));
  }

  /** As small as it gets: for what is compressed once. */
  public static byte[] smallest(byte[] content) {
    return compressed(content, Deflater.BEST_COMPRESSION);
  }

  /** As fast as it gets, for what is compressed while somebody waits: about 10 µs a kilobyte. */
  public static byte[] fastest(byte[] content) {
    return compressed(content, Deflater.BEST_SPEED);
  }

  private static byte[] compressed(byte[] content, int level) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(content.length / 2 + 64);
    try (OutputStream out = new LeveledStream(bytes, level)) {
      out.write(content);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  private static final class LeveledStream extends GZIPOutputStream {
    LeveledStream(OutputStream out, int level) throws IOException {
      super(out);
      def.setLevel(level);
    }
  }
}
