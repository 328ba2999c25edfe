package dev.oncue.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.core.util.ByteArrayBuilder;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.util.Locale;

/** How Oncue reads and writes JSON: strictly in, in one pass out. Thread-safe. */
public final class Json {
  /** Reads strictly: no duplicate keys, no trailing tokens, at most 32 levels deep. */
  private static final ObjectMapper MAPPER =
      new ObjectMapper(
              JsonFactory.builder()
                  .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                  .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
                  .streamReadConstraints(
                      StreamReadConstraints.builder()
                          .maxNestingDepth(32)
                          .maxNumberLength(64)
                          .build())
                  .build())
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

  /** Writes, and reads what strictness adds nothing to. */
  private static final JsonFactory LENIENT =
      JsonFactory.builder().enable(JsonWriteFeature.COMBINE_UNICODE_SURROGATES_IN_UTF8).build();

  private static final DateTimeFormatter INSTANT =
      new DateTimeFormatterBuilder().appendInstant(3).toFormatter(Locale.ROOT);

  private static final Duration IN_SECONDS = Duration.ofMinutes(2);

  /** The millisecond that was written last: a crowd's ballots share theirs by the dozen. */
  private static volatile Written last = new Written(0, INSTANT.format(Instant.EPOCH));

  private record Written(long millis, String text) {}

  private Json() {}

  /** What writes into an open generator. */
  @FunctionalInterface
  public interface Body {
    /** Writes one JSON value. */
    void writeTo(JsonGenerator json) throws IOException;
  }

  /**
   * Reads one JSON value.
   *
   * @throws IOException when it is none, or a reader would have to guess
   */
  public static JsonNode tree(byte[] bytes) throws IOException {
    return MAPPER.readTree(bytes);
  }

  /**
   * Reads in one pass; of a key that comes twice, and of what comes after a value, nothing is said.
   */
  public static JsonParser parser(byte[] bytes) throws IOException {
    return LENIENT.createParser(bytes);
  }

  /** The bytes (UTF-8) of what {@code body} writes. */
  public static byte[] bytes(Body body) {
    ByteArrayBuilder out = new ByteArrayBuilder(512);
    try (JsonGenerator json = LENIENT.createGenerator(out)) {
      body.writeTo(json);
      json.flush();
      return out.toByteArray();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      out.release();
    }
  }

  /** An instant as it stands on the wire: RFC 3339, UTC, always with milliseconds. */
  public static String instant(Instant instant) {
    long millis = instant.toEpochMilli();
    Written written = last;
    if (written.millis() != millis) {
      written = new Written(millis, INSTANT.format(instant));
      last = written;
    }
    return written.text();
  }

  /**
   * A duration as it stands on the wire: ISO 8601. Up to two minutes it is in seconds alone, as
   * producers write the windows of polls.
   */
  public static String duration(Duration duration) {
    if (duration.compareTo(IN_SECONDS) > 0) {
      return duration.toString();
    }
    BigDecimal seconds = BigDecimal.valueOf(duration.toMillis(), 3).stripTrailingZeros();
    return "PT" + seconds.toPlainString() + "S";
  }
}
