package dev.oncue.loadtest.bench;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/**
 * What one round measured, or the median of rounds.
 *
 * @param cpuMicros CPU time, user and system, per answered vote, in µs, of each process
 * @param votesPerSecond answered votes
 * @param p50Millis median latency under this load, from when a vote was sent
 * @param p99Millis latency that one in a hundred exceeded
 * @param p999Millis latency that one in a thousand exceeded
 * @param correct whether all votes were accepted and the final result has as many ballots, and as
 *     many votes over all options
 */
record Figures(
    Map<String, Double> cpuMicros,
    double votesPerSecond,
    double p50Millis,
    double p99Millis,
    double p999Millis,
    boolean correct) {

  /** The CPU time of all processes. */
  double cpuMicrosPerVote() {
    return cpuMicros.values().stream().mapToDouble(Double::doubleValue).sum();
  }

  /** Each figure's median; correct when all rounds are. */
  static Figures median(List<Figures> rounds) {
    Map<String, Double> cpuMicros = new LinkedHashMap<>();
    for (String process : rounds.get(0).cpuMicros().keySet()) {
      cpuMicros.put(process, median(rounds, round -> round.cpuMicros().get(process)));
    }
    return new Figures(
        cpuMicros,
        median(rounds, Figures::votesPerSecond),
        median(rounds, Figures::p50Millis),
        median(rounds, Figures::p99Millis),
        median(rounds, Figures::p999Millis),
        rounds.stream().allMatch(Figures::correct));
  }

  private static double median(List<Figures> rounds, ToDoubleFunction<Figures> figure) {
    return median(rounds.stream().mapToDouble(figure).toArray());
  }

  /** The middle one; of an even number the mean of the two in the middle. */
  static double median(double... values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }
}
