package dev.oncue.warmpool.knative;

import static dev.oncue.warmpool.knative.PoolTestBed.MIN;
import static dev.oncue.warmpool.knative.PoolTestBed.VOTE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.oncue.warmpool.knative.sim.Call;
import dev.oncue.warmpool.knative.sim.Knative;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The rights that are asked for are those that are used: not one less, not one more. */
class RightsTest {
  @Test
  void everyCallIsAllowedAndEveryRightIsUsed() throws IOException {
    Set<String> used = new TreeSet<>();
    for (int minor : new int[] {20, 21}) {
      try (PoolTestBed stage = new PoolTestBed(minor)) {
        stage.knative.deploy(VOTE, Map.of(MIN, "1"));
        KnativePool first = stage.pool("a");
        stage.tickUntilWarm(first, 3);
        first.close();
        KnativePool second = stage.pool("b");
        stage.tickUntilWarm(second, 3);
        stage.tickUntilGivenBack(second);
        stage.api.calls().stream().map(RightsTest::right).forEach(used::add);
      }
    }
    assertThat(used).isEqualTo(rights());
  }

  private static String right(Call call) {
    boolean isOneOfAKind =
        !call.verb().equals("create")
            && (Set.of("configmaps", "leases").contains(call.resource())
                || !call.namespace().equals(Knative.NAMESPACE));
    return String.join(
        " ",
        call.namespace().equals(Knative.NAMESPACE) ? "functions" : "serving",
        call.group().isEmpty() ? "core" : call.group(),
        call.resource(),
        call.verb(),
        isOneOfAKind ? call.name() : "*");
  }

  private static Set<String> rights() throws IOException {
    return Files.readAllLines(Path.of("rbac")).stream()
        .filter(line -> !line.startsWith("#"))
        .map(line -> line.split("\\s+"))
        .flatMap(
            words ->
                Arrays.stream(words[3].split(","))
                    .map(verb -> String.join(" ", words[0], words[1], words[2], verb, words[4])))
        .collect(Collectors.toCollection(TreeSet::new));
  }
}
