package dev.limen.sample.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MatrixProductTest {
  private final SplittableRandom random = new SplittableRandom(11);

  @ParameterizedTest
  @CsvSource({"1,1,1", "2,4,8", "3,5,7", "0,3,2", "4,0,3", "17,33,10", "64,9,31", "5,784,3"})
  void multipliesPlainAndTransposed(int m, int depth, int n) {
    MatrixProduct product = new MatrixProduct();
    for (int forms = 0; forms < 4; forms++) {
      Matrix a = (forms & 1) == 0 ? any(m, depth) : any(depth, m).transposed();
      Matrix b = (forms & 2) == 0 ? any(depth, n) : any(n, depth).transposed();
      check(product, a, b);
    }
  }

  @Test
  void servesProductsOfManySizesOneAfterTheOther() {
    MatrixProduct product = new MatrixProduct();
    for (int i = 0; i < 50; i++) {
      int depth = random.nextInt(1, 40);
      check(product, any(random.nextInt(1, 40), depth), any(depth, random.nextInt(1, 40)));
    }
  }

  @Test
  void refusesMatricesThatDoNotFit() {
    MatrixProduct product = new MatrixProduct();
    assertThatThrownBy(() -> product.multiply(any(2, 3), any(4, 5), any(2, 5)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> product.multiply(any(2, 3), any(3, 5), any(2, 4)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private void check(MatrixProduct product, Matrix a, Matrix b) {
    Matrix c = any(a.rows(), b.columns());
    float[] before = c.data().clone();
    product.multiply(a, b, c);
    for (int i = 0; i < c.rows(); i++) {
      for (int j = 0; j < c.columns(); j++) {
        double sum = 0;
        for (int k = 0; k < a.columns(); k++) {
          sum += (double) a.get(i, k) * b.get(k, j);
        }
        assertThat((double) c.get(i, j)).isCloseTo(sum, within(1e-6 * (2 + a.columns())));
      }
    }
    int end = c.offset() + c.rows() * c.columns();
    assertThat(Arrays.copyOf(c.data(), c.offset())).isEqualTo(Arrays.copyOf(before, c.offset()));
    assertThat(Arrays.copyOfRange(c.data(), end, before.length))
        .isEqualTo(Arrays.copyOfRange(before, end, before.length));
  }

  private Matrix any(int rows, int columns) {
    float[] data = new float[rows * columns + 8];
    for (int i = 0; i < data.length; i++) {
      data[i] = (float) random.nextDouble(-1, 1);
    }
    return Matrix.of(data, 3, rows, columns);
  }
}
