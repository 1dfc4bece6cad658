package dev.limen.processor;

import com.google.googlejavaformat.java.Formatter;
import com.google.googlejavaformat.java.FormatterException;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** The house style: google-java-format over every source of the repository. */
final class SourceFormat {
  private SourceFormat() {}

  /** Rewrites, in the working directory, every source that is not in the house style. */
  public static void main(String[] args) throws IOException {
    boolean failed = false;
    for (Path source : sources(Path.of(""))) {
      try {
        String text = Files.readString(source);
        String formatted = format(text);
        if (!formatted.equals(text)) {
          Files.writeString(source, formatted);
          System.out.println("formatted " + source);
        }
      } catch (FormatterException e) {
        System.err.println(source + ": " + e.getMessage());
        failed = true;
      }
    }
    if (failed) {
      System.exit(1);
    }
  }

  /** Returns {@code text} in the house style. */
  static String format(String text) throws FormatterException {
    return new Formatter().formatSourceAndFixImports(text);
  }

  /** Returns the Java sources below {@code root} that people wrote, in order. */
  static List<Path> sources(Path root) throws IOException {
    List<Path> sources = new ArrayList<>();
    Files.walkFileTree(
        root,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) {
            String name = directory.getFileName().toString();
            boolean skipped =
                name.equals("target") || name.equals("resources") || name.startsWith(".");
            return skipped && !directory.equals(root)
                ? FileVisitResult.SKIP_SUBTREE
                : FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            if (file.getFileName().toString().endsWith(".java")) {
              sources.add(file);
            }
            return FileVisitResult.CONTINUE;
          }
        });
    Collections.sort(sources);
    return sources;
  }
}
