package dev.limen.sample.data;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/**
 * Reads IDX files of unsigned bytes, plain or gzip (told by their content, not by their name): a
 * big-endian magic number {@code 0x0000 08 dd} with the number of dimensions {@code dd}, a size for
 * each, then the values.
 */
final class IdxReader {
  private static final int LABELS_MAGIC = 0x0801;
  private static final int IMAGES_MAGIC = 0x0803;
  private static final int GZIP_MAGIC = 0x1f8b;

  private IdxReader() {}

  /**
   * Reads images and their labels.
   *
   * @throws DataException if a file is not what it should be
   */
  static Digits read(Path images, Path labels) throws IOException {
    byte[] pixels = read(images, IMAGES_MAGIC, "images");
    byte[] classes = read(labels, LABELS_MAGIC, "labels");
    if (pixels.length != (long) classes.length * Digits.PIXELS) {
      throw new DataException(
          images
              + " holds "
              + pixels.length / Digits.PIXELS
              + " images, but "
              + labels
              + " holds "
              + classes.length
              + " labels");
    }
    for (int i = 0; i < classes.length; i++) {
      if ((classes[i] & 0xff) >= Digits.CLASSES) {
        throw new DataException(
            labels + ": label " + i + " is " + (classes[i] & 0xff) + ", expected 0 to 9");
      }
    }
    return new Digits(pixels, classes);
  }

  private static byte[] read(Path file, int magic, String content) throws IOException {
    try (DataInputStream in = new DataInputStream(open(file))) {
      int found = in.readInt();
      if (found != magic) {
        throw new DataException(
            String.format(
                "%s is no IDX file of %s: it starts with 0x%08x, expected 0x%08x",
                file, content, found, magic));
      }
      int count = in.readInt();
      int size = 1;
      if (magic == IMAGES_MAGIC) {
        int rows = in.readInt();
        int columns = in.readInt();
        if (rows != Digits.SIDE || columns != Digits.SIDE) {
          throw new DataException(
              file + ": images of " + rows + " x " + columns + " pixels, expected 28 x 28");
        }
        size = Digits.PIXELS;
      }
      if (count < 1 || (long) count * size > Integer.MAX_VALUE - 8) {
        throw new DataException(file + " says that it holds " + count + " " + content);
      }
      // In steps, so that a header that lies cannot make us reserve the memory it asks for.
      byte[] values = in.readNBytes(count * size);
      if (values.length < count * size) {
        throw new DataException(
            file
                + " is truncated: it says that it holds "
                + count
                + " "
                + content
                + ", but ends after "
                + values.length / size);
      }
      if (in.read() >= 0) {
        throw new DataException(
            file + " has more bytes than the " + count + " " + content + " it says that it holds");
      }
      return values;
    } catch (EOFException e) {
      throw new DataException(file + " is truncated", e);
    } catch (ZipException e) {
      throw new DataException(file + " is damaged: " + e.getMessage(), e);
    }
  }

  private static InputStream open(Path file) throws IOException {
    InputStream in = new BufferedInputStream(Files.newInputStream(file), 1 << 16);
    try {
      in.mark(2);
      int magic = in.read() << 8 | in.read();
      in.reset();
      return magic == GZIP_MAGIC ? new GZIPInputStream(in, 1 << 16) : in;
    } catch (IOException e) {
      in.close();
      throw e;
    }
  }
}
