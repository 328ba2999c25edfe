package dev.oncue.cue;

import static dev.oncue.cue.CueFixtures.SHOW;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class DateRangeTest {
  /** RFC 8216, 4.2: a name, and a quoted string without quotation marks and line breaks. */
  private static final Pattern ATTRIBUTE = Pattern.compile("\\G([A-Z0-9-]+)=\"([^\"\r\n]*)\"(,|$)");

  @Provide
  Arbitrary<Cue> cues() {
    return CueFixtures.cues();
  }

  @Test
  void a_line_of_a_playlist() {
    assertThat(DateRange.of(SHOW))
        .isEqualTo(
            "#EXT-X-DATERANGE:ID=\"oncue-show-q1\",CLASS=\"dev.oncue.cue\","
                + "START-DATE=\"2026-11-21T12:00:00.000Z\","
                + "X-CUE=\"show\",X-STREAM=\"show-42\",X-POLL=\"q1\"");
  }

  @Property(tries = 300)
  void an_attribute_list_reader_reads_any(@ForAll("cues") Cue cue) {
    String line = DateRange.of(cue);
    Map<String, String> attributes = new LinkedHashMap<>();
    Matcher matcher = ATTRIBUTE.matcher(line.substring("#EXT-X-DATERANGE:".length()));
    int read = 0;
    while (matcher.find()) {
      attributes.put(matcher.group(1), matcher.group(2));
      read = matcher.end();
    }
    assertThat(read).as("all of it").isEqualTo(line.length() - "#EXT-X-DATERANGE:".length());
    String kind = cue.kind().word();
    assertThat(attributes)
        .containsEntry("ID", "oncue-" + kind + "-" + cue.poll().name())
        .containsEntry("CLASS", "dev.oncue.cue")
        .containsEntry("X-CUE", kind)
        .containsEntry("X-STREAM", cue.poll().stream().name())
        .containsEntry("X-POLL", cue.poll().name())
        .hasSize(6);
    assertThat(Instant.parse(attributes.get("START-DATE"))).isEqualTo(cue.at());
  }
}
