package dev.limen.processor.emit;

import com.palantir.javapoet.ClassName;
import com.palantir.javapoet.ParameterizedTypeName;
import com.palantir.javapoet.TypeName;
import dev.limen.Precision;
import dev.limen.runtime.DoubleKernel;
import dev.limen.runtime.FloatKernel;

/** What generated code calls the types and conversions of a floating-point format. */
enum Format {
  F32(Precision.F32, FloatKernel.class, TypeName.FLOAT, TypeName.INT, "Float", "Int", 32, "single"),
  F64(
      Precision.F64,
      DoubleKernel.class,
      TypeName.DOUBLE,
      TypeName.LONG,
      "Double",
      "Long",
      64,
      "double");

  private static final String VECTOR_PACKAGE = "jdk.incubator.vector";

  static final ClassName OPERATORS = ClassName.get(VECTOR_PACKAGE, "VectorOperators");
  static final ClassName SPECIES = ClassName.get(VECTOR_PACKAGE, "VectorSpecies");
  static final ClassName SHAPE = ClassName.get(VECTOR_PACKAGE, "VectorShape");

  private final Precision precision;
  private final ClassName kernel;
  private final TypeName real;
  private final TypeName bits;
  private final String realName;
  private final String bitsName;
  private final int size;
  private final String adjective;

  Format(
      Precision precision,
      Class<?> kernel,
      TypeName real,
      TypeName bits,
      String realName,
      String bitsName,
      int size,
      String adjective) {
    this.precision = precision;
    this.kernel = ClassName.get(kernel);
    this.real = real;
    this.bits = bits;
    this.realName = realName;
    this.bitsName = bitsName;
    this.size = size;
    this.adjective = adjective;
  }

  static Format of(Precision precision) {
    return switch (precision) {
      case F32 -> F32;
      case F64 -> F64;
    };
  }

  Precision precision() {
    return precision;
  }

  /** {@code FloatKernel}. */
  ClassName kernel() {
    return kernel;
  }

  /** {@code TrainableFloatKernel}. */
  ClassName trainableKernel() {
    return kernel.peerClass("Trainable" + kernel.simpleName());
  }

  /** {@code float}. */
  TypeName real() {
    return real;
  }

  /** {@code int}: the bits of a real, and in scalar code the type of masks. */
  TypeName bits() {
    return bits;
  }

  /** The number of bits of a real. */
  int size() {
    return size;
  }

  /** {@code single}, as in single precision. */
  String adjective() {
    return adjective;
  }

  /** {@code Float}. */
  ClassName boxed() {
    return ClassName.get("java.lang", realName);
  }

  /** {@code floatToRawIntBits}. */
  String toBits() {
    return real + "ToRaw" + bitsName + "Bits";
  }

  /** {@code intBitsToFloat}. */
  String fromBits() {
    return bits + "BitsTo" + realName;
  }

  /** {@code JAVA_FLOAT_UNALIGNED}. */
  String layout() {
    return this == F32 ? "JAVA_FLOAT_UNALIGNED" : "JAVA_DOUBLE_UNALIGNED";
  }

  /** {@code FloatVector}. */
  ClassName realVector() {
    return ClassName.get(VECTOR_PACKAGE, realName + "Vector");
  }

  /** {@code IntVector}. */
  ClassName bitsVector() {
    return ClassName.get(VECTOR_PACKAGE, bitsName + "Vector");
  }

  /** {@code VectorMask<Float>}. */
  TypeName mask() {
    return ParameterizedTypeName.get(ClassName.get(VECTOR_PACKAGE, "VectorMask"), boxed());
  }

  /** {@code VectorSpecies<Float>}. */
  TypeName realSpecies() {
    return ParameterizedTypeName.get(SPECIES, boxed());
  }

  /** {@code VectorSpecies<Integer>}. */
  TypeName bitsSpecies() {
    return ParameterizedTypeName.get(SPECIES, bits.box());
  }

  /** {@code reinterpretAsInts}. */
  String vectorToBits() {
    return "reinterpretAs" + bitsName + "s";
  }

  /** {@code reinterpretAsFloats}. */
  String vectorFromBits() {
    return "reinterpretAs" + realName + "s";
  }

  /** The value of a constant with these bits. */
  double value(long bitPattern) {
    return this == F32
        ? Float.intBitsToFloat((int) bitPattern)
        : Double.longBitsToDouble(bitPattern);
  }

  /** The constant with these bits, in Java. */
  String literal(long bitPattern) {
    return this == F32
        ? Literals.of(Float.intBitsToFloat((int) bitPattern))
        : Literals.of(Double.longBitsToDouble(bitPattern));
  }

  /** A number of the format, in Java. */
  String literal(double value) {
    return this == F32 ? Literals.of((float) value) : Literals.of(value);
  }

  /** An integer as wide as a real, in Java. */
  String bitsLiteral(long value) {
    return this == F32 ? Literals.of((int) value) : Literals.of(value);
  }

  /** The bits of positive infinity, in Java. */
  String infinityBits() {
    return this == F32 ? "0x7f800000" : "0x7ff0000000000000L";
  }

  /** The largest integer, in Java. */
  String largest() {
    return bits.box().toString().replace("java.lang.", "") + ".MAX_VALUE";
  }

  /** The smallest integer, in Java: the sign bit alone. */
  String smallest() {
    return bits.box().toString().replace("java.lang.", "") + ".MIN_VALUE";
  }
}
