package dev.oncue.image;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the last stage of a Containerfile says. Stages before it run programs, which needs a
 * container; of the last one an image can be written without.
 *
 * @param base the image that {@code FROM} names
 * @param labels {@code LABEL}; those without a value are left out
 * @param environment {@code ENV}
 * @param folder {@code WORKDIR}, an absolute path
 * @param copies {@code COPY}, in the file's order: each is a layer
 * @param user {@code USER}
 * @param ports {@code EXPOSE}, of TCP
 * @param entrypoint {@code ENTRYPOINT}, which is in exec form
 */
record Containerfile(
    String base,
    Map<String, String> labels,
    Map<String, String> environment,
    String folder,
    List<Copy> copies,
    String user,
    List<Integer> ports,
    List<String> entrypoint) {

  private static final Pattern VARIABLE = Pattern.compile("\\$(?:\\{(\\w+)}|(\\w+))");
  private static final Pattern PAIR = Pattern.compile("([\\w.-]+)=(?:\"([^\"]*)\"|(\\S*))");
  private static final Pattern WORD = Pattern.compile("\"([^\"\\\\]*)\"");

  /**
   * A file or the content of a folder, from another stage.
   *
   * @param stage the stage's name
   * @param source where it is there, an absolute path
   * @param target where it goes, an absolute path; with a slash at its end a folder
   */
  record Copy(String stage, String source, String target) {}

  /**
   * Reads the file.
   *
   * @param arguments values of {@code ARG}s; one that is not here has the file's default
   * @throws IllegalArgumentException the last stage has an instruction that needs a container, or
   *     that is not known
   */
  static Containerfile read(Path file, Map<String, String> arguments) throws IOException {
    Reading reading = new Reading(arguments);
    instructions(Files.readString(file)).forEach(reading::take);
    return reading.done();
  }

  /** Lines that end in a backslash go on in the next. */
  private static List<String> instructions(String text) {
    return text.replaceAll("\\\\\n\\s*", " ")
        .lines()
        .map(String::strip)
        .filter(line -> !line.isEmpty() && !line.startsWith("#"))
        .toList();
  }

  /** The stage that is being read; used by one thread. */
  private static final class Reading {
    private final Map<String, String> arguments;
    private final Map<String, String> values = new LinkedHashMap<>();
    private final Map<String, String> labels = new LinkedHashMap<>();
    private final Map<String, String> environment = new LinkedHashMap<>();
    private final List<Copy> copies = new ArrayList<>();
    private final List<Integer> ports = new ArrayList<>();
    private final List<String> entrypoint = new ArrayList<>();
    private final List<String> refused = new ArrayList<>();
    private String base = "";
    private String folder = "/";
    private String user = "";

    Reading(Map<String, String> arguments) {
      this.arguments = arguments;
    }

    void take(String line) {
      String[] words = line.split("\\s+", 2);
      String rest = words.length == 1 ? "" : words[1];
      switch (words[0]) {
        case "FROM" -> from(rest);
        case "ARG" -> argument(rest);
        case "LABEL" -> pairs(rest, labels);
        case "ENV" -> pairs(rest, environment);
        case "WORKDIR" -> folder = absolute(filled(rest));
        case "COPY" -> copy(filled(rest).split("\\s+"));
        case "USER" -> user = filled(rest);
        case "EXPOSE" -> ports.add(Integer.valueOf(filled(rest)));
        case "ENTRYPOINT" -> entrypoint(filled(rest));
        // Jib has no field for it. This one is what an image without one gets.
        case "STOPSIGNAL" -> refuseUnless(rest.equals("SIGTERM"), line);
        default -> refused.add(line);
      }
    }

    private void from(String rest) {
      base = filled(rest).split("\\s+")[0];
      folder = "/";
      user = "";
      values.clear();
      labels.clear();
      environment.clear();
      copies.clear();
      ports.clear();
      entrypoint.clear();
      refused.clear();
    }

    private void argument(String rest) {
      String[] pair = rest.split("=", 2);
      values.put(pair[0], arguments.getOrDefault(pair[0], pair.length == 1 ? "" : pair[1]));
    }

    private void pairs(String rest, Map<String, String> to) {
      Matcher pair = PAIR.matcher(filled(rest));
      while (pair.find()) {
        String value = pair.group(2) == null ? pair.group(3) : pair.group(2);
        if (!value.isEmpty()) {
          to.put(pair.group(1), value);
        }
      }
    }

    private void copy(String... words) {
      boolean known = words.length == 3 && words[0].startsWith("--from=");
      refuseUnless(known, "COPY " + String.join(" ", words));
      if (known) {
        String stage = words[0].substring("--from=".length());
        copies.add(new Copy(stage, words[1], absolute(words[2])));
      }
    }

    private void entrypoint(String rest) {
      refuseUnless(rest.startsWith("["), "ENTRYPOINT " + rest);
      WORD.matcher(rest).results().forEach(word -> entrypoint.add(word.group(1)));
    }

    private void refuseUnless(boolean known, String line) {
      if (!known) {
        refused.add(line);
      }
    }

    private String absolute(String path) {
      return path.startsWith("/") ? path : folder.replaceAll("/$", "") + "/" + path;
    }

    private String filled(String text) {
      return VARIABLE
          .matcher(text)
          .replaceAll(
              found -> {
                String name = found.group(1) == null ? found.group(2) : found.group(1);
                return Matcher.quoteReplacement(values.getOrDefault(name, ""));
              });
    }

    Containerfile done() {
      if (!refused.isEmpty()) {
        throw new IllegalArgumentException(
            "the last stage cannot be followed without a container: " + refused);
      }
      return new Containerfile(
          base,
          Map.copyOf(labels),
          Map.copyOf(environment),
          folder,
          List.copyOf(copies),
          user,
          List.copyOf(ports),
          List.copyOf(entrypoint));
    }
  }
}
