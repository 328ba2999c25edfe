package dev.oncue.image;

import com.google.cloud.tools.jib.api.Containerizer;
import com.google.cloud.tools.jib.api.ImageReference;
import com.google.cloud.tools.jib.api.JibContainer;
import com.google.cloud.tools.jib.api.LogEvent;
import com.google.cloud.tools.jib.api.RegistryImage;
import com.google.cloud.tools.jib.api.TarImage;
import com.google.cloud.tools.jib.frontend.CredentialRetrieverFactory;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * The program that {@code functions/images} runs. Exit status: 0 done, 1 it failed, 2 bad usage.
 */
@Command(
    name = "image-builder",
    subcommands = {ImageBuilder.Base.class, ImageBuilder.Write.class})
public final class ImageBuilder {
  private static final String NAME = "oncue-images";

  private ImageBuilder() {}

  /**
   * Runs one command.
   *
   * @param arguments its name and options
   */
  public static void main(String... arguments) {
    CommandLine commands = new CommandLine(new ImageBuilder());
    commands.setExecutionExceptionHandler(
        (failure, command, parsed) -> {
          System.err.println("image-builder: " + reason(failure));
          return 1;
        });
    System.exit(commands.execute(arguments));
  }

  private static String reason(Throwable failure) {
    Throwable cause = failure.getCause();
    String said = failure.getMessage() == null ? failure.toString() : failure.getMessage();
    return cause == null || said.contains(String.valueOf(cause.getMessage()))
        ? said
        : said + ": " + reason(cause);
  }

  /** What both commands are told. */
  static final class Options {
    @Option(names = "--containerfile", required = true)
    Path containerfile = Path.of("");

    @Option(names = "--base", description = "instead of the one in the Containerfile")
    @Nullable String base;

    @Option(names = "--argument", description = "of the Containerfile: NAME=value")
    Map<String, String> arguments = Map.of();

    @Option(names = "--cache", required = true, description = "the layers that Jib keeps")
    Path cache = Path.of("");

    @Option(names = "--insecure", description = "registries may speak HTTP")
    boolean insecure;

    Containerizer containerizer(Containerizer to) {
      return to.setToolName(NAME)
          .setAllowInsecureRegistries(insecure)
          .setBaseImageLayersCache(cache.resolve("base"))
          .setApplicationLayersCache(cache.resolve("application"))
          .addEventHandler(
              LogEvent.class,
              event -> {
                if (event.getLevel().compareTo(LogEvent.Level.WARN) <= 0) {
                  System.err.println("image-builder: " + event.getMessage());
                }
              });
    }

    String base(Containerfile recipe) {
      return base == null ? recipe.base() : base;
    }
  }

  /** Writes the base alone, so that what is in it can be used. */
  @Command(name = "base")
  static final class Base implements Callable<Integer> {
    @CommandLine.Mixin Options options = new Options();

    @Option(names = "--tar", required = true)
    Path tar = Path.of("");

    @Override
    public Integer call() throws Exception {
      Containerfile recipe = Containerfile.read(options.containerfile, options.arguments);
      TarImage image = TarImage.at(tar).named("oncue/base:latest");
      FunctionImage.base(options.base(recipe))
          .containerize(options.containerizer(Containerizer.to(image)));
      LoadableTar.complete(tar, "oncue/base:latest");
      return 0;
    }
  }

  /** Writes an image into a tar or to a registry, and prints its digest. */
  @Command(name = "write")
  static final class Write implements Callable<Integer> {
    @CommandLine.Mixin Options options = new Options();

    @Option(names = "--stage", description = "NAME=folder that stands for the root of a stage")
    Map<String, Path> stages = Map.of();

    @Option(names = "--created", required = true)
    Instant created = Instant.EPOCH;

    @Option(names = "--name", required = true)
    String name = "";

    @Option(names = "--tar", description = "without it: to the registry of the name")
    @Nullable Path tar;

    @Override
    public Integer call() throws Exception {
      Containerfile recipe = Containerfile.read(options.containerfile, options.arguments);
      FunctionImage image = new FunctionImage(options.base(recipe), recipe, stages, created);
      Containerizer to = tar == null ? registry() : Containerizer.to(TarImage.at(tar).named(name));
      JibContainer written = image.write(options.containerizer(to));
      if (tar != null) {
        LoadableTar.complete(tar, name);
      }
      System.out.println(written.getDigest());
      return 0;
    }

    private Containerizer registry() throws Exception {
      ImageReference reference = ImageReference.parse(name);
      RegistryImage image =
          RegistryImage.named(reference)
              .addCredentialRetriever(
                  CredentialRetrieverFactory.forImage(reference, event -> {}).dockerConfig());
      return Containerizer.to(image);
    }
  }
}
