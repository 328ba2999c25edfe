package dev.oncue.local.page;

import static org.assertj.core.api.Assertions.assertThat;

import dev.oncue.local.page.WatchPage.Frame;
import java.util.List;

/** What lay over the frames that were on screen. */
final class Frames {
  /** How many frames an overlay may be late. */
  private static final int LATE = 2;

  private Frames() {}

  /** That a poll was on the frames from the first to the one before the last, and on no other. */
  static void assertOn(List<Frame> frames, String poll, int first, int last, String where) {
    assertThat(frames).as(where).isNotEmpty();
    for (Frame frame : frames) {
      int number = frame.number();
      if (!isJust(first, number) && !isJust(last, number)) {
        assertThat(frame.shows(poll))
            .as("%s: %s on frame %d", where, poll, number)
            .isEqualTo(number >= first && number < last);
      }
    }
  }

  /** Whether a frame is one on which a change at another may still be missing. */
  private static boolean isJust(int changed, int number) {
    return number >= changed && number < changed + LATE;
  }
}
