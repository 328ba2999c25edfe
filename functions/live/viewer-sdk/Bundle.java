import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Makes one small module of the SDK's modules: {@code java Bundle.java src/index.js
 * oncue-viewer.js}. Puts them one after another, each after what it imports, without imports,
 * comments and indentation. Whoever builds Oncue has a JDK, and nobody needs a bundler for this.
 *
 * <p>It is no parser and relies on how the modules are written: an import is one line, a comment
 * has its lines to itself, no template literal goes over a line's end, and no two modules have the
 * same name at their top level. What breaks one of these ends the build.
 */
public final class Bundle {
  private static final String LICENSE = "/*! @oncue/viewer, Apache-2.0 */";
  private static final Pattern IMPORT =
      Pattern.compile("(?:import|export) \\{[^}]*} from '\\./([\\w-]+\\.js)';");
  private static final Pattern DECLARATION =
      Pattern.compile("(?:export )?(?:async )?(?:const|let|class|function) (\\w+)");

  private final Set<Path> taken = new LinkedHashSet<>();
  private final Set<String> names = new LinkedHashSet<>();
  private final List<String> lines = new ArrayList<>(List.of(LICENSE));

  public static void main(String[] args) throws IOException {
    Bundle bundle = new Bundle();
    bundle.take(Path.of(args[0]).toAbsolutePath().normalize());
    Path target = Path.of(args[1]).toAbsolutePath();
    Files.createDirectories(target.getParent());
    Files.writeString(target, String.join("\n", bundle.lines) + "\n");
  }

  private void take(Path module) throws IOException {
    if (!taken.add(module)) {
      return;
    }
    List<String> code = new ArrayList<>();
    boolean comment = false;
    for (String line : Files.readAllLines(module)) {
      String text = line.strip();
      Matcher imported = IMPORT.matcher(text);
      if (imported.matches()) {
        take(module.resolveSibling(imported.group(1)));
      } else if (comment || text.startsWith("/*")) {
        comment = !text.endsWith("*/");
      } else if (!text.isEmpty() && !text.startsWith("//")) {
        check(module, line);
        code.add(text);
      }
    }
    lines.addAll(code);
  }

  private void check(Path module, String line) {
    Matcher declaration = DECLARATION.matcher(line);
    if (declaration.lookingAt() && !names.add(declaration.group(1))) {
      throw new IllegalStateException(module + ": another module has a name, too: " + line);
    }
    if (line.startsWith("import") || line.chars().filter(c -> c == '`').count() % 2 != 0) {
      throw new IllegalStateException(module + ": the bundle cannot read: " + line);
    }
  }
}
