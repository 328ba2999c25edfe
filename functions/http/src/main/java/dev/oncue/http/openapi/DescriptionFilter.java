package dev.oncue.http.openapi;

import io.quarkus.smallrye.openapi.OpenApiFilter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.OASFilter;
import org.eclipse.microprofile.openapi.models.Operation;
import org.eclipse.microprofile.openapi.models.media.Schema;
import org.eclipse.microprofile.openapi.models.media.Schema.SchemaType;
import org.eclipse.microprofile.openapi.models.parameters.Parameter;

/**
 * Completes the description (OpenAPI) of a function: what parameters of paths and queries may hold,
 * which are strings in the code, and which operations need no token. Runs when a function is built.
 */
@OpenApiFilter(OpenApiFilter.RunStage.BUILD)
public final class DescriptionFilter implements OASFilter {
  private static final Map<String, String> SCHEMAS =
      Map.of(
          "stream", "Name",
          "poll", "Name",
          "window", "Name",
          "from", "Instant",
          "to", "Instant",
          "epoch", "Instant");

  private static final Set<String> WITHOUT_TOKEN = Set.of("time", "guestTicket");

  @Override
  public Operation filterOperation(Operation operation) {
    return WITHOUT_TOKEN.contains(operation.getOperationId())
        ? operation.security(List.of())
        : operation;
  }

  @Override
  public Parameter filterParameter(Parameter parameter) {
    String name = SCHEMAS.get(parameter.getName());
    if (name == null) {
      return parameter;
    }
    Schema schema = OASFactory.createSchema().ref(name);
    // An empty one in a query counts as left out.
    return parameter.schema(
        parameter.getIn() == Parameter.In.QUERY
            ? OASFactory.createSchema().anyOf(List.of(schema, empty()))
            : schema);
  }

  /** Sets right what SmallRye OpenAPI makes of fields that may be null, and of Java's types. */
  @Override
  public Schema filterSchema(Schema schema) {
    boolean mayBeNull = schema.getType() != null && schema.getType().contains(SchemaType.NULL);
    if (mayBeNull && schema.getEnumeration() != null) {
      List<Object> values = new ArrayList<>(schema.getEnumeration());
      values.add(null);
      schema.setEnumeration(values);
    }
    if (schema.getRef() != null || schema.getAnyOf() != null) {
      // Beside a schema of our own for a type stands what others take for it: fewer durations.
      schema.setFormat(null);
      schema.setExamples(null);
    }
    return schema;
  }

  private static Schema empty() {
    return OASFactory.createSchema().addType(SchemaType.STRING).maxLength(0);
  }
}
