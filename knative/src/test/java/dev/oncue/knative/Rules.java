package dev.oncue.knative;

import dev.oncue.pollclose.PollCloseFunction;
import dev.oncue.pollopen.PollOpenFunction;
import dev.oncue.react.ReactionFunction;
import dev.oncue.vote.VoteFunction;
import io.quarkus.funqy.Funq;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** All rules together. */
final class Rules {
  private static final Pattern SETTING = Pattern.compile("[` ](ONCUE_[A-Z_<>]+)");

  private Rules() {}

  /** What breaks a rule, in words; empty: all is well. */
  static List<String> broken(Manifests manifests) {
    return Stream.of(
            ServiceRules.names(manifests),
            ServiceRules.image(manifests),
            ServiceRules.scale(manifests),
            ServiceRules.ceilings(manifests),
            ServiceRules.time(manifests),
            ServiceRules.port(manifests),
            PodRules.probes(manifests),
            PodRules.settings(manifests, settings()),
            PodRules.secretsByName(manifests),
            PodRules.configMaps(manifests),
            PodRules.rights(manifests),
            PodRules.resources(manifests),
            PodRules.volumes(manifests),
            PodRules.serviceAccounts(manifests),
            EventRules.triggers(manifests, functionsByType()),
            EventRules.subscribers(manifests),
            EventRules.delivery(manifests),
            AccessRules.bindings(manifests),
            AccessRules.policies(manifests),
            AccessRules.budgets(manifests),
            AccessRules.selectors(manifests))
        .flatMap(each -> each)
        .toList();
  }

  /** The settings that the READMEs tell of. */
  static Set<String> settings() {
    Set<String> settings = new TreeSet<>(named(Tree.REPOSITORY.resolve("README.md")));
    Path pool = Tree.REPOSITORY.resolve("functions/warm-pool/README.md");
    // Where the warm pool is not there yet, nothing says which settings it has.
    settings.addAll(named(Files.exists(pool) ? pool : Tree.BASE.resolve("warm-pool.yaml")));
    return settings;
  }

  private static Set<String> named(Path file) {
    Set<String> settings = new TreeSet<>();
    Matcher matcher = SETTING.matcher(Tree.read(file));
    while (matcher.find()) {
      Stream.of("VOTE", "REACTION", "LIVE", "POLL_OPEN", "POLL_CLOSE")
          .map(function -> matcher.group(1).replace("<F>", function))
          .forEach(settings::add);
    }
    return settings;
  }

  private static Map<String, String> functionsByType() {
    return Map.of(
        type(PollOpenFunction.class), "poll-open",
        type(PollCloseFunction.class), "poll-close",
        type(VoteFunction.class), "vote",
        type(ReactionFunction.class), "reaction");
  }

  private static String type(Class<?> function) {
    for (Method method : function.getDeclaredMethods()) {
      if (method.isAnnotationPresent(Funq.class)) {
        return method.getAnnotation(Funq.class).value();
      }
    }
    throw new AssertionError(function + " takes no events");
  }
}
