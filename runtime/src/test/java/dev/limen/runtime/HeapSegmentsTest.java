package dev.limen.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import org.junit.jupiter.api.Test;

class HeapSegmentsTest {

  @Test
  void partsOfArraysAreFound() {
    float[] floats = new float[10];
    MemorySegment part = MemorySegment.ofArray(floats).asSlice(12, 16);
    assertThat(HeapSegments.isFloats(part)).isTrue();
    assertThat(HeapSegments.isDoubles(part)).isFalse();
    assertThat(HeapSegments.floats(part)).isSameAs(floats);
    assertThat(HeapSegments.indexOfFloat(part)).isEqualTo(3);

    double[] doubles = new double[10];
    part = MemorySegment.ofArray(doubles).asSlice(24);
    assertThat(HeapSegments.isDoubles(part)).isTrue();
    assertThat(HeapSegments.isFloats(part)).isFalse();
    assertThat(HeapSegments.doubles(part)).isSameAs(doubles);
    assertThat(HeapSegments.indexOfDouble(part)).isEqualTo(3);
  }

  @Test
  void othersAreLeftAlone() {
    MemorySegment floats = MemorySegment.ofArray(new float[4]);
    assertThat(HeapSegments.isFloats(floats.asSlice(2, 8))).isFalse();
    assertThat(HeapSegments.isFloats(floats.asReadOnly())).isFalse();
    assertThat(HeapSegments.isFloats(MemorySegment.ofArray(new byte[16]))).isFalse();
    assertThat(HeapSegments.isDoubles(MemorySegment.ofArray(new double[2]).asSlice(4, 8)))
        .isFalse();
    try (Arena arena = Arena.ofConfined()) {
      assertThat(HeapSegments.isFloats(arena.allocate(16))).isFalse();
      assertThat(HeapSegments.isDoubles(arena.allocate(16))).isFalse();
    }
  }
}
