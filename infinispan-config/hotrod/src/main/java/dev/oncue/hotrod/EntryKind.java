package dev.oncue.hotrod;

import dev.oncue.json.Fields;
import dev.oncue.json.Json;
import dev.oncue.poll.Latency;
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
record EntryKind<V>(
    String cache, Function<V, byte[]> encode, Function<byte[], V> decode, Function<V, ?> life) {

  static final EntryKind<Poll> POLLS =
      new EntryKind<>("polls", PollJson::encode, PollJson::decode, Poll::receipts);

  static final EntryKind<Window> WINDOWS =
      new EntryKind<>("windows", WindowJson::encode, WindowJson::decode, Window::opensAt);

  /** One that is set anew is a revision of what was set before. */
  static final EntryKind<Latency> LATENCIES =
      new EntryKind<>(
          "latencies",
          latency -> Json.bytes(latency::write),
          bytes -> Latency.read(Fields.parse(bytes)),
          latency -> "");
}
