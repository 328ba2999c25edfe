package dev.oncue.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * The path of a vote, as {@code functions/README.md} lists it, is short and is the one it takes.
 */
class PathOfAVoteTest {
  private static final Path README = Path.of("..", "README.md");
  private static final int MOST_FILES = 12;

  @Test
  void each_file_is_there_and_one_before_it_uses_it() throws Exception {
    List<Path> files = listed();
    assertThat(files).hasSizeBetween(2, MOST_FILES).allSatisfy(file -> assertThat(file).exists());
    // The first is called by the router, which calls the second then.
    StringBuilder before = new StringBuilder(Files.readString(files.get(0)));
    assertThat(Files.readString(files.get(1))).contains("router.post(\"/vote\")");
    before.append(Files.readString(files.get(1)));
    for (Path file : files.subList(2, files.size())) {
      assertThat(before).as("the files before %s", file).containsPattern(uses(file));
      before.append(Files.readString(file));
    }
  }

  /** A class is used by its name, or by the port that it implements. */
  private static Pattern uses(Path file) throws IOException {
    String name = file.getFileName().toString().replace(".java", "");
    String port =
        Pattern.compile("class " + name + "\\b[^{]*?\\bimplements (\\w+)")
            .matcher(Files.readString(file))
            .results()
            .map(found -> "|" + found.group(1))
            .findFirst()
            .orElse("");
    return Pattern.compile("\\b(" + name + port + ")\\b");
  }

  private static List<Path> listed() throws IOException {
    String text = Files.readString(README);
    int begin = text.indexOf("## The path of a vote");
    int end = text.indexOf("What lies beside the path", begin);
    assertThat(begin).isPositive();
    assertThat(end).isGreaterThan(begin);
    return Pattern.compile("\\]\\(([^)]+\\.java)\\)")
        .matcher(text.substring(begin, end))
        .results()
        .map(link -> README.resolveSibling(link.group(1)))
        .toList();
  }
}
