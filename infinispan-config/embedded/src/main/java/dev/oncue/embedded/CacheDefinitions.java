package dev.oncue.embedded;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Objects;
import java.util.Properties;
import org.infinispan.AdvancedCache;
import org.infinispan.commons.configuration.io.ConfigurationResourceResolvers;
import org.infinispan.commons.dataconversion.MediaType;
import org.infinispan.configuration.cache.Configuration;
import org.infinispan.configuration.cache.ConfigurationBuilder;
import org.infinispan.configuration.parsing.ParserRegistry;
import org.infinispan.manager.EmbeddedCacheManager;

/** Starts caches from their definition files, {@code caches/<name>.xml}. */
final class CacheDefinitions {
  private final EmbeddedCacheManager manager;
  private final ParserRegistry parser;

  CacheDefinitions(EmbeddedCacheManager manager, boolean fsync) {
    Properties properties = new Properties();
    properties.setProperty("oncue.fsync", Boolean.toString(fsync));
    this.manager = manager;
    this.parser = new ParserRegistry(CacheDefinitions.class.getClassLoader(), false, properties);
  }

  <K, V> AdvancedCache<K, V> start(String name) {
    manager.defineConfiguration(name, read(name));
    return manager.<K, V>getCache(name).getAdvancedCache();
  }

  private Configuration read(String name) {
    String file = "caches/" + name + ".xml";
    try (InputStream in = CacheDefinitions.class.getClassLoader().getResourceAsStream(file)) {
      if (in == null) {
        throw new IllegalStateException("no cache definition " + file);
      }
      ConfigurationBuilder builder =
          parser
              .parse(in, ConfigurationResourceResolvers.DEFAULT, MediaType.APPLICATION_XML)
              .getNamedConfigurationBuilders()
              .get(name);
      // A store keeps an index file for each segment, of which there would be 256; segments are
      // for spreading a cache over nodes, and here is one.
      Objects.requireNonNull(builder, file).clustering().hash().numSegments(1);
      return builder.build(manager.getCacheManagerConfiguration());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
