package dev.oncue.local.demo;

import dev.oncue.cue.Cue;
import dev.oncue.cue.CueKind;
import dev.oncue.cue.DateRange;
import dev.oncue.cue.SeiNal;
import dev.oncue.cue.SeiReader;
import dev.oncue.json.Json;
import dev.oncue.local.Command;
import dev.oncue.poll.PollId;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * The clip of {@code functions/live/demo-stream} four times over, each time with the same cues in
 * another carrier. For tests that play it; needs ffmpeg ({@code @NeedsProgram}), and takes about
 * two seconds.
 *
 * <p>A folder then has {@code id3.m3u8} (tags in MPEG-TS), {@code emsg.m3u8} (boxes in fragmented
 * MP4), {@code sei.m3u8} (NAL units in the H.264 of MPEG-TS) and {@code daterange.m3u8} (lines of
 * the playlist, MPEG-TS): closed media playlists (VOD) of twelve segments of one second, each with
 * its {@code EXT-X-PROGRAM-DATE-TIME}. Serve the folder over HTTP as it is; all addresses are
 * relative.
 *
 * <p>25 frames a second, 640x360, no sound: frame <em>n</em> has the media time {@code start + n *
 * 40 ms}, and says <em>n</em> in the strip along its lower edge (see {@link FrameStrip}).
 */
public final class CuedClip {
  /** How long it plays. */
  public static final Duration DURATION = Duration.ofSeconds(12);

  /** How long a frame is shown. */
  public static final Duration FRAME = Duration.ofMillis(40);

  private static final Path SCRIPT = Path.of("..", "live", "demo-stream");

  private final Path folder;
  private final Instant start;
  private final List<Cue> cues;
  private final Clip ts;
  private final Clip cmaf;

  private CuedClip(Path folder, Instant start, List<Cue> cues) throws IOException {
    this.folder = folder;
    this.start = start;
    this.cues = cues.stream().sorted(Cue.IN_ORDER).toList();
    this.ts = Clip.read(folder.resolve("clip.m3u8"));
    this.cmaf = Clip.read(folder.resolve("cmaf.m3u8"));
  }

  /**
   * Makes it in a folder.
   *
   * @param start the media time of its first frame
   * @param cues with media times from {@code start} on, within its {@link #DURATION}
   */
  public static CuedClip make(Path folder, Instant start, List<Cue> cues)
      throws IOException, InterruptedException {
    for (Cue cue : cues) {
      if (cue.at().isBefore(start) || !cue.at().isBefore(start.plus(DURATION))) {
        throw new IllegalArgumentException(cue + " is not in the clip");
      }
    }
    makePlain(folder);
    CuedClip clip = new CuedClip(folder, start, cues);
    clip.writeId3();
    clip.writeEmsg();
    clip.writeSei();
    clip.writeDateRange();
    return clip;
  }

  /** Makes the clip alone, without cues, in a folder: {@code clip.m3u8} and {@code cmaf.m3u8}. */
  public static void makePlain(Path folder) throws IOException, InterruptedException {
    Command.run(folder, SCRIPT.toAbsolutePath().normalize() + " .");
  }

  /** A cue on a frame of a clip that begins at {@code start}. */
  public static Cue cue(CueKind kind, PollId poll, Instant start, int frame) {
    return new Cue(kind, poll, start.plus(FRAME.multipliedBy(frame)));
  }

  /** The playlist with ID3 tags in MPEG-TS. */
  public Path id3() {
    return folder.resolve("id3.m3u8");
  }

  /** The playlist with event message boxes in fragmented MP4. */
  public Path emsg() {
    return folder.resolve("emsg.m3u8");
  }

  /** The playlist with SEI in the H.264 of MPEG-TS. */
  public Path sei() {
    return folder.resolve("sei.m3u8");
  }

  /** The playlist with date ranges. */
  public Path dateRange() {
    return folder.resolve("daterange.m3u8");
  }

  private void writeId3() throws IOException {
    List<Clip.Segment> made = new ArrayList<>();
    Instant begin = start;
    for (Clip.Segment segment : ts.segments()) {
      byte[] bytes = Files.readAllBytes(folder.resolve(segment.name()));
      Instant end = begin.plus(segment.duration());
      made.add(keep("id3-", segment, TsSegment.with(bytes, begin, between(begin, end))));
      begin = end;
    }
    write(id3(), new Clip(null, made), "");
  }

  private void writeEmsg() throws IOException {
    List<Clip.Segment> made = new ArrayList<>();
    Instant begin = start;
    for (Clip.Segment segment : cmaf.segments()) {
      byte[] bytes = Files.readAllBytes(folder.resolve(segment.name()));
      Instant end = begin.plus(segment.duration());
      made.add(keep("emsg-", segment, CmafSegment.with(bytes, start, between(begin, end))));
      begin = end;
    }
    write(emsg(), new Clip(cmaf.init(), made), "");
  }

  /** As a packager does: into the byte stream of the encoder, which is then put into segments. */
  private void writeSei() throws IOException, InterruptedException {
    Command.run(folder, "ffmpeg -v error -y -i clip.m3u8 -c copy plain.h264");
    byte[] plain = Files.readAllBytes(folder.resolve("plain.h264"));
    Files.write(folder.resolve("cued.h264"), withSei(SeiReader.nals(plain)));
    Command.run(
        folder,
        "ffmpeg -v error -y -r 25 -i cued.h264 -c copy -muxdelay 0 -muxpreload 0 -f hls -hls_time 1"
            + " -hls_playlist_type vod -hls_segment_filename sei-%d.ts cut.m3u8");
    write(sei(), Clip.read(folder.resolve("cut.m3u8")), "");
  }

  private byte[] withSei(List<byte[]> nals) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    int frame = 0;
    for (byte[] nal : nals) {
      int type = nal[0] & 0x1F;
      boolean slice = type == 1 || type == 5;
      if (slice) {
        // One slice a frame in what demo-stream makes: more would count more than once here.
        Instant shown = start.plus(FRAME.multipliedBy(frame));
        between(shown, shown.plus(FRAME))
            .forEach(cue -> out.writeBytes(SeiNal.annexB(SeiNal.h264(cue))));
        frame++;
      }
      out.writeBytes(SeiNal.annexB(nal));
    }
    return out.toByteArray();
  }

  private void writeDateRange() throws IOException {
    StringBuilder lines = new StringBuilder();
    cues.forEach(cue -> lines.append(DateRange.of(cue)).append('\n'));
    write(dateRange(), ts, lines.toString());
  }

  private List<Cue> between(Instant from, Instant to) {
    return cues.stream().filter(cue -> !cue.at().isBefore(from) && cue.at().isBefore(to)).toList();
  }

  private Clip.Segment keep(String prefix, Clip.Segment segment, byte[] bytes) throws IOException {
    Files.write(folder.resolve(prefix + segment.name()), bytes);
    return new Clip.Segment(prefix + segment.name(), segment.duration());
  }

  private void write(Path playlist, Clip clip, String more) throws IOException {
    StringBuilder text = new StringBuilder("#EXTM3U\n#EXT-X-VERSION:7\n#EXT-X-TARGETDURATION:1\n");
    text.append("#EXT-X-PLAYLIST-TYPE:VOD\n");
    if (clip.init() != null) {
      text.append("#EXT-X-MAP:URI=\"").append(clip.init()).append("\"\n");
    }
    Instant begin = start;
    for (Clip.Segment segment : clip.segments()) {
      text.append("#EXT-X-PROGRAM-DATE-TIME:").append(Json.instant(begin)).append('\n');
      text.append("#EXTINF:1.000,\n").append(segment.name()).append('\n');
      begin = begin.plus(segment.duration());
    }
    text.append(more).append("#EXT-X-ENDLIST\n");
    Files.writeString(playlist, text);
  }
}
