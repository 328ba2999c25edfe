package dev.oncue.knative;

import static java.util.stream.Collectors.toUnmodifiableSet;

import dev.oncue.pollclose.PollCloseFunction;
import dev.oncue.pollopen.PollOpenFunction;
import dev.oncue.react.ReactionFunction;
import dev.oncue.vote.VoteFunction;
import io.quarkus.funqy.Funq;
import java.lang.reflect.Method;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** All rules together. */
final class Rules {
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
            PodRules.ownSecrets(manifests),
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
            AccessRules.openEnds(manifests),
            AccessRules.budgets(manifests),
            AccessRules.selectors(manifests))
        .flatMap(each -> each)
        .toList();
  }

  /** The settings that there are. */
  static Set<String> settings() {
    Path names = Path.of("functions/http/src/main/resources/META-INF/oncue/settings.txt");
    return Tree.read(Tree.REPOSITORY.resolve(names)).lines().collect(toUnmodifiableSet());
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
