package dev.oncue.ballot;

import java.nio.ByteBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Votes per option and ballots. A ballot that names three options is three votes. Immutable.
 *
 * <p>An option that nobody voted for may lie past the end of the array; {@link #votes} knows.
 */
public final class Tally {
  /** Nothing was counted. */
  public static final Tally ZERO = new Tally(new int[0], 0);

  private final int[] votes;
  private final int ballots;

  private Tally(int[] votes, int ballots) {
    this.votes = votes;
    this.ballots = ballots;
  }

  /** A tally of given counts; {@code votes[i]} is option {@code i}'s. */
  public static Tally of(int ballots, int... votes) {
    return new Tally(votes.clone(), ballots);
  }

  /** How many ballots name option {@code index}. */
  public int votes(int index) {
    return index < votes.length ? votes[index] : 0;
  }

  /** The number of viewers who voted. */
  public int ballots() {
    return ballots;
  }

  /** The sum of two tallies of the same poll. */
  public Tally plus(Tally other) {
    int[] sum = Arrays.copyOf(votes, Math.max(votes.length, other.votes.length));
    for (int i = 0; i < other.votes.length; i++) {
      sum[i] += other.votes[i];
    }
    return new Tally(sum, ballots + other.ballots);
  }

  /** The tally as bytes: the number of ballots, then the votes of each option, big-endian. */
  public byte[] encode() {
    ByteBuffer bytes = ByteBuffer.allocate(Integer.BYTES * (1 + votes.length)).putInt(ballots);
    for (int count : votes) {
      bytes.putInt(count);
    }
    return bytes.array();
  }

  /** The tally that {@link #encode} made these bytes of. */
  public static Tally decode(byte[] bytes) {
    ByteBuffer in = ByteBuffer.wrap(bytes);
    int ballots = in.getInt();
    int[] votes = new int[in.remaining() / Integer.BYTES];
    for (int i = 0; i < votes.length; i++) {
      votes[i] = in.getInt();
    }
    return new Tally(votes, ballots);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Tally that
        && ballots == that.ballots
        && Arrays.equals(trimmed(), that.trimmed());
  }

  @Override
  public int hashCode() {
    return 31 * Arrays.hashCode(trimmed()) + ballots;
  }

  private int[] trimmed() {
    int length = votes.length;
    while (length > 0 && votes[length - 1] == 0) {
      length--;
    }
    return length == votes.length ? votes : Arrays.copyOf(votes, length);
  }

  @Override
  public String toString() {
    return Arrays.toString(votes) + " in " + ballots + " ballots";
  }

  /** Counts ballots one by one. Not thread-safe. */
  public static final class Counter {
    private int[] votes;
    private int ballots;

    /** Goes on from a tally, which stays as it is. */
    public Counter(Tally from) {
      this.votes = from.votes.clone();
      this.ballots = from.ballots;
    }

    /** Counts a viewer's first ballot. */
    public void add(int options) {
      count(options, 1);
      ballots++;
    }

    /** Counts a viewer's new ballot in place of the earlier one. */
    public void replace(int earlier, int options) {
      count(earlier, -1);
      count(options, 1);
    }

    private void count(int options, int delta) {
      int highest = Integer.SIZE - Integer.numberOfLeadingZeros(options);
      if (highest > votes.length) {
        votes = Arrays.copyOf(votes, highest);
      }
      for (int rest = options; rest != 0; rest &= rest - 1) {
        votes[Integer.numberOfTrailingZeros(rest)] += delta;
      }
    }

    /** What was counted. The counter must not be used after. */
    public Tally tally() {
      return new Tally(votes, ballots);
    }
  }
}
