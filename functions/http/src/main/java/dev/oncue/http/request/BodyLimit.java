package dev.oncue.http.request;

/**
 * A bean of this type lets a path take larger bodies than {@link RequestFilter#MAX_BODY_BYTES}.
 *
 * @param path the whole path
 * @param maxBytes the largest body there; {@code quarkus.http.limits.max-body-size} is above it
 */
public record BodyLimit(String path, int maxBytes) {}
