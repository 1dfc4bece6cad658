package dev.limen.runtime;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

final class ArgumentsTest {

  private final float[] a = new float[10];
  private final float[] b = new float[10];
  private final float[] c = new float[10];

  @ParameterizedTest
  @CsvSource({
    "-1, 0, 5, x",
    "0, -1, 5, y",
    "0, 0, -1, x",
    "6, 0, 5, x",
    "0, 6, 5, y",
    "0, 0, 11, x"
  })
  void aRangeOutsideItsArrayIsRefusedByName(int xOffset, int yOffset, int length, String name) {
    assertThatThrownBy(() -> Arguments.forward(a, xOffset, b, yOffset, length))
        .isInstanceOf(IndexOutOfBoundsException.class)
        .hasMessageStartingWith(name + ":");
  }

  @Test
  void anOffsetThatWouldOverflowIsRefused() {
    assertThatThrownBy(() -> Arguments.forward(a, Integer.MAX_VALUE, b, 0, 1))
        .isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> Arguments.forward(a, 1, b, 0, Integer.MAX_VALUE))
        .isInstanceOf(IndexOutOfBoundsException.class);
  }

  @ParameterizedTest
  @CsvSource({"0, 0, 10", "2, 2, 5", "0, 5, 5", "5, 0, 5", "10, 0, 0"})
  void theSamePlaceAndDisjointRangesAreAllowed(int xOffset, int yOffset, int length) {
    assertThatCode(() -> Arguments.forward(a, xOffset, a, yOffset, length))
        .doesNotThrowAnyException();
  }

  @ParameterizedTest
  @CsvSource({"0, 1, 5", "4, 0, 5", "1, 0, 9"})
  void overlapAtAnotherOffsetIsRefused(int xOffset, int yOffset, int length) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Arguments.forward(a, xOffset, a, yOffset, length))
        .withMessageContaining("y at offset " + yOffset + " overlaps x");
  }

  @Test
  void backwardNamesTheArgumentThatIsWrong() {
    assertThatThrownBy(() -> Arguments.backward(a, 0, b, 8, c, 0, 3))
        .isInstanceOf(IndexOutOfBoundsException.class)
        .hasMessageStartingWith("gradY:");
    assertThatThrownBy(() -> Arguments.backward(a, 0, b, 0, c, 8, 3))
        .isInstanceOf(IndexOutOfBoundsException.class)
        .hasMessageStartingWith("gradX:");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Arguments.backward(a, 0, b, 0, a, 1, 3))
        .withMessageContaining("gradX at offset 1 overlaps x");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Arguments.backward(a, 0, b, 0, b, 1, 3))
        .withMessageContaining("gradX at offset 1 overlaps gradY");
    assertThatCode(() -> Arguments.backward(a, 0, a, 5, a, 0, 5)).doesNotThrowAnyException();
  }

  @Test
  void twoOutputsMayNotShareAPlace() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Arguments.forwardAndDerivative(a, 0, b, 0, b, 0, 3))
        .withMessageContaining("dydx at offset 0 overlaps y");
    assertThatCode(() -> Arguments.forwardAndDerivative(a, 0, a, 0, b, 0, 3))
        .doesNotThrowAnyException();
    assertThatCode(() -> Arguments.forwardAndDerivative(a, 0, b, 0, b, 3, 3))
        .doesNotThrowAnyException();
  }

  static Stream<MemorySegment> segments() {
    return Stream.of(MemorySegment.ofArray(new float[16]), Arena.ofAuto().allocate(64));
  }

  @ParameterizedTest
  @MethodSource("segments")
  void segmentsAreCheckedForSizeOverlapAndAccess(MemorySegment segment) {
    MemorySegment x = segment.asSlice(0, 32);
    assertThatCode(() -> Arguments.forward(x, x, Float.BYTES)).doesNotThrowAnyException();
    assertThatCode(() -> Arguments.forward(x, segment, Float.BYTES)).doesNotThrowAnyException();
    assertThatCode(() -> Arguments.forward(x, segment.asSlice(32, 32), Float.BYTES))
        .doesNotThrowAnyException();
    assertThatCode(() -> Arguments.forward(x.asReadOnly(), x, Float.BYTES))
        .doesNotThrowAnyException();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Arguments.forward(x, segment.asSlice(4, 32), Float.BYTES))
        .withMessageContaining("y overlaps x");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Arguments.forward(segment.asSlice(0, 31), segment, Float.BYTES))
        .withMessageContaining("x: 31 bytes");
    assertThatThrownBy(() -> Arguments.forward(x, segment.asSlice(32, 28), Float.BYTES))
        .isInstanceOf(IndexOutOfBoundsException.class)
        .hasMessageContaining("y: 28 bytes");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Arguments.forward(x, segment.asSlice(32, 32).asReadOnly(), Float.BYTES))
        .withMessageContaining("y is read-only");
    assertThatThrownBy(() -> Arguments.backward(x, segment.asSlice(0, 28), x, Float.BYTES))
        .isInstanceOf(IndexOutOfBoundsException.class)
        .hasMessageContaining("gradY: 28 bytes");
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> Arguments.backward(x, segment.asSlice(32, 32), segment.asSlice(28, 32), 4))
        .withMessageContaining("gradX overlaps");
  }
}
