package dev.oncue.loadtest.scenario;

import dev.oncue.loadtest.Tokens;
import java.time.Duration;
import java.util.function.IntFunction;
import java.util.function.IntToLongFunction;
import java.util.stream.IntStream;

/**
 * Which requests are due when.
 *
 * @param count how many, without those that follow others
 * @param dueNanos when a request is due, in nanoseconds after the start; never falls
 * @param requests each request by its number
 */
public record Load(int count, IntToLongFunction dueNanos, IntFunction<Request> requests) {
  /** As many as come at a constant rate in some time. */
  static Load atRate(int rate, Duration length, IntFunction<Request> requests) {
    int count = Math.toIntExact(rate * length.toMillis() / 1_000);
    return new Load(count, number -> (long) (number * 1e9 / rate), requests);
  }

  /** All at once; over fewer connections than requests this is a closed loop. */
  static Load atOnce(int count, IntFunction<Request> requests) {
    return new Load(count, number -> 0, requests);
  }

  /**
   * At a rate that grows evenly from nothing to its peak at the end: the requests that have come
   * grow with the square of the time.
   */
  static Load ramp(int count, Duration length, IntFunction<Request> requests) {
    return new Load(count, n -> (long) (length.toNanos() * Math.sqrt((n + 0.5) / count)), requests);
  }

  /** Votes, all at once, written and signed now. Each is of a viewer who votes in no other poll. */
  public static Load votes(Poll poll, int count, Tokens tokens) {
    return atOnce(
            count,
            n -> {
              String viewer = poll.id() + "-viewer-" + n;
              int option = Poll.choice(n);
              String ballot = poll.ballotJson(option);
              return Request.post(
                  viewer, "/vote", tokens.viewer(viewer), ballot, Expected.ACCEPTED, option);
            })
        .prepared();
  }

  /** The same with all requests made beforehand. */
  Load prepared() {
    Request[] made = IntStream.range(0, count).mapToObj(requests).toArray(Request[]::new);
    return new Load(count, dueNanos, number -> made[number]);
  }

  /** From the start until the last is due. */
  Duration length() {
    return count == 0 ? Duration.ZERO : Duration.ofNanos(dueNanos.applyAsLong(count - 1));
  }
}
