package dev.limen.sample.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;

class DrawnDigitsTest {

  @Test
  void theSameSeedDrawsTheSameImagesEverywhere() {
    // Found on one machine; every other one must find the same.
    assertThat(checksum(DrawnDigits.draw(7, 100, 50).train())).isEqualTo(3_964_917_803L);
    assertThat(checksum(DrawnDigits.draw(7, 100, 50).test())).isEqualTo(3_069_026_407L);
  }

  @Test
  void imagesDoNotDependOnHowManyAreDrawn() {
    Digits few = DrawnDigits.draw(3, 20, 5).train();
    Digits many = DrawnDigits.draw(3, 500, 5).train();
    assertThat(checksum(many.first(20))).isEqualTo(checksum(few));
  }

  @Test
  void otherSeedsAndTheTestImagesAreOthers() {
    DigitSets one = DrawnDigits.draw(1, 100, 100);
    DigitSets two = DrawnDigits.draw(2, 100, 100);
    assertThat(
            new long[] {
              checksum(one.train()),
              checksum(one.test()),
              checksum(two.train()),
              checksum(two.test())
            })
        .doesNotHaveDuplicates();
  }

  @Test
  void allDigitsAreEquallyFrequent() {
    Digits digits = DrawnDigits.draw(1, 200, 10).train();
    for (int digit = 0; digit < 10; digit++) {
      int label = digit;
      assertThat(IntStream.range(0, 200).filter(i -> digits.label(i) == label).count())
          .isEqualTo(20);
    }
  }

  @Test
  void everyImageHasInkInItsMiddleAndPaperAround() {
    Digits digits = DrawnDigits.draw(5, 300, 10).train();
    for (int image = 0; image < digits.count(); image++) {
      double middle = meanGrey(digits, image, 7, 21);
      double whole = meanGrey(digits, image, 0, 28);
      double around = (whole * 28 * 28 - middle * 14 * 14) / (28 * 28 - 14 * 14);
      assertThat(middle).as("middle of image %d", image).isGreaterThan(around).isGreaterThan(20);
      assertThat(around).as("margin of image %d", image).isLessThan(110);
    }
  }

  private static double meanGrey(Digits digits, int image, int from, int to) {
    long sum = 0;
    for (int row = from; row < to; row++) {
      for (int column = from; column < to; column++) {
        sum += digits.grey(image, row, column);
      }
    }
    return (double) sum / ((to - from) * (to - from));
  }

  private static long checksum(Digits digits) {
    CRC32 crc = new CRC32();
    for (int image = 0; image < digits.count(); image++) {
      crc.update(digits.label(image));
      for (int pixel = 0; pixel < Digits.PIXELS; pixel++) {
        crc.update(digits.grey(image, pixel / Digits.SIDE, pixel % Digits.SIDE));
      }
    }
    return crc.getValue();
  }
}
