package dev.oncue.cue;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/**
 * A cue as an ID3 tag, the timed metadata of HLS: in a PES packet of MPEG-TS or packed audio, or
 * inside an {@link EmsgBox}. The tag has one frame, user defined text ({@code TXXX}), whose
 * description is {@code dev.oncue.cue} and whose value is the {@linkplain Cue#payload payload}.
 *
 * <p>Written by "ID3 tag version 2.4.0 - Main Structure" (id3.org/id3v2.4.0-structure): 3.1 header,
 * 4 frame header, 6.2 synchsafe integers; and "Native Frames" (id3.org/id3v2.4.0-frames): 4.2.6
 * {@code TXXX}. No flags, no padding, no unsynchronisation: neither UTF-8 nor a synchsafe size has
 * a byte FF, so there is nothing to hide from a decoder.
 */
public final class Id3Tag {
  private static final int VERSION = 4;
  private static final int REVISION = 0;
  private static final int NO_FLAGS = 0;
  private static final int UTF_8 = 3;
  private static final int MAX_SIZE = (1 << 28) - 1;

  private Id3Tag() {}

  /** The tag of a cue. */
  public static byte[] of(Cue cue) {
    return of(Cue.NAME, cue.payload());
  }

  static byte[] of(String description, byte[] value) {
    byte[] frame = frame(description, value);
    ByteArrayOutputStream tag = new ByteArrayOutputStream();
    tag.writeBytes("ID3".getBytes(StandardCharsets.US_ASCII));
    tag.write(VERSION);
    tag.write(REVISION);
    tag.write(NO_FLAGS);
    tag.writeBytes(synchsafe(frame.length));
    tag.writeBytes(frame);
    return tag.toByteArray();
  }

  private static byte[] frame(String description, byte[] value) {
    byte[] name = description.getBytes(StandardCharsets.UTF_8);
    ByteArrayOutputStream frame = new ByteArrayOutputStream();
    frame.writeBytes("TXXX".getBytes(StandardCharsets.US_ASCII));
    frame.writeBytes(synchsafe(1 + name.length + 1 + value.length));
    frame.write(NO_FLAGS);
    frame.write(NO_FLAGS);
    frame.write(UTF_8);
    frame.writeBytes(name);
    frame.write(0);
    frame.writeBytes(value);
    return frame.toByteArray();
  }

  /** A size in four bytes of seven bits each, the most significant first. */
  static byte[] synchsafe(int size) {
    if (size < 0 || size > MAX_SIZE) {
      throw new IllegalArgumentException("a size has 28 bits, not " + size);
    }
    return new byte[] {
      (byte) (size >> 21 & 0x7F),
      (byte) (size >> 14 & 0x7F),
      (byte) (size >> 7 & 0x7F),
      (byte) (size & 0x7F)
    };
  }
}
