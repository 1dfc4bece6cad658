package dev.limen.sample.data;

import java.util.Arrays;

/** Labelled images of {@value #SIDE} x {@value #SIDE} grey values, 0 (paper) to 255 (ink). */
public final class Digits {
  /** The width and height of an image. */
  public static final int SIDE = 28;

  /** The number of grey values of an image. */
  public static final int PIXELS = SIDE * SIDE;

  /** The number of classes: labels are 0 to 9. */
  public static final int CLASSES = 10;

  private final byte[] pixels;
  private final byte[] labels;

  /** Takes images row by row, one after the other, and a label for each. */
  Digits(byte[] pixels, byte[] labels) {
    if (pixels.length != labels.length * PIXELS) {
      throw new IllegalArgumentException(pixels.length + " pixels, " + labels.length + " labels");
    }
    this.pixels = pixels;
    this.labels = labels;
  }

  /** Returns the number of images. */
  public int count() {
    return labels.length;
  }

  /** Returns the digit that an image shows. */
  public int label(int image) {
    return labels[image];
  }

  /** Returns the grey value of a pixel, 0 to 255. */
  public int grey(int image, int row, int column) {
    return pixels[image * PIXELS + row * SIDE + column] & 0xff;
  }

  /** Returns the first images, or all of them where there are fewer. */
  public Digits first(int count) {
    return count >= count()
        ? this
        : new Digits(Arrays.copyOf(pixels, count * PIXELS), Arrays.copyOf(labels, count));
  }

  /** Returns the mean and the standard deviation of all grey values. */
  public Scale scale() {
    long sum = 0;
    long squares = 0;
    for (byte pixel : pixels) {
      int grey = pixel & 0xff;
      sum += grey;
      squares += (long) grey * grey;
    }
    double mean = (double) sum / pixels.length;
    double variance = (double) squares / pixels.length - mean * mean;
    return new Scale((float) mean, (float) Math.sqrt(Math.max(variance, 1)));
  }

  /** Writes {@code (grey - mean) / deviation} of an image's pixels to {@code out}. */
  public void standardize(int image, Scale scale, float[] out, int offset) {
    float factor = 1 / scale.deviation();
    int from = image * PIXELS;
    for (int i = 0; i < PIXELS; i++) {
      out[offset + i] = ((pixels[from + i] & 0xff) - scale.mean()) * factor;
    }
  }

  /**
   * What makes the grey values of a set have mean 0 and deviation 1.
   *
   * @param mean the mean grey value
   * @param deviation the standard deviation of the grey values, at least 1
   */
  public record Scale(float mean, float deviation) {}
}
