package dev.oncue.testbed;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/** Answers as clients know them, byte for byte, in {@code src/test/resources/answers}. */
public final class Recorded {
  private Recorded() {}

  /** Passes when an answer has the bytes of {@code answers/<name>.json}. */
  public static void assertSame(String name, byte[] answer) {
    assertThat(new String(answer, UTF_8)).isEqualTo(text(name));
  }

  private static String text(String name) {
    String file = "/answers/" + name + ".json";
    try (InputStream in = Recorded.class.getResourceAsStream(file)) {
      assertThat(in).as(file).isNotNull();
      return new String(in.readAllBytes(), UTF_8).stripTrailing();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
