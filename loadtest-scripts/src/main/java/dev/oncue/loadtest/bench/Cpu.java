package dev.oncue.loadtest.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The CPU times of processes, as Linux tells them. */
final class Cpu {
  /** The kernel counts CPU in hundredths of a second, whatever its own tick is. */
  private static final long MICROS_PER_TICK = 10_000;

  private static final int UTIME = 11;
  private static final int STIME = 12;

  private Cpu() {}

  /** Whether this system tells them. */
  static boolean canMeasure() {
    return Files.exists(Path.of("/proc/self/stat"));
  }

  /**
   * The CPU time that a process and those it has started and that still run have used so far, in
   * all threads, in microseconds; a multiple of 10,000.
   */
  static long micros(long pid) throws IOException {
    long micros = microsOfOne(pid);
    for (ProcessHandle process : ProcessHandle.of(pid).map(Cpu::started).orElse(List.of())) {
      micros += microsOfOne(process.pid());
    }
    return micros;
  }

  private static List<ProcessHandle> started(ProcessHandle process) {
    return process.descendants().toList();
  }

  private static long microsOfOne(long pid) throws IOException {
    String stat = Files.readString(Path.of("/proc", Long.toString(pid), "stat"));
    // The second field is the program's name in parentheses and may have spaces.
    String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
    return (Long.parseLong(fields[UTIME]) + Long.parseLong(fields[STIME])) * MICROS_PER_TICK;
  }
}
