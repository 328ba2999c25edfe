package dev.oncue.local.demo;

import java.awt.image.BufferedImage;
import java.util.OptionalInt;

/**
 * Reads which frame a picture shows from the strip of 20 blocks along its lower edge: white, black,
 * 16 bits of the number (the highest first, white is 1), their parity, black. In a browser: draw
 * the video on a canvas of 640x360 and give the red values of the points ({@link #x}, {@link #Y}).
 */
public final class FrameStrip {
  /** How many blocks there are. */
  public static final int BLOCKS = 20;

  /** The row that goes through the middle of all blocks, in a picture of 640x360. */
  public static final int Y = 344;

  private static final int BLOCK_WIDTH = 32;
  private static final int BITS = 16;
  private static final int MIDDLE_GREY = 128;

  private FrameStrip() {}

  /** The column in the middle of a block, in a picture of 640x360. */
  public static int x(int block) {
    return BLOCK_WIDTH * block + BLOCK_WIDTH / 2;
  }

  /**
   * The number of the frame, by the brightness (0 to 255) in the middle of each block; empty when
   * the blocks say none: no picture yet, or one that is half drawn.
   */
  public static OptionalInt read(int[] brightness) {
    if (brightness.length != BLOCKS || !isWhite(brightness[0])) {
      return OptionalInt.empty();
    }
    int number = 0;
    for (int bit = 0; bit < BITS; bit++) {
      number = number << 1 | (isWhite(brightness[bit + 2]) ? 1 : 0);
    }
    boolean odd = Integer.bitCount(number) % 2 == 1;
    boolean whole =
        !isWhite(brightness[1]) && !isWhite(brightness[19]) && odd == isWhite(brightness[18]);
    return whole ? OptionalInt.of(number) : OptionalInt.empty();
  }

  /** The number of the frame in a picture of 640x360. */
  public static OptionalInt read(BufferedImage picture) {
    int[] red = new int[BLOCKS];
    for (int block = 0; block < BLOCKS; block++) {
      red[block] = picture.getRGB(x(block), Y) >> 16 & 0xFF;
    }
    return read(red);
  }

  private static boolean isWhite(int brightness) {
    return brightness >= MIDDLE_GREY;
  }
}
