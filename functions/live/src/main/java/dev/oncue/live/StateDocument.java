package dev.oncue.live;

import dev.oncue.ballot.Ballot;
import dev.oncue.http.api.BallotResponse;
import dev.oncue.http.api.LatencyRange;
import dev.oncue.http.api.PollResponse;
import dev.oncue.http.api.WindowResponse;
import dev.oncue.http.response.Gzip;
import dev.oncue.json.Json;
import dev.oncue.poll.Latency;
import dev.oncue.poll.Poll;
import dev.oncue.poll.PollId;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A state as JSON in UTF-8, encoded once for all callers of a kind: for hosts, or for viewers. A
 * caller's own ballots are put between its bytes, which nobody copies. Thread-safe.
 */
final class StateDocument {
  /**
   * The most that a state has of polls, in bytes. What is beyond is left out, and counted: first
   * the scheduled ones that open last, then the closed ones that opened first, then open ones.
   */
  static final int MAX_POLLS_BYTES = 2 * 1024 * 1024;

  /** What is larger counts against {@link StateMemory}. */
  private static final int LARGE_BYTES = 64 * 1024;

  private static final byte[] NO_POLLS = "\"polls\":[".getBytes(StandardCharsets.UTF_8);

  private final Snapshot snapshot;
  private final boolean host;
  private final byte[] bytes;
  private final List<PollEnd> ends;

  /** Made by the first who asks; two at once make the same. */
  private volatile byte @Nullable [] gzipped;

  /** A poll, and where its closing brace is. */
  private record PollEnd(Poll poll, int at) {}

  private StateDocument(Snapshot snapshot, boolean host, byte[] bytes, List<PollEnd> ends) {
    this.snapshot = snapshot;
    this.host = host;
    this.bytes = bytes;
    this.ends = ends;
  }

  /**
   * Encodes a state.
   *
   * @param host whether it is for those who see all counts
   */
  static StateDocument of(Snapshot snapshot, boolean host) {
    List<Snapshot.Entry> entries =
        snapshot.polls().stream().filter(entry -> host || !entry.poll().isCancelled()).toList();
    byte[][] polls = polls(entries, host, snapshot.now());
    int omitted = (int) IntStream.range(0, polls.length).filter(i -> polls[i] == null).count();
    byte[] around = around(snapshot, host, omitted);
    int start = startOfPolls(around);
    JoinedPolls joined = JoinedPolls.into(around, start, entries, polls);
    return new StateDocument(snapshot, host, joined.bytes(), joined.ends());
  }

  /** Each poll as JSON; {@code null}: it is left out. */
  private static byte[][] polls(List<Snapshot.Entry> entries, boolean host, Instant now) {
    byte[][] polls = new byte[entries.size()][];
    int[] order =
        IntStream.range(0, polls.length)
            .boxed()
            .sorted(Comparator.comparing(entries::get, Snapshot.Entry.byNeed(now)))
            .mapToInt(Integer::intValue)
            .toArray();
    int room = MAX_POLLS_BYTES;
    for (int i : order) {
      Snapshot.Entry entry = entries.get(i);
      byte[] poll = Json.bytes(PollResponse.of(entry.poll(), now, entry.shown(host, now)));
      room -= poll.length + 1;
      if (room < 0) {
        break;
      }
      polls[i] = poll;
    }
    return polls;
  }

  /** The state without its polls. */
  private static byte[] around(Snapshot snapshot, boolean host, int omitted) {
    @Nullable Latency latency = snapshot.latency();
    return Json.bytes(
        new StateResponse(
            snapshot.now(),
            snapshot.stream().name(),
            snapshot.cursor(host),
            snapshot.viewers(),
            latency == null ? null : LatencyRange.of(latency),
            List.of(),
            omitted == 0 ? null : omitted,
            snapshot.reactions(),
            host ? snapshot.windows().stream().map(WindowResponse::of).toList() : null));
  }

  /** What comes before has no text in which these bytes could stand. */
  private static int startOfPolls(byte[] around) {
    for (int i = 0; i < around.length; i++) {
      if (ByteBuffer.wrap(around, i, NO_POLLS.length).equals(ByteBuffer.wrap(NO_POLLS))) {
        return i + NO_POLLS.length;
      }
    }
    throw new IllegalStateException("a state without polls");
  }

  private record JoinedPolls(byte[] bytes, List<PollEnd> ends) {
    static JoinedPolls into(
        byte[] around, int start, List<Snapshot.Entry> entries, byte[][] polls) {
      int length = around.length;
      for (byte[] poll : polls) {
        length += poll == null ? 0 : poll.length + 1;
      }
      ByteBuffer joined = ByteBuffer.allocate(length).put(around, 0, start);
      List<PollEnd> ends = new ArrayList<>();
      for (int i = 0; i < polls.length; i++) {
        if (polls[i] != null) {
          if (!ends.isEmpty()) {
            joined.put((byte) ',');
          }
          joined.put(polls[i]);
          ends.add(new PollEnd(entries.get(i).poll(), joined.position() - 1));
        }
      }
      joined.put(around, start, around.length - start).flip();
      byte[] bytes = new byte[joined.remaining()];
      joined.get(bytes);
      return new JoinedPolls(bytes, List.copyOf(ends));
    }
  }

  /** The state that this is. */
  Snapshot snapshot() {
    return snapshot;
  }

  /** The polls in it in which there may be ballots. */
  List<Poll> votedPolls() {
    return ends.stream().map(end -> end.poll()).filter(snapshot::mayHaveBallots).toList();
  }

  /** Where a caller's feed goes on from here. */
  String cursor() {
    return snapshot.cursor(host);
  }

  /** Its size without anybody's ballots, in bytes. */
  int size() {
    return bytes.length;
  }

  /** The state of one who has no ballots, in the coding gzip. Compressed once. */
  byte[] gzipped() {
    byte[] made = gzipped;
    if (made == null) {
      made = Gzip.fastest(bytes);
      gzipped = made;
    }
    return made;
  }

  boolean isLarge() {
    return bytes.length > LARGE_BYTES;
  }

  /** The state of one who has no ballots. */
  List<ByteBuffer> parts() {
    return List.of(ByteBuffer.wrap(bytes));
  }

  /** The state of a viewer, with that viewer's ballots. */
  List<ByteBuffer> parts(String viewer, Map<PollId, Ballot> ballots) {
    List<ByteBuffer> parts = new ArrayList<>();
    int from = 0;
    for (PollEnd end : ends) {
      @Nullable Ballot ballot = ballots.get(end.poll().id());
      if (ballot != null) {
        BallotResponse own = BallotResponse.of(end.poll(), viewer, ballot);
        parts.add(ByteBuffer.wrap(bytes, from, end.at() - from));
        parts.add(ByteBuffer.wrap(",\"ballot\":".getBytes(StandardCharsets.UTF_8)));
        parts.add(ByteBuffer.wrap(Json.bytes(own)));
        from = end.at();
      }
    }
    parts.add(ByteBuffer.wrap(bytes, from, bytes.length - from));
    return parts;
  }
}
