package dev.oncue.local.demo;

import dev.oncue.cue.Cue;
import dev.oncue.cue.EmsgBox;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;

/**
 * Puts cues into a segment of fragmented MP4: event message boxes before its first {@code moof}, as
 * ISO/IEC 23000-19 (CMAF), 7.4.5 wants them. They come right after the {@code styp} that a segment
 * may begin with, so that an index ({@code sidx}) still points at what follows it.
 */
final class CmafSegment {
  private CmafSegment() {}

  /**
   * The segment with cues.
   *
   * @param epoch the media time at which the track's own time is zero
   * @param cues those whose media time is in the segment, in their order
   */
  static byte[] with(byte[] segment, Instant epoch, List<Cue> cues) {
    int head = head(ByteBuffer.wrap(segment));
    ByteArrayOutputStream out = new ByteArrayOutputStream(segment.length + cues.size() * 512);
    out.write(segment, 0, head);
    for (Cue cue : cues) {
      out.writeBytes(EmsgBox.of(cue, epoch));
    }
    out.write(segment, head, segment.length - head);
    return out.toByteArray();
  }

  private static int head(ByteBuffer segment) {
    int size = segment.getInt();
    byte[] type = new byte[4];
    segment.get(type);
    return "styp".equals(new String(type, StandardCharsets.US_ASCII)) ? size : 0;
  }
}
