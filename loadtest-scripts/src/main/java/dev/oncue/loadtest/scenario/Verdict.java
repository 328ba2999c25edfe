package dev.oncue.loadtest.scenario;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/**
 * Whether a poll's result is what the engine promised: per option as many votes, and as many
 * ballots, as were acknowledged. A result does not say whose ballots it has; a lost one and a
 * foreign one for the same option would go unseen.
 */
final class Verdict {
  private Verdict() {}

  /**
   * Where a poll, as {@code GET /polls} gives it, is not that; empty: it is exact.
   *
   * @param acknowledged how many ballots for each option
   */
  static List<String> deviations(int[] acknowledged, JsonNode poll) {
    JsonNode result = poll.path("result");
    JsonNode counts = result.path("counts");
    List<String> deviations = new ArrayList<>();
    int ballots = 0;
    for (int option = 0; option < Poll.OPTIONS.size(); option++) {
      String id = Poll.OPTIONS.get(option);
      int promised = acknowledged[option];
      compare(id, promised, counts.path(id), deviations);
      ballots += promised;
    }
    compare("ballots", ballots, result.path("ballots"), deviations);
    if (counts.size() != Poll.OPTIONS.size()) {
      deviations.add("counts has other options than the poll: " + counts);
    }
    if (!poll.path("status").asText().equals("closed")) {
      deviations.add("status is not closed");
    }
    for (String flag : List.of("final", "certified")) {
      if (!result.path(flag).asBoolean()) {
        deviations.add(flag + " is not true");
      }
    }
    return deviations;
  }

  private static void compare(
      String what, int promised, JsonNode counted, List<String> deviations) {
    if (!counted.isInt() || counted.intValue() != promised) {
      deviations.add(what + ": " + promised + " acknowledged, the result says " + counted);
    }
  }
}
