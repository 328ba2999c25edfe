package dev.oncue.loadtest.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The memory of a JVM after a full collection, in bytes.
 *
 * @param heap what lives in its heap
 * @param resident what the process holds of the machine's memory, the whole heap included
 */
record Memory(long heap, long resident) {
  private static final Pattern INSTANCES =
      Pattern.compile("^Total\\s+\\d+\\s+(\\d+)", Pattern.MULTILINE);
  private static final Pattern RESIDENT =
      Pattern.compile("^VmRSS:\\s+(\\d+) kB", Pattern.MULTILINE);

  /** Collects and reads. Needs Linux and {@code jcmd}, a part of each JDK. */
  static Memory of(long pid) throws IOException, InterruptedException {
    // The histogram collects first, and counts what is left.
    String jcmd = ServerProcess.JAVA_HOME.resolve("bin/jcmd").toString();
    List<String> command = List.of(jcmd, Long.toString(pid), "GC.class_histogram");
    String histogram = Program.output(command, Map.of());
    String status = Files.readString(Path.of("/proc", Long.toString(pid), "status"));
    return new Memory(number(INSTANCES, histogram), number(RESIDENT, status) * 1024);
  }

  private static long number(Pattern pattern, String text) throws IOException {
    Matcher found = pattern.matcher(text);
    if (!found.find()) {
      throw new IOException("no " + pattern + " in " + text.lines().limit(5).toList());
    }
    return Long.parseLong(found.group(1));
  }
}
