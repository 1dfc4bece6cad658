package dev.limen.sample.cli;

import dev.limen.sample.activation.DeclaredActivation;
import dev.limen.sample.data.DataException;
import dev.limen.sample.data.DigitSets;
import dev.limen.sample.data.Digits;
import dev.limen.sample.data.DrawnDigits;
import dev.limen.sample.data.Mnist;
import dev.limen.sample.network.Outcome;
import dev.limen.sample.network.Settings;
import dev.limen.sample.network.Trainer;
import dev.limen.sample.plot.ActivationPlot;
import java.io.Console;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command that trains a network with each activation, compares them and plots them. */
@Command(
    name = "limen-sample",
    mixinStandardHelpOptions = true,
    version = "Limen sample application 0.1.0",
    sortOptions = false,
    usageHelpWidth = 96,
    abbreviateSynopsis = true,
    descriptionHeading = "%n",
    optionListHeading = "%nOptions:%n",
    footerHeading = "%n",
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:All went well.",
      "1:A file cannot be read or written, or does not hold what it should.",
      "2:The command line is wrong."
    },
    description = {
      "Trains a small neural network to read handwritten digits, once with each activation"
          + " function, and prints how well it reads and what the activations cost. Their values"
          + " and derivatives come from kernels that Limen wrote when this application was"
          + " compiled. Each activation is drawn as a PNG: f, f' and the kinks.",
    })
public final class SampleCommand implements Callable<Integer> {
  private static final int FILES = 1;
  private static final int DRAWN_TRAIN = 30_000;
  private static final int DRAWN_TEST = 4_000;
  private static final int SHOWN = 120_000;
  private static final int MAX_WIDTH = 4096;
  private static final int MAX_LAYERS = 8;
  private static final int MAX_EPOCHS = 1000;
  private static final int MAX_BATCH = 10_000;
  private static final int MAX_IMAGES = 1_000_000;

  @Spec private CommandSpec spec;

  @Option(
      names = {"-a", "--activation"},
      paramLabel = "NAME",
      split = ",",
      defaultValue = "all",
      converter = ActivationChoice.Converter.class,
      completionCandidates = ActivationChoice.Titles.class,
      description = "The activations to train with, or all (the default). They are listed below.")
  private List<ActivationChoice> choices;

  @Option(
      names = "--mnist",
      paramLabel = "DIR",
      description = {
        "Read the digits of MNIST from the four IDX files in this directory"
            + " (train-images-idx3-ubyte and so on), plain or with .gz. Without this option the"
            + " application draws digits itself, of strokes that are turned, slanted, stretched,"
            + " bent, scratched and noisy."
      })
  private Path mnist;

  @Option(
      names = "--images",
      paramLabel = "N",
      description = "How many images to learn from. Default: 30000 drawn ones, or all of MNIST's.")
  private Integer images;

  @Option(
      names = "--epochs",
      paramLabel = "N",
      description = "How often to show each image. Default: so often that 120000 are shown in all.")
  private Integer epochs;

  @Option(
      names = "--hidden",
      paramLabel = "N",
      split = ",",
      defaultValue = "128,64",
      description = "Neurons of each hidden layer. Default: ${DEFAULT-VALUE}.")
  private List<Integer> hidden;

  @Option(
      names = "--batch",
      paramLabel = "N",
      defaultValue = "64",
      description = "Images that make one step of learning. Default: ${DEFAULT-VALUE}.")
  private int batch;

  @Option(
      names = "--learning-rate",
      paramLabel = "R",
      defaultValue = "0.004",
      description =
          "Size of the first step; the steps shrink to nothing until the end. Default:"
              + " ${DEFAULT-VALUE}.")
  private double learningRate;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "1",
      description =
          "Decides what is drawn, the initial weights and the order of images. The same seed gives"
              + " the same network. Default: ${DEFAULT-VALUE}.")
  private long seed;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "DIR",
      defaultValue = "${sys:limen.sample.output:-plots}",
      description = "Where to write the PNGs. Default: ${DEFAULT-VALUE}.")
  private Path output;

  private SampleCommand() {}

  /** Returns the command, ready to be executed. */
  public static CommandLine commandLine() {
    CommandLine line = new CommandLine(new SampleCommand());
    line.setCaseInsensitiveEnumValuesAllowed(true);
    Stream<String> activations =
        Arrays.stream(DeclaredActivation.values())
            .map(a -> String.format(Locale.ROOT, "  %-10s %s", a.title(), a.description()));
    Stream<String> examples =
        Stream.of(
            "",
            "Examples:",
            "  All activations on drawn digits, in less than a minute:",
            "    limen-sample",
            "  Two activations on MNIST, with a wider network:",
            "    limen-sample -a gelu,hardswish --mnist data/mnist --hidden 256,128",
            "  A quick look:",
            "    limen-sample -a plan --images 5000 --epochs 2 -o /tmp/plots");
    line.getCommandSpec()
        .usageMessage()
        .footer(
            Stream.of(Stream.of("Activations:"), activations, examples)
                .flatMap(part -> part)
                .toArray(String[]::new));
    return line;
  }

  @Override
  public Integer call() {
    check();
    PrintWriter out = spec.commandLine().getOut();
    try {
      Files.createDirectories(output);
      run(out);
      return CommandLine.ExitCode.OK;
    } catch (DataException e) {
      return refuse(e.getMessage());
    } catch (IOException e) {
      return refuse(e.toString());
    }
  }

  private int refuse(String message) {
    PrintWriter err = spec.commandLine().getErr();
    err.println(spec.commandLine().getColorScheme().errorText("Error: " + message));
    err.flush();
    return FILES;
  }

  private void check() {
    check("--images", images == null ? 10 : images, 10, MAX_IMAGES);
    check("--epochs", epochs == null ? 1 : epochs, 1, MAX_EPOCHS);
    check("--batch", batch, 1, MAX_BATCH);
    hidden.forEach(width -> check("--hidden", width, 1, MAX_WIDTH));
    if (hidden.size() > MAX_LAYERS) {
      throw wrong("--hidden", hidden.size() + " layers", "at most " + MAX_LAYERS);
    }
    if (!(learningRate > 0 && learningRate <= 1)) {
      throw wrong("--learning-rate", learningRate, "more than 0 and at most 1");
    }
  }

  private void check(String option, int value, int least, int most) {
    if (value < least || value > most) {
      throw wrong(option, value, least + " to " + most);
    }
  }

  private ParameterException wrong(String option, Object found, String expected) {
    return new ParameterException(
        spec.commandLine(),
        "Invalid value for option '" + option + "': expected " + expected + ", found " + found);
  }

  private void run(PrintWriter out) throws IOException {
    long start = System.nanoTime();
    DigitSets digits = digits();
    Digits train = digits.train();
    int rounds = epochs == null ? Math.max(1, Math.round((float) SHOWN / train.count())) : epochs;
    Settings settings = new Settings(hidden, rounds, batch, learningRate, seed);
    List<DeclaredActivation> activations =
        choices.stream().flatMap(choice -> choice.activations().stream()).distinct().toList();

    out.printf(
        Locale.ROOT,
        "Digits: %d to learn from, %d to test with, %s (%.1f s)%n",
        train.count(),
        digits.test().count(),
        digits.source(),
        seconds(start));
    out.println(
        "Kernels: "
            + activations.getFirst().kernel().info().backend().toString().toLowerCase(Locale.ROOT)
            + " code");
    out.flush();
    Progress progress = new Progress(out, isTerminal(), rounds);
    ResultTable table = new ResultTable();
    for (DeclaredActivation activation : activations) {
      Stopwatch.warmUp(activation.activation());
      Outcome outcome =
          new Trainer(train, digits.test(), activation.activation(), settings)
              .train(epoch -> progress.tell(activation, epoch));
      Stopwatch stopwatch = new Stopwatch(outcome.preActivations());
      table.add(
          activation,
          outcome,
          stopwatch.nanos(activation.naive()),
          stopwatch.nanos(activation.kernel()));
      new ActivationPlot(activation.title() + ": " + activation.description(), activation.kernel())
          .write(output.resolve(activation.title() + ".png"));
    }
    table.print(out);
    out.printf(
        Locale.ROOT,
        "%nPlots in %s%nDone in %.1f s%n",
        output.toAbsolutePath().normalize(),
        seconds(start));
    out.flush();
  }

  private DigitSets digits() throws IOException {
    if (mnist == null) {
      return DrawnDigits.draw(seed, images == null ? DRAWN_TRAIN : images, DRAWN_TEST);
    }
    DigitSets all = Mnist.read(mnist);
    return images == null
        ? all
        : new DigitSets(all.source(), all.train().first(images), all.test());
  }

  private static double seconds(long start) {
    return (System.nanoTime() - start) / 1e9;
  }

  /** Whether somebody watches: only then are lines overwritten. */
  @SuppressWarnings("SystemConsoleNull") // From JDK 25 on it may be null again.
  private static boolean isTerminal() {
    Console console = System.console();
    return console != null && console.isTerminal();
  }
}
