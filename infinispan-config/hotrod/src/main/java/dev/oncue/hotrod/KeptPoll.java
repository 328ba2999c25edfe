package dev.oncue.hotrod;

import dev.oncue.poll.Poll;
import dev.oncue.poll.PollJson;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * A poll as the servers keep it: its revision, 4 bytes, big-endian, then {@link PollJson}. Each
 * change is one revision more, so that servers that come back from a stop can tell which of two
 * copies is the later one.
 */
final class KeptPoll {
  private KeptPoll() {}

  static byte[] encode(int revision, Poll poll) {
    byte[] json = PollJson.encode(poll);
    return ByteBuffer.allocate(Integer.BYTES + json.length).putInt(revision).put(json).array();
  }

  static int revision(byte[] kept) {
    return ByteBuffer.wrap(kept).getInt();
  }

  static Poll decode(byte[] kept) {
    return PollJson.decode(Arrays.copyOfRange(kept, Integer.BYTES, kept.length));
  }
}
