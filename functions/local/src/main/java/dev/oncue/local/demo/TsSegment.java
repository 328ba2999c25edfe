package dev.oncue.local.demo;

import dev.oncue.cue.Cue;
import dev.oncue.cue.Id3Tag;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;

/**
 * Puts cues into a segment of MPEG-TS, as timed metadata of HLS: ID3 tags in PES packets of a
 * stream of their own, which the program map announces.
 *
 * <p>Written by ITU-T H.222.0: 2.4.3.2 (transport packets), 2.4.3.6 (PES packets), 2.4.4.8 (program
 * map), Annex A (CRC); 2.6.58 and 2.6.60 (metadata descriptors) as Apple's "Timed Metadata for HTTP
 * Live Streaming" (2011) fills them in. It knows what ffmpeg writes: one program, its map in one
 * packet.
 */
final class TsSegment {
  private static final int PACKET = 188;
  private static final int PAYLOAD = 184;
  private static final int SYNC = 0x47;
  private static final int METADATA_PID = 0x1E0;
  private static final int METADATA_STREAM_TYPE = 0x15;
  private static final int PRIVATE_STREAM_1 = 0xBD;
  private static final int TICKS_PER_MILLI = 90;
  private static final long PTS_MASK = (1L << 33) - 1;

  /** Format "any", "ID3 "; format "ID3 ", service 0; program 1. */
  private static final byte[] METADATA_POINTER_DESCRIPTOR = {
    0x25, 15, -1, -1, 'I', 'D', '3', ' ', -1, 'I', 'D', '3', ' ', 0, 0x1F, 0, 1
  };

  /** Format "any", "ID3 "; format "ID3 ", service 0; no decoder configuration. */
  private static final byte[] METADATA_DESCRIPTOR = {
    0x26, 13, -1, -1, 'I', 'D', '3', ' ', -1, 'I', 'D', '3', ' ', 0, 0x0F
  };

  private TsSegment() {}

  /**
   * The segment with cues.
   *
   * @param start the media time of its first frame
   * @param cues those whose media time is in the segment, in their order
   * @throws IllegalArgumentException when it is no segment of that kind
   */
  static byte[] with(byte[] segment, Instant start, List<Cue> cues) {
    int mapPid = mapPid(segment);
    long firstPts = firstPts(segment, mapPid);
    ByteArrayOutputStream out = new ByteArrayOutputStream(segment.length + PACKET * 8);
    boolean told = false;
    for (int at = 0; at < segment.length; at += PACKET) {
      byte[] packet = Arrays.copyOfRange(segment, at, at + PACKET);
      boolean map = pid(packet) == mapPid;
      out.writeBytes(map ? announced(packet) : packet);
      if (map && !told) {
        told = true;
        writeAll(out, start, firstPts, cues);
      }
    }
    return out.toByteArray();
  }

  private static void writeAll(
      ByteArrayOutputStream out, Instant start, long firstPts, List<Cue> cues) {
    int counter = 0;
    for (Cue cue : cues) {
      long pts = firstPts + Duration.between(start, cue.at()).toMillis() * TICKS_PER_MILLI;
      counter = write(out, pes(Id3Tag.of(cue), pts & PTS_MASK), counter);
    }
  }

  private static int pid(byte[] packet) {
    if (packet[0] != SYNC) {
      throw new IllegalArgumentException("no transport stream: a packet does not begin with 0x47");
    }
    return (packet[1] & 0x1F) << 8 | packet[2] & 0xFF;
  }

  private static boolean begins(byte[] packet) {
    return (packet[1] & 0x40) != 0;
  }

  /** Where the payload begins: after the header and the adaptation field, if there is one. */
  private static int payload(byte[] packet) {
    boolean adapted = (packet[3] & 0x20) != 0;
    return adapted ? 5 + (packet[4] & 0xFF) : 4;
  }

  /** The program association (PID 0) of one program names the PID of its map. */
  private static int mapPid(byte[] segment) {
    for (int at = 0; at + PACKET <= segment.length; at += PACKET) {
      byte[] packet = Arrays.copyOfRange(segment, at, at + PACKET);
      if (pid(packet) == 0 && begins(packet)) {
        int section = payload(packet) + 1;
        return (packet[section + 10] & 0x1F) << 8 | packet[section + 11] & 0xFF;
      }
    }
    throw new IllegalArgumentException("no program association in the segment");
  }

  /** The presentation time of the first PES packet: without B-frames, that of the first frame. */
  private static long firstPts(byte[] segment, int mapPid) {
    for (int at = 0; at + PACKET <= segment.length; at += PACKET) {
      byte[] packet = Arrays.copyOfRange(segment, at, at + PACKET);
      int pes = payload(packet);
      if (pid(packet) > 0x1F && pid(packet) != mapPid && begins(packet)) {
        ByteBuffer pts = ByteBuffer.wrap(packet, pes + 9, 5);
        return (pts.get() & 0x0EL) << 29
            | (pts.getShort() & 0xFFFEL) << 14
            | (pts.getShort() & 0xFFFEL) >> 1;
      }
    }
    throw new IllegalArgumentException("no frame in the segment");
  }

  /** The packet of the program map, with one more stream. */
  private static byte[] announced(byte[] packet) {
    int begin = payload(packet) + 1;
    int length = (packet[begin + 1] & 0x0F) << 8 | packet[begin + 2] & 0xFF;
    int programInfo = (packet[begin + 10] & 0x0F) << 8 | packet[begin + 11] & 0xFF;
    int streams = begin + 12 + programInfo;
    int end = begin + 3 + length - Integer.BYTES;

    ByteBuffer section = ByteBuffer.allocate(PAYLOAD);
    section.put(packet, begin, 10);
    section.putShort((short) (0xF000 | programInfo + METADATA_POINTER_DESCRIPTOR.length));
    section.put(packet, begin + 12, programInfo).put(METADATA_POINTER_DESCRIPTOR);
    section.put(packet, streams, end - streams);
    section.put((byte) METADATA_STREAM_TYPE).putShort((short) (0xE000 | METADATA_PID));
    section.putShort((short) (0xF000 | METADATA_DESCRIPTOR.length)).put(METADATA_DESCRIPTOR);
    int newLength = section.position() + Integer.BYTES - 3;
    section.putShort(1, (short) (0xB000 | newLength));
    section.putInt(crc(section.array(), section.position()));

    byte[] announced = new byte[PACKET];
    Arrays.fill(announced, (byte) 0xFF);
    System.arraycopy(packet, 0, announced, 0, begin);
    System.arraycopy(section.array(), 0, announced, begin, section.position());
    return announced;
  }

  private static byte[] pes(byte[] tag, long pts) {
    int headerBytes = 5;
    return ByteBuffer.allocate(9 + headerBytes + tag.length)
        .put(new byte[] {0, 0, 1, (byte) PRIVATE_STREAM_1})
        .putShort((short) (3 + headerBytes + tag.length))
        .put((byte) 0x84) // '10', data_alignment_indicator
        .put((byte) 0x80) // a PTS and nothing else
        .put((byte) headerBytes)
        .put((byte) (0x21 | pts >> 29 & 0x0E))
        .putShort((short) (pts >> 14 & 0xFFFE | 1))
        .putShort((short) (pts << 1 & 0xFFFE | 1))
        .put(tag)
        .array();
  }

  /**
   * Writes a PES packet in transport packets; the last one is filled up by its adaptation field.
   */
  private static int write(ByteArrayOutputStream out, byte[] pes, int counter) {
    int next = counter;
    for (int at = 0; at < pes.length; ) {
      boolean first = at == 0 && counter == 0;
      // The counter begins anew in each segment, and a packet has to say so.
      int adaptation = Math.max(first ? 2 : 0, PAYLOAD - (pes.length - at));
      ByteBuffer packet = ByteBuffer.allocate(PACKET);
      packet.put((byte) SYNC).putShort((short) ((at == 0 ? 0x4000 : 0) | METADATA_PID));
      packet.put((byte) ((adaptation > 0 ? 0x30 : 0x10) | next & 0x0F));
      if (adaptation > 0) {
        packet.put((byte) (adaptation - 1));
      }
      if (adaptation > 1) {
        packet.put((byte) (first ? 0x80 : 0));
        while (packet.position() < 4 + adaptation) {
          packet.put((byte) 0xFF);
        }
      }
      int part = packet.remaining();
      packet.put(pes, at, part);
      out.writeBytes(packet.array());
      at += part;
      next++;
    }
    return next;
  }

  /** CRC-32 of MPEG-2: polynomial 04C11DB7, not reflected. */
  private static int crc(byte[] bytes, int length) {
    int crc = 0xFFFFFFFF;
    for (int i = 0; i < length; i++) {
      crc ^= bytes[i] << 24;
      for (int bit = 0; bit < 8; bit++) {
        crc = crc < 0 ? crc << 1 ^ 0x04C11DB7 : crc << 1;
      }
    }
    return crc;
  }
}
