package dev.limen.processor.emit;

import com.palantir.javapoet.CodeBlock;
import com.palantir.javapoet.TypeName;
import java.nio.ByteOrder;

/** Where the elements of a form lie, as code that reads and writes vectors of them. */
enum Storage {
  ARRAYS(TypeName.INT, "length", "SPECIES.length()", "SPECIES.loopBound(length)") {
    @Override
    CodeBlock load(Format format, String element, CodeBlock index) {
      return CodeBlock.of(
          "$T.fromArray(SPECIES,$W$L,$W$L$L)",
          format.realVector(),
          Form.plural(element),
          Form.offset(element),
          index.toString().equals("0") ? CodeBlock.of("") : CodeBlock.of(" + $L", index));
    }

    @Override
    CodeBlock store(CodeBlock result, String element, CodeBlock index) {
      return CodeBlock.of(
          "$L.intoArray($L,$W$L + $L)", result, Form.plural(element), Form.offset(element), index);
    }
  },
  /** Arrays that are shorter than a vector. */
  MASKED(TypeName.INT, "length", "SPECIES.length()", "0") {
    @Override
    CodeBlock load(Format format, String element, CodeBlock index) {
      return CodeBlock.of(
          "$T.fromArray(SPECIES,$W$L,$W$L,$WinRange)",
          format.realVector(),
          Form.plural(element),
          Form.offset(element));
    }

    @Override
    CodeBlock store(CodeBlock result, String element, CodeBlock index) {
      return CodeBlock.of(
          "$L.intoArray($L,$W$L,$WinRange)", result, Form.plural(element), Form.offset(element));
    }
  },
  SEGMENTS(
      TypeName.LONG,
      "xs.byteSize()",
      "SPECIES.vectorByteSize()",
      "SPECIES.loopBound(xs.byteSize() / BYTES) * BYTES") {
    @Override
    CodeBlock load(Format format, String element, CodeBlock index) {
      return CodeBlock.of(
          "$T.fromMemorySegment(SPECIES,$W$L,$W$L,$W$T.nativeOrder())",
          format.realVector(),
          Form.plural(element),
          index,
          ByteOrder.class);
    }

    @Override
    CodeBlock store(CodeBlock result, String element, CodeBlock index) {
      return CodeBlock.of(
          "$L.intoMemorySegment($L,$W$L,$W$T.nativeOrder())",
          result,
          Form.plural(element),
          index,
          ByteOrder.class);
    }
  };

  private final TypeName index;
  private final String size;
  private final String step;
  private final String bound;

  Storage(TypeName index, String size, String step, String bound) {
    this.index = index;
    this.size = size;
    this.step = step;
    this.bound = bound;
  }

  /** The type of an index. */
  TypeName index() {
    return index;
  }

  /** How large an input is, in units of the index. */
  String size() {
    return size;
  }

  /** How large a vector is, in units of the index. */
  String step() {
    return step;
  }

  /** How much of an input full vectors hold, in units of the index. */
  String bound() {
    return bound;
  }

  /** Reads a vector of an input. */
  abstract CodeBlock load(Format format, String element, CodeBlock index);

  /** Writes a vector of an output. */
  abstract CodeBlock store(CodeBlock result, String element, CodeBlock index);
}
