package dev.oncue.hotrod;

import dev.oncue.poll.Poll;
import dev.oncue.poll.PollJson;
import dev.oncue.window.Window;
import dev.oncue.window.WindowJson;
import java.util.function.Function;

/**
 * A kind of entries that the servers keep with revisions.
 *
 * @param cache the cache they are in
 * @param encode makes bytes of one
 * @param decode makes one of bytes
 * @param life what stays the same from its first revision to its last, and is another for one that
 *     has its key after it was removed
 * @param <V> what they are
 */
record Kind<V>(
    String cache, Function<V, byte[]> encode, Function<byte[], V> decode, Function<V, ?> life) {

  static final Kind<Poll> POLLS =
      new Kind<>("polls", PollJson::encode, PollJson::decode, Poll::receipts);

  static final Kind<Window> WINDOWS =
      new Kind<>("windows", WindowJson::encode, WindowJson::decode, Window::opensAt);
}
