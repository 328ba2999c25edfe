package dev.oncue.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.core.util.ByteArrayBuilder;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.StdScalarSerializer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.util.Locale;
import java.util.function.Function;

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

  private static final ObjectWriter RECORDS =
      new ObjectMapper(LENIENT)
          .registerModule(
              new SimpleModule("oncue")
                  .addSerializer(Instant.class, new TextSerializer<>(Instant.class, Json::instant))
                  .addSerializer(
                      Duration.class, new TextSerializer<>(Duration.class, Json::duration)))
          .writer();

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
   * Passes bytes that are UTF-8, without NUL. Jackson reads UTF-16 and UTF-32 as well, and lets
   * overlong sequences pass (RFC 8259, section 8.1).
   *
   * @throws CharacterCodingException when they are something else
   */
  public static void requireUtf8(byte[] bytes) throws CharacterCodingException {
    boolean ascii = true;
    for (byte b : bytes) {
      if (b == 0) {
        throw new CharacterCodingException();
      }
      ascii &= b > 0;
    }
    if (!ascii) {
      StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
    }
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

  /** The bytes (UTF-8) of a record, its components in their order, or of a map. */
  public static byte[] bytes(Object document) {
    try {
      return RECORDS.writeValueAsBytes(document);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Writes a value as a text. */
  private static final class TextSerializer<T> extends StdScalarSerializer<T> {
    private static final long serialVersionUID = 1L;

    private final transient Function<T, String> text;

    TextSerializer(Class<T> type, Function<T, String> text) {
      super(type);
      this.text = text;
    }

    @Override
    public void serialize(T value, JsonGenerator json, SerializerProvider provider)
        throws IOException {
      json.writeString(text.apply(value));
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
