package dev.oncue.coldstart;

import com.fasterxml.jackson.databind.JsonNode;
import dev.oncue.loadtest.BadOptionException;
import dev.oncue.loadtest.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Measured starts, in seconds, by the way in which the function was started. Immutable.
 *
 * @param ways as {@code bench/start --function vote} names them
 */
record Starts(Map<String, List<Double>> ways) {
  private static final int MOST = 10_000;
  private static final double LONGEST_SECONDS = 600;

  /** Reads the {@code starts.json} that {@code bench/start --function vote} leaves. */
  static Starts read(Path file) throws BadOptionException, IOException {
    if (!Files.isRegularFile(file)) {
      throw new BadOptionException("--starts-file: there is no " + file);
    }
    JsonNode root = Json.parse(Files.readString(file));
    if (!root.isObject() || root.isEmpty()) {
      throw refused(file);
    }
    Map<String, List<Double>> ways = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> way : root.properties()) {
      ways.put(way.getKey(), seconds(file, way.getValue()));
    }
    return new Starts(ways);
  }

  private static List<Double> seconds(Path file, JsonNode starts) throws BadOptionException {
    List<Double> seconds = new ArrayList<>();
    for (JsonNode start : starts) {
      double value = start.isNumber() ? start.asDouble() : Double.NaN;
      if (!(value > 0 && value <= LONGEST_SECONDS)) {
        throw refused(file);
      }
      seconds.add(value);
    }
    if (!starts.isArray() || seconds.isEmpty() || seconds.size() > MOST) {
      throw refused(file);
    }
    return List.copyOf(seconds);
  }

  private static BadOptionException refused(Path file) {
    return new BadOptionException(
        "--starts-file must be JSON like {\"java 25\": [1.8, 1.9]}, seconds above 0 and up to 600,"
            + " not what is in "
            + file);
  }

  /** The starts of one way. */
  List<Double> of(String way) throws BadOptionException {
    List<Double> seconds = ways.get(way);
    if (seconds == null) {
      throw new BadOptionException(
          "--starts must be one of " + String.join("; ", ways.keySet()) + ", not '" + way + "'");
    }
    return seconds;
  }
}
