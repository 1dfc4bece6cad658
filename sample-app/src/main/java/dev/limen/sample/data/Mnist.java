package dev.limen.sample.data;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The MNIST digits, from the four IDX files that they are distributed in. */
public final class Mnist {
  private Mnist() {}

  /**
   * Reads the four files from a directory, each plain or with {@code .gz} behind its name.
   *
   * @throws DataException if a file is missing or not what it should be
   */
  public static DigitSets read(Path directory) throws IOException {
    if (!Files.isDirectory(directory)) {
      throw new DataException(directory + " is no directory");
    }
    return new DigitSets(
        "MNIST, " + directory,
        IdxReader.read(
            find(directory, "train-images", "idx3-ubyte"),
            find(directory, "train-labels", "idx1-ubyte")),
        IdxReader.read(
            find(directory, "t10k-images", "idx3-ubyte"),
            find(directory, "t10k-labels", "idx1-ubyte")));
  }

  private static Path find(Path directory, String name, String type) throws DataException {
    // Some archives unpack to "train-images.idx3-ubyte".
    for (String separator : List.of("-", ".")) {
      for (String ending : List.of("", ".gz")) {
        Path file = directory.resolve(name + separator + type + ending);
        if (Files.isRegularFile(file)) {
          return file;
        }
      }
    }
    throw new DataException(directory + " holds no " + name + "-" + type + ", plain or with .gz");
  }
}
