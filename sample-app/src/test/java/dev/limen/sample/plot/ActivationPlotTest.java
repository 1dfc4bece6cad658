package dev.limen.sample.plot;

import static org.assertj.core.api.Assertions.assertThat;

import dev.limen.sample.activation.DeclaredActivation;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ActivationPlotTest {
  private static final Color VALUE = new Color(0x1f, 0x6f, 0xb4);
  private static final Color SLOPE = new Color(0xe0, 0x7b, 0x1a);
  private static final Color KINK = new Color(0xb0, 0x1e, 0x4b);

  @TempDir private Path directory;

  @BeforeAll
  static void drawInMemory() {
    System.setProperty("java.awt.headless", "true");
  }

  @Test
  void showsTheFunctionItsDerivativeAndItsKinks() throws IOException {
    BufferedImage image = plot(DeclaredActivation.PLAN);
    assertThat(image.getWidth()).isGreaterThanOrEqualTo(1000);
    assertThat(image.getHeight()).isGreaterThanOrEqualTo(600);
    assertThat(count(image, VALUE)).isGreaterThan(3000);
    assertThat(count(image, SLOPE)).isGreaterThan(3000);
    assertThat(count(image, KINK)).isGreaterThan(1000);
    assertThat(count(image, Color.WHITE)).isGreaterThan(image.getWidth() * image.getHeight() / 2);
  }

  @Test
  void aSmoothFunctionHasNoKinks() throws IOException {
    BufferedImage image = plot(DeclaredActivation.GELU);
    assertThat(count(image, VALUE)).isGreaterThan(3000);
    assertThat(count(image, SLOPE)).isGreaterThan(3000);
    assertThat(count(image, KINK)).isZero();
  }

  private BufferedImage plot(DeclaredActivation activation) throws IOException {
    Path file = directory.resolve("plot.png");
    new ActivationPlot(activation.title(), activation.kernel()).write(file);
    return ImageIO.read(file.toFile());
  }

  private static int count(BufferedImage image, Color color) {
    int count = 0;
    for (int y = 0; y < image.getHeight(); y++) {
      for (int x = 0; x < image.getWidth(); x++) {
        count += image.getRGB(x, y) == color.getRGB() ? 1 : 0;
      }
    }
    return count;
  }
}
