package dev.oncue.cue;

import static dev.oncue.cue.CueFixtures.SHOW;
import static dev.oncue.cue.CueFixtures.SHOW_JSON;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.mpatric.mp3agic.ID3v24Tag;
import com.mpatric.mp3agic.ID3v2Frame;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class Id3TagTest {
  /** By id3.org: 112 bytes for a payload of 77. */
  private static final String SHOW_TAG =
      "494433 0400 00 00000066" // "ID3", version 2.4.0, no flags, 102 bytes follow
          + "54585858 0000005c 0000" // "TXXX", 92 bytes, no flags
          + "03 6465762e6f6e6375652e637565 00" // UTF-8, "dev.oncue.cue"
          + "7b22637565223a2273686f77222c2273747265616d223a2273686f772d3432222c"
          + "22706f6c6c223a227131222c226174223a22323032362d31312d32315431323a30303a30302e3030305a227d";

  @Provide
  Arbitrary<Cue> cues() {
    return CueFixtures.cues();
  }

  @Test
  void a_tag_byte_by_byte() {
    assertThat(Id3Tag.of(SHOW)).isEqualTo(HexFormat.of().parseHex(SHOW_TAG.replace(" ", "")));
  }

  @Test
  void a_reader_of_music_files_reads_it() throws Exception {
    assertThat(read(Id3Tag.of(SHOW))).isEqualTo("dev.oncue.cue\0" + SHOW_JSON);
  }

  @Property(tries = 300)
  void a_reader_of_music_files_reads_any(@ForAll("cues") Cue cue) throws Exception {
    assertThat(read(Id3Tag.of(cue)))
        .isEqualTo("dev.oncue.cue\0" + new String(cue.payload(), UTF_8));
  }

  /** The text of the only frame, by mp3agic. */
  private static String read(byte[] bytes) throws Exception {
    ID3v24Tag tag = new ID3v24Tag(bytes);
    assertThat(tag.getVersion()).isEqualTo("4.0");
    assertThat(tag.getLength()).isEqualTo(bytes.length);
    assertThat(tag.getFrameSets()).containsOnlyKeys("TXXX");
    List<ID3v2Frame> frames = tag.getFrameSets().get("TXXX").getFrames();
    assertThat(frames).hasSize(1);
    byte[] data = frames.get(0).getData();
    assertThat(data[0]).as("UTF-8").isEqualTo((byte) 3);
    return new String(Arrays.copyOfRange(data, 1, data.length), UTF_8);
  }

  @Property
  void no_byte_of_a_synchsafe_size_has_its_eighth_bit(@ForAll @IntRange(max = 0xFFFFFFF) int size) {
    byte[] bytes = Id3Tag.synchsafe(size);
    int read = 0;
    for (byte b : bytes) {
      assertThat(b).isNotNegative();
      read = read * 128 + b;
    }
    assertThat(bytes).hasSize(4);
    assertThat(read).isEqualTo(size);
  }

  @Test
  void a_size_has_28_bits() {
    assertThat(Id3Tag.synchsafe(0xFFFFFFF)).containsExactly(127, 127, 127, 127);
    for (int size : new int[] {-1, 1 << 28}) {
      assertThatThrownBy(() -> Id3Tag.synchsafe(size)).isInstanceOf(IllegalArgumentException.class);
    }
  }
}
