package dev.limen.sample.data;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/** Digits that the application draws itself, as many as one likes, the same for the same seed. */
public final class DrawnDigits {
  /** One image in so many has a stroke that belongs to nothing. */
  private static final int SCRATCHED = 4;

  private DrawnDigits() {}

  /** Draws images to learn from and others to test with, all ten digits equally often. */
  public static DigitSets draw(long seed, int train, int test) {
    SplittableRandom random = new SplittableRandom(seed);
    return new DigitSets(
        "drawn with seed " + seed, draw(random.split(), train), draw(random.split(), test));
  }

  private static Digits draw(SplittableRandom random, int count) {
    byte[] pixels = new byte[count * Digits.PIXELS];
    byte[] labels = new byte[count];
    // A generator for each image: the result does not depend on who draws which.
    SplittableRandom[] randoms = new SplittableRandom[count];
    Arrays.setAll(randoms, i -> random.split());
    IntStream.range(0, count)
        .parallel()
        .forEach(i -> {
          int digit = i % Digits.CLASSES;
          labels[i] = (byte) digit;
          draw(digit, randoms[i], pixels, i * Digits.PIXELS);
        });
    return new Digits(pixels, labels);
  }

  private static void draw(int digit, SplittableRandom random, byte[] pixels, int offset) {
    List<Outline> forms = Outline.OF_DIGITS.get(digit);
    Outline outline = forms.get(random.nextInt(forms.size()));
    Pen pen = new Pen(random);
    pen.draw(outline);
    if (random.nextInt(SCRATCHED) == 0) {
      pen.scratch();
    }
    pen.print(pixels, offset);
  }
}
