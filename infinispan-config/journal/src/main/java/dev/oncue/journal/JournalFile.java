package dev.oncue.journal;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.CRC32C;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * One file of a journal, which is what one key of a cache survives in: records of length (4 bytes,
 * big-endian), CRC-32C (4 bytes) and content. The first record is the key, the others are what was
 * appended. A record counts when its checksum does; the first that does not is where the file ends.
 * Not thread-safe.
 */
public final class JournalFile {
  private static final Logger LOG = Logger.getLogger(JournalFile.class);
  private static final String SUFFIX = ".journal";
  private static final int HEAD_BYTES = 8;

  /** The longest array that every JVM makes. */
  private static final int MAX_READ_BYTES = Integer.MAX_VALUE - 8;

  /**
   * A file and what it held when it was opened.
   *
   * @param key whose file it is
   * @param records what was appended, in its order
   */
  public record Content(JournalFile file, String key, List<byte[]> records) {}

  private final Path path;
  private final String key;
  private @Nullable FileChannel channel;

  /** Where the next record goes; what lies behind was never acknowledged. */
  private long end;

  private JournalFile(Path path, String key, long end) {
    this.path = path;
    this.key = key;
    this.end = end;
  }

  /** The file of a key that has none yet. Nothing is written before the first record. */
  public static JournalFile of(Path folder, String key) {
    // Keys are longer than file names may be, and some file systems fold case.
    return new JournalFile(folder.resolve(hash(key) + SUFFIX), key, 0);
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

  /** Opens and reads all files of a folder, and drops what was half written at a crash. */
  public static List<Content> openAll(Path folder) throws IOException {
    List<Content> contents = new ArrayList<>();
    try (Stream<Path> paths = Files.list(folder)) {
      for (Path path : paths.filter(JournalFile::isOne).sorted().toList()) {
        contents.add(open(path));
      }
    }
    return contents;
  }

  private static boolean isOne(Path path) {
    return path.getFileName().toString().endsWith(SUFFIX);
  }

  private static Content open(Path path) throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(path));
    List<byte[]> records = records(bytes);
    if (bytes.hasRemaining()) {
      LOG.warnf(
          "%s: %d bytes at its end were half written, and so never acknowledged",
          path.getFileName(), bytes.remaining());
    }
    String key =
        records.isEmpty()
            ? path.getFileName().toString()
            : new String(records.get(0), StandardCharsets.UTF_8);
    JournalFile file = new JournalFile(path, key, bytes.position());
    return new Content(file, key, tail(records));
  }

  /** Appends a record. When it fails, the file is as it was before. */
  public void append(byte[] record, boolean fsync) throws IOException {
    FileChannel file = open();
    long next = end;
    if (next == 0) {
      next += write(file, key.getBytes(StandardCharsets.UTF_8), next);
    }
    next += write(file, record, next);
    if (fsync) {
      file.force(false);
    }
    end = next;
  }

  private FileChannel open() throws IOException {
    FileChannel file = channel;
    if (file == null) {
      file = FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      channel = file;
    }
    return file;
  }

  /** Puts records in place of all that were there: a crash leaves those or these. */
  public void rewrite(List<byte[]> records, boolean fsync) throws IOException {
    Path whole = path.resolveSibling(path.getFileName() + ".tmp");
    JournalFile next = new JournalFile(whole, key, 0);
    Files.deleteIfExists(whole);
    try {
      for (byte[] record : records) {
        next.append(record, false);
      }
      if (fsync) {
        next.open().force(false);
      }
    } finally {
      next.close();
    }
    close();
    Files.move(whole, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    end = next.end;
  }

  private static int write(FileChannel file, byte[] content, long position) throws IOException {
    ByteBuffer record = ByteBuffer.allocate(HEAD_BYTES + content.length);
    record.putInt(content.length).putInt(checksum(content)).put(content).flip();
    long at = position;
    while (record.hasRemaining()) {
      at += file.write(record, at);
    }
    return HEAD_BYTES + content.length;
  }

  /**
   * What has been appended so far, to be read while more is appended: this opens the file and reads
   * nothing. It must be closed.
   *
   * @throws IOException also when the file is longer than two gigabytes
   */
  public Reading reading() throws IOException {
    if (end == 0) {
      return new Reading(null, 0);
    }
    if (end > MAX_READ_BYTES) {
      throw new IOException(path.getFileName() + " has " + end + " bytes, too many to be read");
    }
    return new Reading(FileChannel.open(path, StandardOpenOption.READ), (int) end);
  }

  /**
   * The records of a file as they were at one moment, also when it is rewritten or deleted
   * meanwhile. Not thread-safe, but needs no lock on the file.
   */
  public static final class Reading implements Closeable {
    private final @Nullable FileChannel channel;
    private final int bytes;

    private Reading(@Nullable FileChannel channel, int bytes) {
      this.channel = channel;
      this.bytes = bytes;
    }

    /** Reads all records that had been appended. Blocks until the disk has given them. */
    public List<byte[]> records() throws IOException {
      ByteBuffer content = ByteBuffer.allocate(bytes);
      while (channel != null && content.hasRemaining() && channel.read(content) >= 0) {
        // Goes on where it is.
      }
      return tail(JournalFile.records(content.flip()));
    }

    @Override
    public void close() throws IOException {
      if (channel != null) {
        channel.close();
      }
    }
  }

  private static List<byte[]> tail(List<byte[]> records) {
    return records.isEmpty() ? records : records.subList(1, records.size());
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

  /** Lets the open file go; it is opened again when it is needed. */
  public void close() {
    try {
      if (channel != null) {
        channel.close();
      }
    } catch (IOException e) {
      LOG.warnf("%s could not be closed: %s", path.getFileName(), e.getMessage());
    }
    channel = null;
  }

  /** Removes the file. */
  public void delete() throws IOException {
    close();
    Files.deleteIfExists(path);
    end = 0;
  }
}
