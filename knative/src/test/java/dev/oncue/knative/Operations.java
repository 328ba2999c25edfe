package dev.oncue.knative;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;

/**
 * A copy of this folder, and stand-ins for kubectl and kn that write down what they are told, and
 * answer as a cluster would on which all is well, unless told otherwise. Overlays are rendered by
 * the real kubectl.
 */
final class Operations {
  private static final String KUBECTL =
      """
      #!/usr/bin/env bash
      if [[ $1 == kustomize ]]; then exec "%1$s" "$@"; fi
      echo "kubectl $*" >>"%2$s/calls"
      while IFS= read -r pattern; do
        if [[ "$*" == $pattern ]]; then echo "refused: $*" >&2; exit 1; fi
      done <"%2$s/refused"
      case "$*" in
        *" get deployment "*) cat "%2$s/version" ;;
        *"get secret oncue-ticket-key "*) cat "%2$s/ticket" ;;
        *" get secret "*) cat "%2$s/secret" ;;
        *"get endpoints kubernetes "*) printf '10.0.0.1\\nfd00::1\\n' ;;
        *"get service kubernetes "*) echo 10.0.0.2 ;;
        *" get configmap "*) cat "%2$s/recorded" ;;
        *" get revisions."* | *" get podautoscalers."*) cat "%2$s/there" ;;
        *" -f -"*)
          sed -n -e 's/^kind: \\(.*\\)/  \\1/p' -e '/cidr:/p' -e 's/^ *serviceAccountName:/  account:/p' -e 's/^metadata: {name: \\([^,]*\\).*/  named \\1/p' >>"%2$s/calls" ;;
      esac
      """;

  private static final String KN =
      """
      #!/usr/bin/env bash
      echo "kn $*" >>"%1$s/calls"
      while IFS= read -r pattern; do
        if [[ "kn $*" == $pattern ]]; then echo "refused: $*" >&2; exit 1; fi
      done <"%1$s/refused"
      if [[ "$1 $2 $3" == "service apply -f" ]]; then
        grep -c '^kind: Service$' "$4" | sed 's/^/  documents: /' >>"%1$s/calls"
        sed -n 's/^  name: /  /p' "$4" >>"%1$s/calls"
      fi
      """;

  /** What an image has in an overlay that can be deployed. */
  static final String DIGEST = "digest: sha256:" + "0123456789abcdef".repeat(4);

  private final Path folder;
  private final Path programs;

  /** How a script ended. */
  record Ended(int status, String out, List<String> calls) {}

  Operations(Path folder) throws IOException {
    this.folder = folder;
    programs = Files.createDirectory(folder.resolve("programs"));
    copy(Tree.REPOSITORY.resolve("knative"), folder.resolve("knative"));
    copy(Tree.OPERATOR, folder.resolve("infinispan-config/operator"));
    for (String overlay : Tree.OVERLAYS) {
      String file = "knative/overlays/" + overlay + "/kustomization.yaml";
      replace(file, "registry.example.com", "images.test");
      replace(file, "newTag: dev", DIGEST);
      replace(file, "newTag: 0.1.0", DIGEST);
      replace(file, "newTag: 1.29-alpine", DIGEST);
    }
    replace("infinispan-config/operator/infinispan.yaml", "artifacts.example.com", "jars.test");
    write("refused", "");
    write("recorded", "");
    write("there", "");
    write("version", "1.22.0");
    secret("-----BEGIN PUBLIC KEY-----");
    write("ticket", Base64.getEncoder().encodeToString("-----BEGIN PRIVATE KEY-----".getBytes()));
    String kubectl = NeedsKubectl.Condition.find().orElseThrow().toString();
    program("kubectl", KUBECTL.formatted(kubectl, folder));
    program("kn", KN.formatted(folder));
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> files = Files.walk(from)) {
      files
          .filter(file -> !from.relativize(file).toString().matches("(src|target)(/.*)?"))
          .forEach(file -> copyOne(file, to.resolve(from.relativize(file).toString())));
    }
  }

  private static void copyOne(Path from, Path to) {
    try {
      Files.createDirectories(Files.isDirectory(from) ? to : to.getParent());
      if (!Files.isDirectory(from)) {
        Files.copy(from, to);
        Files.setPosixFilePermissions(to, Files.getPosixFilePermissions(from));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void program(String name, String text) throws IOException {
    Path program = Files.writeString(programs.resolve(name), text);
    Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private void write(String name, String text) throws IOException {
    Files.writeString(folder.resolve(name), text);
  }

  /** Changes a file of the copy. */
  Operations replace(String file, String from, String to) throws IOException {
    Path path = folder.resolve(file);
    Files.writeString(path, Files.readString(path).replace(from, to));
    return this;
  }

  /** Calls that match a pattern of bash fail from now on. */
  Operations refuse(String pattern) throws IOException {
    write("refused", pattern + "\n");
    return this;
  }

  /** The version that Knative says it is. */
  Operations version(String version) throws IOException {
    write("version", version);
    return this;
  }

  /**
   * The warm pool's record.
   *
   * @param there the name that is answered for each Revision and PodAutoscaler; empty: it is gone
   */
  Operations recorded(String there, String... keys) throws IOException {
    write("recorded", String.join("\n", keys) + "\n");
    write("there", there);
    return this;
  }

  /** What is in every Secret, from now on in that of tickets, too. */
  Operations secret(String text) throws IOException {
    write("ticket", Base64.getEncoder().encodeToString(text.getBytes()));
    write("secret", Base64.getEncoder().encodeToString(text.getBytes()));
    return this;
  }

  /** Takes a program away. */
  Operations without(String program) throws IOException {
    Files.delete(programs.resolve(program));
    return this;
  }

  Ended run(String script, String... arguments) throws IOException, InterruptedException {
    Files.deleteIfExists(folder.resolve("calls"));
    List<String> command = new ArrayList<>();
    command.add(folder.resolve("knative").resolve(script).toString());
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put("PATH", programs + ":/usr/bin:/bin");
    Process process = builder.start();
    String out = new String(process.getInputStream().readAllBytes());
    int status = process.waitFor();
    Path calls = folder.resolve("calls");
    return new Ended(status, out, Files.exists(calls) ? Files.readAllLines(calls) : List.of());
  }
}
