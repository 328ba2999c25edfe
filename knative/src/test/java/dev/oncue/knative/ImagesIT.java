package dev.oncue.knative;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.oncue.testbed.engine.Ports;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.jar.JarFile;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * The script {@code functions/images}, over a base that is made of this machine, and what it
 * writes: unpacked, started, and held against the Containerfile, which {@code
 * functions/image-check} follows.
 */
@Tag("tools")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ImagesIT {
  private static final Path FUNCTIONS = Tree.REPOSITORY.resolve("functions");
  private static final Path OUT = Tree.REPOSITORY.resolve("target/images");
  private static final Path TAR = OUT.resolve("vote.tar");
  private static final Pattern LINE = Pattern.compile("(?m)^vote +(sha256:[0-9a-f]{64}) +(\\d+) ");
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int CANNOT = 3;
  private static final HttpClient HTTP = HttpClient.newHttpClient();
  private static final String REGISTRY =
      """
      version: 0.1
      storage: {filesystem: {rootdirectory: %s}}
      http: {addr: "127.0.0.1:%d"}
      """;

  private Path folder;
  private Path base;
  private Path unpacked;
  private String digest;

  private record Ended(int status, String said) {}

  private Ended run(String... command) throws IOException, InterruptedException {
    return run(Map.of(), command);
  }

  private Ended run(Map<String, String> variables, String... command)
      throws IOException, InterruptedException {
    Path said = Files.createTempFile(folder, "said", "");
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(said.toFile());
    builder.environment().putAll(variables);
    return new Ended(builder.start().waitFor(), Files.readString(said));
  }

  private String done(String... command) throws IOException, InterruptedException {
    Ended ended = run(command);
    assertThat(ended.status()).as(ended.said()).isZero();
    return ended.said();
  }

  /** Skips the test and says so. */
  private static void need(boolean there, String what) {
    if (!there) {
      System.out.println("Skipped: ImagesIT: " + what);
    }
    assumeTrue(there, what);
  }

  private static boolean installed(String program) {
    return Arrays.stream(System.getenv("PATH").split(":"))
        .anyMatch(path -> Files.isExecutable(Path.of(path, program)));
  }

  /** The Java of the images, with its jlink. */
  private static Optional<Path> jdk() throws IOException {
    try (Stream<Path> homes = Files.list(Path.of("/usr/lib/jvm"))) {
      return Stream.concat(Stream.of(Path.of(System.getProperty("java.home"))), homes)
          .filter(home -> Files.exists(home.resolve("bin/jlink")))
          .filter(ImagesIT::isJava25)
          .findFirst();
    }
  }

  private static boolean isJava25(Path home) {
    try {
      return Files.readString(home.resolve("release")).contains("JAVA_VERSION=\"25");
    } catch (IOException e) {
      return false;
    }
  }

  @BeforeAll
  void images(@TempDir Path folder) throws Exception {
    this.folder = folder;
    need(
        Files.isDirectory(Path.of("/usr/lib/jvm")), "it needs Linux with a JDK 25 in /usr/lib/jvm");
    need(jdk().isPresent(), "there is no JDK 25 in /usr/lib/jvm; https://adoptium.net has it");
    need(installed("jq"), "there is no jq; 'apt-get install jq' brings it");
    need(
        Files.exists(FUNCTIONS.resolve("vote/target/sbom.json")),
        "there is no SBOM; './mvnw -Psbom -DskipTests package' makes it");
    base = folder.resolve("base.tar");
    done("src/test/sh/base-image", jdk().orElseThrow().toString(), base.toString());
    digest = write();
    unpacked = folder.resolve("unpacked");
    done(FUNCTIONS.resolve("image-unpack").toString(), TAR.toString(), unpacked.toString());
  }

  private String write(String... more) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(FUNCTIONS.resolve("images").toString());
    command.addAll(List.of("--built", "--base", "tar://" + base, "--source", "https://git.test"));
    command.addAll(List.of(more));
    command.addAll(List.of("vote", "warm-pool"));
    String said = done(command.toArray(String[]::new));
    Matcher line = LINE.matcher(said);
    assertThat(line.find()).as(said).isTrue();
    assertThat(line.group(2)).isEqualTo(String.valueOf(Files.size(TAR)));
    return line.group(1);
  }

  private JsonNode config() throws IOException {
    return JSON.readTree(unpacked.resolve("config.json").toFile()).get("config");
  }

  @Test
  void the_same_built_files_are_the_same_image() throws Exception {
    byte[] first = Files.readAllBytes(TAR);
    assertThat(write()).isEqualTo(digest);
    assertThat(Files.readAllBytes(TAR)).isEqualTo(first);
    String index = done("tar", "-xOf", TAR.toString(), "index.json");
    assertThat(JSON.readTree(index).at("/manifests/0/digest").asText()).isEqualTo(digest);
  }

  /** The Containerfile's last stage by its lines, which nothing but this test reads in this way. */
  private static Map<String, List<String>> lastStage() throws IOException {
    String text = Files.readString(FUNCTIONS.resolve("Containerfile")).replace("\\\n", " ");
    Map<String, List<String>> lines = new LinkedHashMap<>();
    text.substring(text.lastIndexOf("\nFROM "))
        .replace("$FUNCTION", "vote")
        .lines()
        .filter(line -> line.matches("[A-Z]+ .*"))
        .forEach(
            line -> {
              String[] words = line.split(" ", 2);
              lines.computeIfAbsent(words[0], name -> new ArrayList<>()).add(words[1].strip());
            });
    return lines;
  }

  @Test
  void it_is_configured_as_the_containerfile_says() throws Exception {
    Map<String, List<String>> lines = lastStage();
    assertThat(lines)
        .containsOnlyKeys(
            "FROM",
            "ARG",
            "LABEL",
            "WORKDIR",
            "COPY",
            "USER",
            "EXPOSE",
            "STOPSIGNAL",
            "ENTRYPOINT");
    assertThat(config().get("User").asText()).isEqualTo(lines.get("USER").get(0)).isEqualTo("1001");
    assertThat(config().get("WorkingDir").asText()).isEqualTo(lines.get("WORKDIR").get(0));
    assertThat(config().get("Entrypoint")).isEqualTo(JSON.readTree(lines.get("ENTRYPOINT").get(0)));
    assertThat(config().get("ExposedPorts").fieldNames())
        .toIterable()
        .containsExactly(lines.get("EXPOSE").get(0) + "/tcp");
    // Nothing of ours: what is there is the base's.
    assertThat(config().get("Env"))
        .extracting(JsonNode::asText)
        .containsExactly(
            "PATH=/opt/java/openjdk/bin:/usr/local/bin:/usr/bin:/bin",
            "JAVA_HOME=/opt/java/openjdk",
            "LANG=C.UTF-8");
    Set<String> named = new HashSet<>();
    Pattern.compile("(org\\.[\\w.]+)=")
        .matcher(lines.get("LABEL").get(0))
        .results()
        .forEach(label -> named.add(label.group(1)));
    assertThat(config().get("Labels").fieldNames())
        .toIterable()
        .containsExactlyInAnyOrderElementsOf(named);
    assertThat(label("title")).isEqualTo("oncue vote");
    assertThat(label("licenses")).isEqualTo("Apache-2.0");
    assertThat(label("version")).isEqualTo("0.1.0-SNAPSHOT");
    assertThat(label("source")).isEqualTo("https://git.test");
    assertThat(label("revision")).matches("[0-9a-f]{40}(-dirty)?");
  }

  private String label(String name) throws IOException {
    return config().get("Labels").get("org.opencontainers.image." + name).asText();
  }

  @Test
  void each_copy_is_a_layer_and_libraries_are_apart() throws Exception {
    List<String> copies = lastStage().get("COPY");
    // Two are the base's.
    for (int i = 0; i < copies.size(); i++) {
      String target = copies.get(i).replaceAll(".* ", "");
      assertThat(Files.readAllLines(unpacked.resolve("layers/" + (i + 3))))
          .as(copies.get(i))
          .filteredOn(path -> !path.equals("oncue/"))
          .isNotEmpty()
          .allMatch(path -> path.startsWith("oncue/" + target));
    }
    assertThat(unpacked.resolve("layers/" + (copies.size() + 3))).doesNotExist();
    assertThat(classes("libraries.jar")).noneMatch(name -> name.startsWith("dev/oncue/"));
    assertThat(classes("quarkus-run.jar")).contains("dev/oncue/vote/VoteRoute.class");
    assertThat(Files.size(unpacked.resolve("root/oncue/quarkus-run.jar")))
        .isLessThan(Files.size(unpacked.resolve("root/oncue/libraries.jar")) / 10);
    // The base's second layer takes it away.
    assertThat(unpacked.resolve("root/opt/java/gone")).doesNotExist();
  }

  private List<String> classes(String jar) throws IOException {
    try (JarFile file = new JarFile(unpacked.resolve("root/oncue").resolve(jar).toFile())) {
      return file.stream().map(entry -> entry.getName()).toList();
    }
  }

  @Test
  void its_sbom_names_what_is_in_it() throws Exception {
    Path inside = unpacked.resolve("root/oncue/sbom.cdx.json");
    assertThat(OUT.resolve("vote.cdx.json")).hasSameBinaryContentAs(inside);
    Set<String> named = new HashSet<>();
    JSON.readTree(inside.toFile())
        .get("components")
        .forEach(
            library ->
                named.add(library.get("group").asText() + "/" + library.get("name").asText()));
    List<String> libraries =
        classes("libraries.jar").stream()
            .filter(name -> name.matches("META-INF/maven/[^/]+/[^/]+/pom\\.properties"))
            .map(name -> name.replaceAll("META-INF/maven/(.*)/pom.properties", "$1"))
            .toList();
    assertThat(libraries).hasSizeGreaterThan(50);
    assertThat(named).containsAll(libraries);
    assertThat(named).noneMatch(name -> name.matches(".*(assertj|junit|playwright|fabric8).*"));
  }

  /** Functions use the same libraries, so a node or a registry keeps them once. */
  @Test
  void functions_share_the_layer_of_their_libraries() {
    Path libraries = FUNCTIONS.resolve("vote/target/quarkus-app/libraries.jar");
    for (String function : List.of("reaction", "poll-open", "poll-close", "live")) {
      assertThat(FUNCTIONS.resolve(function).resolve("target/quarkus-app/libraries.jar"))
          .hasSameBinaryContentAs(libraries);
    }
  }

  @Test
  void it_starts_with_what_is_in_it_and_has_the_containerfiles_files() throws Exception {
    Path ours = folder.resolve("ours");
    Ended started = check(ours, "--image", TAR.toString());
    assertThat(started.said())
        .contains("two ballots in, two counted, certified", "vote is ready, as user 1001");
    Path theirs = folder.resolve("theirs");
    check(theirs);
    assertThat(files(ours)).isEqualTo(files(theirs));
  }

  private Ended check(Path keep, String... options) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(FUNCTIONS.resolve("image-check").toString());
    command.addAll(List.of("--keep", keep.toString()));
    command.addAll(List.of(options));
    Ended ended = run(command.toArray(String[]::new));
    need(ended.status() != CANNOT, ended.said());
    assertThat(ended.status()).as(ended.said()).isZero();
    return ended;
  }

  /** Paths with kind, mode and, but for the cache, which no two trainings make alike, content. */
  private static Map<String, String> files(Path root) throws IOException {
    Map<String, String> files = new TreeMap<>();
    try (Stream<Path> all = Files.walk(root)) {
      for (Path file : all.toList()) {
        String name = root.relativize(file).toString();
        String mode = PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
        boolean compared = Files.isRegularFile(file) && !name.equals("start/cache.aot");
        String time = name.endsWith(".jar") ? Files.getLastModifiedTime(file).toString() : "";
        files.put(name, mode + time + (compared ? Arrays.hashCode(Files.readAllBytes(file)) : ""));
      }
    }
    return files;
  }

  @Test
  void digests_writes_an_overlay_of_what_was_built() throws Exception {
    need(NeedsKubectl.Condition.find().isPresent(), "kubectl is not in the PATH");
    Path programs = Files.createDirectories(folder.resolve("programs"));
    Path skopeo =
        Files.writeString(
            programs.resolve("skopeo"), "#!/bin/sh\necho sha256:%s\n".formatted("0".repeat(64)));
    Files.setPosixFilePermissions(skopeo, PosixFilePermissions.fromString("rwxr-xr-x"));
    Ended ended =
        run(
            Map.of("PATH", programs + ":" + System.getenv("PATH")),
            Tree.REPOSITORY.resolve("knative/digests").toString(),
            "production",
            "--images",
            OUT.toString());
    assertThat(ended.status()).as(ended.said()).isZero();
    assertThat(ended.said())
        .contains(
            "  - name: oncue-vote\n    newName: registry.example.com/oncue/vote\n    digest: "
                + digest)
        .contains("  - name: docker.io/nginxinc/nginx-unprivileged\n");
  }

  @Test
  void a_registry_has_it_under_the_digest_that_was_printed() throws Exception {
    need(
        installed("docker-registry"),
        "there is no docker-registry; 'apt-get install docker-registry' brings it");
    int port = Ports.free();
    Path settings = folder.resolve("registry.yml");
    Files.writeString(settings, REGISTRY.formatted(folder.resolve("registry"), port));
    Process registry =
        new ProcessBuilder("docker-registry", "serve", settings.toString())
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("registry.log").toFile())
            .start();
    try {
      URI api = URI.create("http://127.0.0.1:" + port + "/v2/");
      await("the registry").atMost(Duration.ofSeconds(60)).until(() -> answers(api));
      String name = "127.0.0.1:" + port + "/oncue";
      assertThat(write("--registry", name, "--push", "--insecure")).isEqualTo(digest);
      HttpRequest head =
          HttpRequest.newBuilder(api.resolve("oncue/vote/manifests/0.1.0-SNAPSHOT"))
              .header("Accept", "application/vnd.oci.image.manifest.v1+json")
              .method("HEAD", HttpRequest.BodyPublishers.noBody())
              .build();
      HttpResponse<Void> answer = HTTP.send(head, HttpResponse.BodyHandlers.discarding());
      assertThat(answer.headers().firstValue("Docker-Content-Digest")).contains(digest);
    } finally {
      registry.destroy();
      registry.waitFor();
    }
  }

  private static boolean answers(URI address) throws InterruptedException {
    try {
      HttpRequest request = HttpRequest.newBuilder(address).build();
      return HTTP.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
    } catch (IOException e) {
      return false;
    }
  }

  @Test
  void podman_loads_it() throws Exception {
    need(installed("podman"), "there is no podman; 'apt-get install podman' brings it");
    List<String> podman =
        List.of(
            "podman",
            "--root=" + folder.resolve("podman"),
            "--runroot=" + folder.resolve("podman-run"),
            "--storage-driver=vfs",
            "--cgroup-manager=cgroupfs");
    List<String> load = new ArrayList<>(podman);
    load.addAll(List.of("load", "--input", TAR.toString()));
    assertThat(done(load.toArray(String[]::new))).contains("oncue/vote:0.1.0-SNAPSHOT");
    List<String> remove = new ArrayList<>(podman);
    // What it has written belongs to many users, of which a test's folder knows nothing.
    remove.addAll(List.of("rmi", "--all", "--force"));
    done(remove.toArray(String[]::new));
  }

  @Test
  void bad_arguments() throws Exception {
    for (String arguments : List.of("tea", "--base", "--push vote", "--force")) {
      List<String> command = new ArrayList<>(List.of(FUNCTIONS.resolve("images").toString()));
      command.addAll(List.of(arguments.split(" ")));
      assertThat(run(command.toArray(String[]::new)).status()).as(arguments).isEqualTo(2);
    }
    assertThat(run("../functions/image-unpack", "nowhere", "x").status()).isEqualTo(2);
    assertThat(run("../functions/image-check", "tea").status()).isEqualTo(2);
  }

  @Test
  void a_base_that_cannot_be_had_ends_it() throws Exception {
    Ended ended =
        run("../functions/images", "--built", "--base", "tar:///nowhere/base.tar", "vote");
    assertThat(ended.status()).isEqualTo(1);
    assertThat(ended.said()).contains("there is no base; --base says which others can be taken");
  }
}
