package dev.oncue.embedded;

import dev.oncue.ballot.CastBatch;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.zip.CRC32C;
import org.jboss.logging.Logger;

/**
 * One file of the journal: records of length (4 bytes, big-endian), CRC-32C (4 bytes) and content.
 * The first record is the shard's key, each other one a batch. A record counts when its checksum
 * does; the first that does not is where the file ends. Not thread-safe.
 */
final class JournalFile {
  private static final Logger LOG = Logger.getLogger(JournalFile.class);
  private static final String SUFFIX = ".journal";
  private static final int HEAD_BYTES = 8;

  /**
   * A file and what it held when it was opened.
   *
   * @param shardKey whose file it is
   */
  record Content(JournalFile file, String shardKey, List<CastBatch> batches) {}

  private final Path path;
  private final String shardKey;
  private FileChannel channel;

  /** Where the next record goes; what lies behind was never acknowledged. */
  private long end;

  private JournalFile(Path path, String shardKey, long end) {
    this.path = path;
    this.shardKey = shardKey;
    this.end = end;
  }

  /** The file of a shard that has none yet. Nothing is written before the first batch. */
  static JournalFile of(Path folder, String shardKey) {
    // Keys are longer than file names may be, and some file systems fold case.
    return new JournalFile(folder.resolve(hash(shardKey) + SUFFIX), shardKey, 0);
  }

  private static String hash(String text) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  static boolean isOne(Path path) {
    return path.getFileName().toString().endsWith(SUFFIX);
  }

  /** Opens a file that is there, and reads it. */
  static Content open(Path path) throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(path));
    List<byte[]> records = records(bytes);
    if (bytes.hasRemaining()) {
      LOG.warnf(
          "%s: %d bytes at its end were half written, and so never acknowledged",
          path.getFileName(), bytes.remaining());
    }
    String shardKey =
        records.isEmpty()
            ? path.getFileName().toString()
            : new String(records.get(0), StandardCharsets.UTF_8);
    JournalFile file = new JournalFile(path, shardKey, bytes.position());
    return new Content(file, shardKey, batches(records));
  }

  /** Appends a batch. When it fails, the file is as it was before. */
  void append(byte[] batch, boolean fsync) throws IOException {
    if (channel == null) {
      channel = FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    }
    long next = end;
    if (next == 0) {
      next += write(shardKey.getBytes(StandardCharsets.UTF_8), next);
    }
    next += write(batch, next);
    if (fsync) {
      channel.force(false);
    }
    end = next;
  }

  private int write(byte[] content, long position) throws IOException {
    ByteBuffer record = ByteBuffer.allocate(HEAD_BYTES + content.length);
    record.putInt(content.length).putInt(checksum(content)).put(content).flip();
    long at = position;
    while (record.hasRemaining()) {
      at += channel.write(record, at);
    }
    return HEAD_BYTES + content.length;
  }

  /** All batches that were appended. */
  List<CastBatch> read() throws IOException {
    if (end == 0) {
      return List.of();
    }
    ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(path));
    bytes.limit((int) end);
    return batches(records(bytes));
  }

  private static List<CastBatch> batches(List<byte[]> records) {
    return records.stream().skip(1).map(CastBatch::decode).toList();
  }

  /** The records that are whole. The buffer is left where the first broken one begins. */
  private static List<byte[]> records(ByteBuffer bytes) {
    List<byte[]> records = new ArrayList<>();
    while (bytes.remaining() >= HEAD_BYTES) {
      bytes.mark();
      int length = bytes.getInt();
      int checksum = bytes.getInt();
      if (length < 0 || length > bytes.remaining()) {
        bytes.reset();
        break;
      }
      byte[] content = new byte[length];
      bytes.get(content);
      if (checksum(content) != checksum || length == 0) {
        bytes.reset();
        break;
      }
      records.add(content);
    }
    return records;
  }

  private static int checksum(byte[] content) {
    CRC32C crc = new CRC32C();
    crc.update(content);
    return (int) crc.getValue();
  }

  void close() {
    try {
      if (channel != null) {
        channel.close();
      }
    } catch (IOException e) {
      LOG.warnf("%s could not be closed: %s", path.getFileName(), e.getMessage());
    }
    channel = null;
  }

  void delete() throws IOException {
    close();
    Files.deleteIfExists(path);
    end = 0;
  }
}
