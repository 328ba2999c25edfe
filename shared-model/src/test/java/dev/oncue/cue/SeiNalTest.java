package dev.oncue.cue;

import static dev.oncue.cue.CueFixtures.SHOW;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.HexFormat;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SeiNalTest {
  /** By H.264 and H.265: user data of 93 bytes, UUID, payload, trailing bits. */
  private static final String SHOW_MESSAGE =
      "05 5d 6f6e637565005c758000646576637565"
          + "7b22637565223a2273686f77222c2273747265616d223a2273686f772d3432222c"
          + "22706f6c6c223a227131222c226174223a22323032362d31312d32315431323a30303a30302e3030305a227d"
          + "80";

  private static final byte[] HEADER = {6};

  @Provide
  Arbitrary<Cue> cues() {
    return CueFixtures.cues();
  }

  /** Mostly the bytes that matter here. */
  @Provide
  Arbitrary<byte[]> userData() {
    return Arbitraries.oneOf(Arbitraries.bytes(), Arbitraries.bytes().between((byte) 0, (byte) 4))
        .array(byte[].class)
        .ofMaxSize(800);
  }

  private static byte[] hex(String text) {
    return HexFormat.of().parseHex(text.replace(" ", ""));
  }

  @Test
  void a_nal_unit_byte_by_byte() {
    assertThat(SeiNal.h264(SHOW)).isEqualTo(hex("06" + SHOW_MESSAGE));
    assertThat(SeiNal.hevc(SHOW)).isEqualTo(hex("4e01" + SHOW_MESSAGE));
    assertThat(SeiNal.annexB(SeiNal.h264(SHOW))).isEqualTo(hex("00000001 06" + SHOW_MESSAGE));
  }

  @ParameterizedTest
  @CsvSource({
    "238, fe", // 254 with the UUID
    "239, ff00",
    "240, ff01",
    "493, fffe",
    "494, ffff00"
  })
  void a_size_of_255_or_more_takes_more_bytes(int bytes, String size) {
    byte[] data = "x".repeat(bytes).getBytes(ISO_8859_1);
    assertThat(HexFormat.of().formatHex(SeiNal.nal(HEADER, data))).startsWith("0605" + size + "6f");
  }

  @ParameterizedTest
  @CsvSource({
    "000000, 0000030080",
    "000001, 0000030180",
    "000002, 0000030280",
    "000003, 0000030380",
    "000004, 00000480",
    "00000000, 000003000080",
    "0000000003, 000003000003 0380",
    "0000, 000080",
    "000000000000, 0000030000030000 80"
  })
  void what_would_look_like_a_start_code_is_escaped(String data, String written) {
    String nal = HexFormat.of().formatHex(SeiNal.nal(HEADER, hex(data)));
    assertThat(nal).endsWith("646576637565" + written.replace(" ", ""));
  }

  @Property
  void no_start_code_is_inside_whatever_the_data(@ForAll("userData") byte[] data) {
    byte[] nal = SeiNal.nal(HEADER, data);
    for (int i = 0; i + 2 < nal.length; i++) {
      boolean zeros = nal[i] == 0 && nal[i + 1] == 0;
      assertThat(zeros && nal[i + 2] >= 0 && nal[i + 2] <= 2).as("at %d", i).isFalse();
      assertThat(zeros && nal[i + 2] == 3 && (nal[i + 3] & 0xFC) != 0).as("at %d", i).isFalse();
    }
    assertThat(nal[nal.length - 1]).isEqualTo((byte) 0x80);
  }

  @Property
  void a_reader_by_the_standard_reads_whatever_the_data(@ForAll("userData") byte[] data) {
    assertRead(SeiReader.ofNal(SeiNal.nal(HEADER, data), 1), data);
  }

  @Property(tries = 300)
  void a_reader_by_the_standard_reads_any_cue(@ForAll("cues") Cue cue) {
    assertRead(SeiReader.ofNal(SeiNal.h264(cue), 1), cue.payload());
    assertRead(SeiReader.ofNal(SeiNal.hevc(cue), 2), cue.payload());
    assertThat(SeiReader.nals(SeiNal.annexB(SeiNal.hevc(cue)))).containsExactly(SeiNal.hevc(cue));
  }

  private static void assertRead(List<SeiReader> found, byte[] data) {
    assertThat(found).hasSize(1);
    assertThat(found.get(0).uuid()).hasToString("6f6e6375-6500-5c75-8000-646576637565");
    assertThat(found.get(0).data()).isEqualTo(data);
  }
}
