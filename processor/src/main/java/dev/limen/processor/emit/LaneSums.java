package dev.limen.processor.emit;

import com.palantir.javapoet.CodeBlock;
import java.util.List;

/**
 * A sum of which each lane of vectors holds a part, in double: of floats, the lower and the upper
 * half of a vector have one each.
 *
 * @param vectors the local variables that hold the lanes
 * @param species the species of doubles
 * @param sum the local variable that holds what has been added up
 * @param index the local variable that counts lanes
 */
record LaneSums(List<String> vectors, String species, String sum, String index) {

  /** The field with the species of doubles that have as many bits as vectors of floats. */
  static final String SPECIES = "SUMS";

  LaneSums {
    vectors = List.copyOf(vectors);
  }

  /** Declares the lanes, all 0. */
  CodeBlock zero() {
    CodeBlock.Builder code = CodeBlock.builder();
    for (String vector : vectors) {
      code.addStatement(
          "$T $L =$W$T.zero($L)",
          Format.F64.realVector(),
          vector,
          Format.F64.realVector(),
          species);
    }
    return code.build();
  }

  /** Adds a vector, lane by lane. */
  CodeBlock add(String term) {
    CodeBlock.Builder code = CodeBlock.builder();
    for (int half = 0; half < vectors.size(); half++) {
      String vector = vectors.get(half);
      CodeBlock doubles =
          vectors.size() == 1
              ? CodeBlock.of("$L", term)
              : CodeBlock.of(
                  "($T) $L.convertShape($T.F2D,$W$L,$W$L)",
                  Format.F64.realVector(),
                  term,
                  Format.OPERATORS,
                  species,
                  half);
      code.addStatement("$L =$W$L.add($L)", vector, vector, doubles);
    }
    return code.build();
  }

  /** Adds up the lanes, one after the other in the order of elements. */
  CodeBlock total() {
    CodeBlock.Builder code = CodeBlock.builder();
    for (String vector : vectors) {
      code.beginControlFlow(
              "for (int $L = 0; $L < $L.length(); $L++)", index, index, species, index)
          .addStatement("$L += $L.lane($L)", sum, vector, index)
          .endControlFlow();
    }
    return code.build();
  }
}
