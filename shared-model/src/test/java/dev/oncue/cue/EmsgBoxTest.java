package dev.oncue.cue;

import static dev.oncue.cue.CueFixtures.SHOW;
import static dev.oncue.poll.PollFixtures.NOON;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class EmsgBoxTest {
  /** By ISO/IEC 23009-1, with what {@code sha256sum} says of the payload. */
  private static final String SHOW_BOX =
      "000000bb 656d7367 01 000000" // 187 bytes, "emsg", version 1, no flags
          + "000003e8 000001a1fdfa4600" // 1000 ticks a second, 1,795,262,400,000 of them
          + "ffffffff 790661ef" // duration unknown, id
          + "68747470733a2f2f616f6d656469612e6f72672f656d73672f494433 00" // the scheme
          + "6465762e6f6e6375652e637565 00"; // the value

  @Provide
  Arbitrary<Cue> cues() {
    return CueFixtures.cues();
  }

  @Test
  void a_box_byte_by_byte() {
    ByteArrayOutputStream expected = new ByteArrayOutputStream();
    expected.writeBytes(HexFormat.of().parseHex(SHOW_BOX.replace(" ", "")));
    expected.writeBytes(Id3Tag.of(SHOW));
    assertThat(EmsgBox.of(SHOW, Instant.EPOCH)).isEqualTo(expected.toByteArray());
  }

  @Property(tries = 300)
  void a_reader_by_the_standard_reads_any(@ForAll("cues") Cue cue) throws Exception {
    Instant epoch = cue.at().minus(Duration.ofMillis(1234));
    List<EmsgReader> boxes = EmsgReader.all(EmsgBox.of(cue, epoch));
    assertThat(boxes).hasSize(1);
    EmsgReader box = boxes.get(0);
    assertThat(box.flags()).isZero();
    assertThat(box.timescale()).isEqualTo(1000);
    assertThat(box.presentationTime()).isEqualTo(1234);
    assertThat(box.eventDuration()).isEqualTo(0xFFFFFFFFL);
    assertThat(box.schemeIdUri()).isEqualTo("https://aomedia.org/emsg/ID3");
    assertThat(box.value()).isEqualTo("dev.oncue.cue");
    assertThat(box.messageData()).isEqualTo(Id3Tag.of(cue));
    byte[] hash = MessageDigest.getInstance("SHA-256").digest(cue.payload());
    BigInteger id = new BigInteger(1, Arrays.copyOf(hash, 4));
    assertThat(BigInteger.valueOf(box.id())).isEqualTo(id);
  }

  @Test
  void a_cue_of_before_the_packagers_time_is_met_at_its_beginning() {
    byte[] box = EmsgBox.of(SHOW, NOON.plusSeconds(1));
    assertThat(EmsgReader.all(box).get(0).presentationTime()).isZero();
  }
}
