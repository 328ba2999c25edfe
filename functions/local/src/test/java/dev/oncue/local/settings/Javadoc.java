package dev.oncue.local.settings;

import com.sun.source.doctree.DocCommentTree;
import com.sun.source.doctree.DocTree;
import com.sun.source.doctree.LiteralTree;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.util.DocTrees;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreePath;
import com.sun.source.util.TreePathScanner;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/** What the source of an interface says of it and its methods, as Markdown. */
final class Javadoc {
  private static final Path REPOSITORY = Path.of("..", "..");

  private final Class<?> type;
  private final DocTrees trees;
  private final List<String> methods = new ArrayList<>();
  private final Map<String, String> ofMethods = new HashMap<>();
  private String ofType = "";

  private Javadoc(Class<?> type, DocTrees trees) {
    this.type = type;
    this.trees = trees;
  }

  /** Reads the source, wherever in the repository it is. */
  static Javadoc of(Class<?> type) {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null)) {
      JavacTask task =
          (JavacTask)
              compiler.getTask(
                  null, files, null, List.of(), null, files.getJavaFileObjects(source(type)));
      Javadoc javadoc = new Javadoc(type, DocTrees.instance(task));
      for (CompilationUnitTree unit : task.parse()) {
        javadoc.read(unit);
      }
      return javadoc;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Path source(Class<?> type) throws IOException {
    String name = type.getName().replaceFirst("\\$.*", "").replace('.', '/') + ".java";
    try (Stream<Path> modules = Files.walk(REPOSITORY, 2)) {
      return modules
          .map(module -> module.resolve("src/main/java").resolve(name))
          .filter(Files::exists)
          .findFirst()
          .orElseThrow(() -> new IllegalStateException("no source of " + type));
    }
  }

  private void read(CompilationUnitTree unit) {
    new TreePathScanner<Void, Void>() {
      @Override
      public Void visitClass(ClassTree declared, Void none) {
        if (declared.getSimpleName().contentEquals(type.getSimpleName())) {
          ofType = markdown(getCurrentPath());
        }
        return super.visitClass(declared, none);
      }

      @Override
      public Void visitMethod(MethodTree method, Void none) {
        ClassTree owner = (ClassTree) getCurrentPath().getParentPath().getLeaf();
        if (owner.getSimpleName().contentEquals(type.getSimpleName())) {
          methods.add(method.getName().toString());
          ofMethods.put(method.getName().toString(), markdown(getCurrentPath()));
        }
        return null;
      }
    }.scan(unit, null);
  }

  private String markdown(TreePath path) {
    DocCommentTree comment = trees.getDocCommentTree(path);
    return comment == null
        ? ""
        : comment.getFullBody().stream()
            .map(Javadoc::markdown)
            .collect(Collectors.joining())
            .replaceAll("\\s+", " ")
            .strip();
  }

  private static String markdown(DocTree part) {
    return part.getKind() == DocTree.Kind.CODE
        ? "`" + ((LiteralTree) part).getBody().toString().strip() + "`"
        : part.toString();
  }

  /** The methods in the order of the source. */
  List<String> methods() {
    return methods;
  }

  String ofType() {
    return ofType;
  }

  /** Empty where nothing is said. */
  String ofMethod(String name) {
    return ofMethods.getOrDefault(name, "");
  }
}
