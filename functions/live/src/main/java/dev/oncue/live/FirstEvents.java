package dev.oncue.live;

import io.vertx.core.buffer.Buffer;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The bytes with which a feed begins, most of them shared with others.
 *
 * @param covered the place of the latest frame that they cover
 * @param state the state that is in them; {@code null}: none
 */
record FirstEvents(Parts parts, EventId covered, @Nullable StateDocument state) {

  /** Frames that were missed. */
  static FirstEvents missed(InitialEvents initial, boolean host) {
    List<ByteBuffer> parts = new ArrayList<>();
    // So that there is something also where nothing was missed.
    parts.add(bytes(":" + Frame.END));
    for (Frame frame : initial.missed()) {
      @Nullable Buffer missed = frame.bytes(host);
      if (missed != null) {
        parts.add(shared(missed));
      }
    }
    return new FirstEvents(new Parts(parts), initial.covered(), null);
  }

  /**
   * A state.
   *
   * @param document its bytes, as its caller gets them
   */
  static FirstEvents state(StateDocument state, List<ByteBuffer> document) {
    List<ByteBuffer> parts = new ArrayList<>();
    parts.add(bytes(Frame.head(state.cursor(), "state")));
    parts.addAll(document);
    parts.add(bytes(Frame.END));
    return new FirstEvents(new Parts(parts), state.snapshot().place(), state);
  }

  /** A view of a buffer that nobody changes. */
  static ByteBuffer shared(Buffer buffer) {
    return buffer.getByteBuf().nioBuffer();
  }

  private static ByteBuffer bytes(String text) {
    return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
  }
}
