package dev.oncue.cue;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.UUID;

/**
 * A cue inside the video itself: a NAL unit with supplemental enhancement information (SEI) of the
 * kind "user data unregistered", to be put into the access unit of the frame it belongs to, before
 * its first slice. What it says is the {@linkplain Cue#payload payload}, after {@link
 * #UUID_OF_CUES}.
 *
 * <p>Written by ITU-T H.264: 7.3.1 and 7.4.1 (NAL unit, {@code emulation_prevention_three_byte}),
 * 7.3.2.3.1 (SEI message), 7.3.2.11 (trailing bits), 7.4.1.1 (how an RBSP becomes a NAL unit),
 * D.1.6 (user data unregistered) and B.1 (byte stream, Annex B); and ITU-T H.265, which has the
 * same in 7.3.1.1, 7.3.5, D.2.7 and B.2, with the header of 7.3.1.2.
 */
public final class SeiNal {
  /** What tells our user data from that of others. */
  public static final UUID UUID_OF_CUES = UUID.fromString("6f6e6375-6500-5c75-8000-646576637565");

  /** forbidden_zero_bit 0, nal_ref_idc 0, nal_unit_type 6. */
  private static final byte[] H264_HEADER = {6};

  /** nal_unit_type 39 (PREFIX_SEI_NUT), nuh_layer_id 0, nuh_temporal_id_plus1 1. */
  private static final byte[] HEVC_HEADER = {39 << 1, 1};

  private static final int USER_DATA_UNREGISTERED = 5;
  private static final int MORE = 0xFF;
  private static final int UUID_BYTES = 16;
  private static final int RBSP_TRAILING_BITS = 0x80;
  private static final int EMULATION_PREVENTION = 3;
  private static final byte[] START_CODE = {0, 0, 0, 1};

  private SeiNal() {}

  /** The NAL unit of a cue for H.264 (AVC), without a start code. */
  public static byte[] h264(Cue cue) {
    return nal(H264_HEADER, cue.payload());
  }

  /** The NAL unit of a cue for H.265 (HEVC), without a start code. */
  public static byte[] hevc(Cue cue) {
    return nal(HEVC_HEADER, cue.payload());
  }

  /** A NAL unit as it stands in a byte stream: with a start code of four bytes before it. */
  public static byte[] annexB(byte[] nal) {
    return ByteBuffer.allocate(START_CODE.length + nal.length).put(START_CODE).put(nal).array();
  }

  /** A NAL unit with that header and user data; any bytes may be in there. */
  static byte[] nal(byte[] header, byte[] userData) {
    ByteArrayOutputStream rbsp = new ByteArrayOutputStream();
    rbsp.write(USER_DATA_UNREGISTERED);
    writeSize(rbsp, UUID_BYTES + userData.length);
    rbsp.writeBytes(
        ByteBuffer.allocate(UUID_BYTES)
            .putLong(UUID_OF_CUES.getMostSignificantBits())
            .putLong(UUID_OF_CUES.getLeastSignificantBits())
            .array());
    rbsp.writeBytes(userData);
    rbsp.write(RBSP_TRAILING_BITS);

    ByteArrayOutputStream nal = new ByteArrayOutputStream();
    nal.writeBytes(header);
    writeEscaped(nal, rbsp.toByteArray());
    return nal.toByteArray();
  }

  /** A byte FF for each 255 of the size, and one for what is left. */
  private static void writeSize(ByteArrayOutputStream out, int size) {
    int left = size;
    while (left >= MORE) {
      out.write(MORE);
      left -= MORE;
    }
    out.write(left);
  }

  /**
   * Two zeros must not be followed by 0 to 3: that would look like a start code, or this escape.
   */
  private static void writeEscaped(ByteArrayOutputStream out, byte[] rbsp) {
    int zeros = 0;
    for (byte b : rbsp) {
      if (zeros == 2 && (b & 0xFF) <= EMULATION_PREVENTION) {
        out.write(EMULATION_PREVENTION);
        zeros = 0;
      }
      out.write(b);
      zeros = b == 0 ? zeros + 1 : 0;
    }
  }
}
