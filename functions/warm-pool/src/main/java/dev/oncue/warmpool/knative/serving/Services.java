package dev.oncue.warmpool.knative.serving;

import io.fabric8.knative.serving.v1.Service;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Which Knative Service is a function's: the one that the settings name, else the one that has the
 * label {@link #LABEL}, else the one of the same name.
 *
 * @param services all of the namespace
 * @param names by function, as set
 */
public record Services(List<Service> services, Map<String, String> names) {
  /** Names the function of a Service. */
  public static final String LABEL = "oncue.dev/function";

  /** One, or why not. */
  public ServiceLookup find(String function) {
    String name = names.get(function);
    List<Service> labelled =
        name == null
            ? services.stream().filter(service -> isLabelled(service, function)).toList()
            : List.of();
    if (labelled.size() > 1) {
      return ServiceLookup.not(
          "several Knative Services have the label %s=%s: %s"
              .formatted(LABEL, function, names(labelled)));
    }
    if (labelled.size() == 1) {
      return ServiceLookup.one(labelled.get(0));
    }
    String wanted = name == null ? function : name;
    return named(wanted)
        .map(ServiceLookup::one)
        .orElseGet(() -> ServiceLookup.not("there is no Knative Service " + wanted));
  }

  /** The Service of a name. */
  public Optional<Service> named(String name) {
    return services.stream().filter(each -> each.getMetadata().getName().equals(name)).findFirst();
  }

  private static boolean isLabelled(Service service, String function) {
    return function.equals(service.getMetadata().getLabels().get(LABEL));
  }

  private static String names(List<Service> services) {
    return services.stream()
        .map(service -> service.getMetadata().getName())
        .sorted()
        .collect(Collectors.joining(", "));
  }
}
