package dev.limen.sample.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MnistTest {
  private static final int IMAGES = 0x0803;
  private static final int LABELS = 0x0801;

  @TempDir private Path directory;

  @BeforeEach
  void writeFiles() throws IOException {
    write("train-images-idx3-ubyte", images(5));
    write("train-labels-idx1-ubyte", labels(5));
    write("t10k-images-idx3-ubyte", images(3));
    write("t10k-labels-idx1-ubyte", labels(3));
  }

  @Test
  void readsPlainFiles() throws IOException {
    DigitSets digits = Mnist.read(directory);
    assertThat(digits.train().count()).isEqualTo(5);
    assertThat(digits.test().count()).isEqualTo(3);
    for (int image = 0; image < 5; image++) {
      assertThat(digits.train().label(image)).isEqualTo(9 - image);
      assertThat(digits.train().grey(image, 0, 0)).isEqualTo(grey(image * 784));
      assertThat(digits.train().grey(image, 3, 7)).isEqualTo(grey(image * 784 + 3 * 28 + 7));
      assertThat(digits.train().grey(image, 27, 27)).isEqualTo(grey(image * 784 + 783));
    }
  }

  @Test
  void readsCompressedFilesUnderEitherName() throws IOException {
    DigitSets plain = Mnist.read(directory);
    for (String name : names()) {
      byte[] bytes = Files.readAllBytes(directory.resolve(name));
      Files.delete(directory.resolve(name));
      write(name.startsWith("train") ? name + ".gz" : name, gzip(bytes));
    }
    DigitSets compressed = Mnist.read(directory);
    assertThat(pixels(compressed.train())).isEqualTo(pixels(plain.train()));
    assertThat(pixels(compressed.test())).isEqualTo(pixels(plain.test()));
  }

  @Test
  void readsFilesWithADotInTheirNames() throws IOException {
    for (String name : names()) {
      Files.move(directory.resolve(name), directory.resolve(name.replace("-idx", ".idx")));
    }
    assertThat(Mnist.read(directory).train().count()).isEqualTo(5);
  }

  @Test
  void namesTheFileThatIsMissing() throws IOException {
    Files.delete(directory.resolve("t10k-labels-idx1-ubyte"));
    assertRefused("holds no t10k-labels-idx1-ubyte, plain or with .gz");
  }

  @Test
  void namesTheDirectoryThatIsMissing() {
    assertThatThrownBy(() -> Mnist.read(directory.resolve("nowhere")))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("nowhere is no directory");
  }

  @Test
  void refusesAWrongMagicNumber() throws IOException {
    write("train-images-idx3-ubyte", labels(5));
    assertRefused(
        "train-images-idx3-ubyte is no IDX file of images: it starts with 0x00000801, expected"
            + " 0x00000803");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 3, 4, 7, 8, 15})
  void refusesAFileThatEndsInItsHeader(int length) throws IOException {
    write("train-images-idx3-ubyte", Arrays.copyOf(images(5), length));
    assertRefused("train-images-idx3-ubyte is truncated");
  }

  @ParameterizedTest
  @ValueSource(ints = {16, 17, 16 + 4 * 784, 15 + 5 * 784})
  void refusesAFileThatEndsTooEarly(int length) throws IOException {
    write("train-images-idx3-ubyte", Arrays.copyOf(images(5), length));
    assertRefused("says that it holds 5 images, but ends after " + (length - 16) / 784);
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 9, 20, -12, -1})
  void refusesACompressedFileThatEndsTooEarly(int length) throws IOException {
    byte[] whole = gzip(images(5));
    write(
        "train-images-idx3-ubyte",
        Arrays.copyOf(whole, length > 0 ? length : whole.length + length));
    assertRefused("train-images-idx3-ubyte is truncated");
  }

  @Test
  void refusesADamagedCompressedFile() throws IOException {
    byte[] damaged = gzip(images(5));
    damaged[damaged.length / 2] ^= 0x55;
    write("train-images-idx3-ubyte", damaged);
    assertThatThrownBy(() -> Mnist.read(directory))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("train-images-idx3-ubyte");
  }

  @Test
  void refusesMoreBytesThanTold() throws IOException {
    write("t10k-images-idx3-ubyte", Arrays.copyOf(images(3), 17 + 3 * 784));
    assertRefused("has more bytes than the 3 images");
  }

  @Test
  void refusesImagesWithoutLabels() throws IOException {
    write("t10k-labels-idx1-ubyte", labels(2));
    assertRefused("holds 3 images, but");
  }

  @Test
  void refusesALabelThatIsNoDigit() throws IOException {
    byte[] labels = labels(3);
    labels[8 + 1] = 10;
    write("t10k-labels-idx1-ubyte", labels);
    assertRefused("label 1 is 10, expected 0 to 9");
  }

  @Test
  void refusesImagesOfAnotherSize() throws IOException {
    write("train-images-idx3-ubyte", idx(IMAGES, 5, 32, 32));
    assertRefused("images of 32 x 32 pixels, expected 28 x 28");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, -1, Integer.MIN_VALUE, Integer.MAX_VALUE})
  void refusesAnAbsurdNumberOfImages(int count) throws IOException {
    write("train-images-idx3-ubyte", idx(IMAGES, count, 28, 28));
    assertRefused("says that it holds " + count + " images");
  }

  private void assertRefused(String message) {
    assertThatThrownBy(() -> Mnist.read(directory))
        .isInstanceOf(DataException.class)
        .hasMessageContaining(message);
  }

  private static String[] names() {
    return new String[] {
      "train-images-idx3-ubyte",
      "train-labels-idx1-ubyte",
      "t10k-images-idx3-ubyte",
      "t10k-labels-idx1-ubyte"
    };
  }

  private static int[] pixels(Digits digits) {
    int[] pixels = new int[digits.count() * Digits.PIXELS];
    for (int i = 0; i < pixels.length; i++) {
      int inImage = i % Digits.PIXELS;
      pixels[i] = digits.grey(i / Digits.PIXELS, inImage / Digits.SIDE, inImage % Digits.SIDE);
    }
    return pixels;
  }

  private static int grey(int index) {
    return index * 31 % 256;
  }

  private static byte[] images(int count) throws IOException {
    byte[] header = idx(IMAGES, count, 28, 28);
    byte[] all = Arrays.copyOf(header, header.length + count * 784);
    for (int i = 0; i < count * 784; i++) {
      all[header.length + i] = (byte) grey(i);
    }
    return all;
  }

  private static byte[] labels(int count) throws IOException {
    byte[] all = Arrays.copyOf(idx(LABELS, count), 8 + count);
    for (int i = 0; i < count; i++) {
      all[8 + i] = (byte) (9 - i);
    }
    return all;
  }

  private static byte[] idx(int magic, int... sizes) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(bytes);
    out.writeInt(magic);
    for (int size : sizes) {
      out.writeInt(size);
    }
    return bytes.toByteArray();
  }

  private static byte[] gzip(byte[] plain) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
      out.write(plain);
    }
    return bytes.toByteArray();
  }

  private void write(String name, byte[] bytes) throws IOException {
    Files.write(directory.resolve(name), bytes);
  }
}
