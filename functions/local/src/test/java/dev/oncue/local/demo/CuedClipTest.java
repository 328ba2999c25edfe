package dev.oncue.local.demo;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.oncue.cue.Cue;
import dev.oncue.cue.CueKind;
import dev.oncue.cue.DateRange;
import dev.oncue.cue.EmsgBox;
import dev.oncue.cue.EmsgReader;
import dev.oncue.cue.Id3Tag;
import dev.oncue.local.Command;
import dev.oncue.local.NeedsProgram;
import dev.oncue.poll.PollId;
import dev.oncue.stream.StreamId;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** ffmpeg finds each cue in its carrier, at its frame. */
@Tag("pages")
@NeedsProgram(value = "ffmpeg", aptPackage = "ffmpeg")
class CuedClipTest {
  private static final Instant START = Instant.parse("2026-11-21T20:00:00Z");
  private static final Cue SHOW = cue(CueKind.SHOW, "q1", 3_200);
  private static final Cue HIDE = cue(CueKind.HIDE, "q1", 7_640);

  /** In the frame in which {@link #SHOW} is; its tag does not fit into one transport packet. */
  private static final Cue LONG = cue(CueKind.SHOW, "q2" + "-".repeat(126), 3_200);

  /** What ffmpeg prints of a frame and of the user data in it. */
  private static final Pattern FRAME_OR_DATA =
      Pattern.compile(" n: *(\\d+) |UUID=(\\S+)|User Data=([0-9a-f]+)");

  @TempDir static Path folder;
  private static CuedClip clip;

  private static Cue cue(CueKind kind, String poll, long millis) {
    StreamId stream = new StreamId(StreamId.DEFAULT_TENANT, "show-42");
    return new Cue(kind, new PollId(stream, poll), START.plusMillis(millis));
  }

  @BeforeAll
  static void make() throws Exception {
    clip = CuedClip.make(folder, START, List.of(HIDE, LONG, SHOW));
  }

  private static String ffmpeg(String arguments) throws Exception {
    return Command.run(folder, "ffmpeg -v error -y " + arguments);
  }

  /** The presentation times of the tags in a segment, in 90,000ths of a second. */
  private static List<String> tagTimes(int segment) throws Exception {
    String command =
        "ffprobe -v error -select_streams d -show_entries packet=pts -of csv=p=0 id3-clip%d.ts"
            .formatted(segment);
    return Command.run(folder, command)
        .lines()
        .map(line -> line.replace(",", ""))
        .filter(line -> !line.isBlank())
        .toList();
  }

  @Test
  void tags_are_in_the_transport_stream() throws Exception {
    for (int segment = 0; segment < 12; segment++) {
      List<String> expected =
          segment == 3 ? List.of("288000", "288000") : segment == 7 ? List.of("687600") : List.of();
      assertThat(tagTimes(segment)).as("segment %d", segment).isEqualTo(expected);
    }
    ffmpeg("-i id3-clip3.ts -map 0:d -c copy -f data tags");
    String tags = Files.readString(folder.resolve("tags"), UTF_8);
    // FFmpeg 5.1 loses the first five bytes of each tag.
    assertThat(tags).contains(text(SHOW).substring(5), text(LONG).substring(5));
    assertThat(Files.readString(folder.resolve("id3-clip3.ts"), ISO_8859_1)).contains(text(SHOW));
  }

  /** H.222.0, 2.4.3.3: a packet that does not count up is taken for a copy, or for a loss. */
  @Test
  void the_packets_of_the_tags_count_up() throws Exception {
    byte[] segment = Files.readAllBytes(folder.resolve("id3-clip3.ts"));
    List<Integer> counters = new ArrayList<>();
    for (int at = 0; at < segment.length; at += 188) {
      boolean ofTags = (segment[at + 1] & 0x1F) == 0x01 && (segment[at + 2] & 0xFF) == 0xE0;
      if (ofTags) {
        counters.add(segment[at + 3] & 0x0F);
      }
    }
    assertThat(counters).containsExactly(0, 1, 2);
  }

  @Test
  void a_tag_is_told_once_where_the_program_map_comes_again() throws Exception {
    byte[] one = Files.readAllBytes(folder.resolve("clip3.ts"));
    byte[] cued = TsSegment.with(joined(one, one), START.plusSeconds(3), List.of(SHOW));
    assertThat(new String(cued, ISO_8859_1)).containsOnlyOnce(text(SHOW));
  }

  @Test
  void what_is_no_transport_stream_is_refused() {
    assertThatThrownBy(() -> TsSegment.with(new byte[188], START, List.of()))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> TsSegment.with(new byte[0], START, List.of()))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static String text(Cue cue) {
    return new String(Id3Tag.of(cue), UTF_8);
  }

  @Test
  void boxes_are_in_the_fragments() throws Exception {
    for (int segment = 0; segment < 12; segment++) {
      List<EmsgReader> boxes =
          EmsgReader.all(Files.readAllBytes(folder.resolve("emsg-clip" + segment + ".m4s")));
      List<Cue> cues =
          segment == 3 ? List.of(SHOW, LONG) : segment == 7 ? List.of(HIDE) : List.of();
      assertThat(boxes).as("segment %d", segment).hasSize(cues.size());
      for (int i = 0; i < boxes.size(); i++) {
        assertThat(boxes.get(i).messageData()).isEqualTo(Id3Tag.of(cues.get(i)));
        assertThat(START.plusMillis(boxes.get(i).presentationTime())).isEqualTo(cues.get(i).at());
      }
    }
  }

  @Test
  void boxes_come_after_the_styp_and_before_all_else() throws Exception {
    byte[] plain = Files.readAllBytes(folder.resolve("clip3.m4s"));
    int styp = 24;
    assertThat(new String(plain, 4, 4, ISO_8859_1)).isEqualTo("styp");
    byte[] box = EmsgBox.of(SHOW, START);
    assertThat(CmafSegment.with(plain, START, List.of(SHOW)))
        .startsWith(joined(Arrays.copyOf(plain, styp), box))
        .endsWith(Arrays.copyOfRange(plain, styp, plain.length))
        .hasSize(plain.length + box.length);
    byte[] withoutStyp = Arrays.copyOfRange(plain, styp, plain.length);
    assertThat(CmafSegment.with(withoutStyp, START, List.of(SHOW)))
        .isEqualTo(joined(box, withoutStyp));
  }

  private static byte[] joined(byte[] first, byte[] second) {
    byte[] both = Arrays.copyOf(first, first.length + second.length);
    System.arraycopy(second, 0, both, first.length, second.length);
    return both;
  }

  @Test
  void user_data_is_in_its_frame() throws Exception {
    List<String> found = new ArrayList<>();
    String frame = null;
    boolean ours = false;
    String said = Command.run(folder, "ffmpeg -nostats -i sei.m3u8 -vf showinfo -f null -");
    for (Matcher next = FRAME_OR_DATA.matcher(said); next.find(); ) {
      if (next.group(1) != null) {
        frame = next.group(1);
      } else if (next.group(2) != null) {
        ours = next.group(2).equals("6f6e6375-6500-5c75-8000-646576637565");
      } else if (ours) {
        found.add(frame + " " + new String(HexFormat.of().parseHex(next.group(3)), UTF_8));
      }
    }
    assertThat(found)
        .containsExactly(
            "80 " + new String(SHOW.payload(), UTF_8),
            "80 " + new String(LONG.payload(), UTF_8),
            "191 " + new String(HIDE.payload(), UTF_8));
  }

  @Test
  void date_ranges_are_in_the_playlist() throws Exception {
    assertThat(Files.readAllLines(clip.dateRange()))
        .contains(DateRange.of(SHOW), DateRange.of(LONG), DateRange.of(HIDE));
  }

  @ParameterizedTest
  @ValueSource(strings = {"id3", "emsg", "sei", "daterange"})
  void all_have_the_same_frames_and_dates(String carrier) throws Exception {
    List<String> lines = Files.readAllLines(folder.resolve(carrier + ".m3u8"));
    List<String> dates =
        lines.stream().filter(line -> line.startsWith("#EXT-X-PROGRAM-DATE-TIME:")).toList();
    assertThat(dates).hasSize(12).doesNotHaveDuplicates();
    assertThat(dates.get(0)).isEqualTo("#EXT-X-PROGRAM-DATE-TIME:2026-11-21T20:00:00.000Z");
    assertThat(dates.get(11)).isEqualTo("#EXT-X-PROGRAM-DATE-TIME:2026-11-21T20:00:11.000Z");

    String complaints =
        ffmpeg(
            "-i %s.m3u8 -vf select=eq(n\\,0)+eq(n\\,80)+eq(n\\,191)+eq(n\\,299) -vsync 0 %s-%%d.png"
                .formatted(carrier, carrier));
    assertThat(complaints).isEmpty();
    assertThat(shown(carrier, 1)).isZero();
    assertThat(shown(carrier, 2)).isEqualTo(80);
    assertThat(shown(carrier, 3)).isEqualTo(191);
    assertThat(shown(carrier, 4)).isEqualTo(299);
  }

  private static int shown(String carrier, int picture) throws IOException {
    BufferedImage image = ImageIO.read(folder.resolve(carrier + "-" + picture + ".png").toFile());
    return FrameStrip.read(image).orElseThrow();
  }

  @Test
  void a_cue_that_is_not_in_the_clip_is_refused() {
    for (Cue outside : List.of(cue(CueKind.SHOW, "q1", -1), cue(CueKind.SHOW, "q1", 12_000))) {
      assertThatThrownBy(() -> CuedClip.make(folder, START, List.of(outside)))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("is not in the clip");
    }
  }
}
