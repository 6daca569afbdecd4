package org.limpid.denoise;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Compiles the examples in the Javadoc of all modules. */
class JavadocExamplesTest {
  private static final Pattern EXAMPLE =
      Pattern.compile("<pre>\\{@code\\n(.*?)\\n \\* }</pre>", Pattern.DOTALL);

  /** What examples may take for granted. */
  private static final String SURROUNDINGS =
      """
      import java.nio.file.Path;
      import java.util.*;
      import org.limpid.autograd.*;
      import org.limpid.backend.*;
      import org.limpid.denoise.*;
      import org.limpid.denoise.diagnosis.*;
      import org.limpid.denoise.masking.*;
      import org.limpid.denoise.metric.*;
      import org.limpid.denoise.patch.*;
      import org.limpid.denoise.predict.*;
      import org.limpid.denoise.similar.*;
      import org.limpid.denoise.synthetic.*;
      import org.limpid.denoise.training.*;
      import org.limpid.nn.*;
      import org.limpid.nn.optim.*;
      import org.limpid.tensor.*;
      abstract class %s {
        Path first, second;
        float[] pixels;
        int width, height;
        Image noisy, clean;
        List<Image> mixtures, clutter;
        TrainingOptions options;
        Network network;
        Tensor x, target;
        Pass pass;
        Optimizer optimizer;
        Denoiser denoiser;
        void example() throws Exception {
      %s
        }
      }
      """;

  @Test
  void examplesCompile(@TempDir Path classes) throws IOException {
    List<JavaFileObject> sources = new ArrayList<>();
    for (String module : List.of("core", "nn", "denoise")) {
      try (Stream<Path> files = Files.walk(Path.of("..", module, "src", "main", "java"))) {
        for (Path file : files.filter(f -> f.toString().endsWith(".java")).sorted().toList()) {
          collect(file, sources);
        }
      }
    }
    assertThat(sources).hasSizeGreaterThan(15);

    StringWriter faults = new StringWriter();
    boolean isCompiled =
        ToolProvider.getSystemJavaCompiler()
            .getTask(
                faults,
                null,
                null,
                List.of("-proc:none", "-d", classes.toString(), "-cp", ExamplesTest.classPath()),
                null,
                sources)
            .call();
    assertThat(isCompiled).as(faults.toString()).isTrue();
  }

  private static void collect(Path file, List<JavaFileObject> sources) throws IOException {
    Matcher examples = EXAMPLE.matcher(Files.readString(file));
    while (examples.find()) {
      String name = "Example" + sources.size();
      String code = examples.group(1).replaceAll("(?m)^ \\* ?", "    ");
      sources.add(source(name, "// " + file + "\n" + String.format(SURROUNDINGS, name, code)));
    }
  }

  private static JavaFileObject source(String name, String text) {
    return new SimpleJavaFileObject(
        URI.create("string:///" + name + ".java"), JavaFileObject.Kind.SOURCE) {
      @Override
      public CharSequence getCharContent(boolean ignoreEncodingErrors) {
        return text;
      }
    };
  }
}
