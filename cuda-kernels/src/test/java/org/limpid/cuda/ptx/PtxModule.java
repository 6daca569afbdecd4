package org.limpid.cuda.ptx;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The kernels of a PTX text. */
public final class PtxModule {

  private static final Pattern ENTRY =
      Pattern.compile("\\.entry\\s+(\\w+)\\s*\\(([^)]*)\\)([^{]*)\\{");
  private static final Pattern PARAMETER =
      Pattern.compile(
          "\\.param\\s+(?:\\.align\\s+(\\d+)\\s+)?\\.(\\w)(\\d+)\\s+(\\w+)(?:\\[(\\d+)\\])?");
  private static final Pattern SHARED =
      Pattern.compile("\\.shared\\s+\\.align\\s+(\\d+)\\s+\\.b8\\s+(\\w+)\\[(\\d+)\\]");
  private static final Pattern DYNAMIC =
      Pattern.compile("\\.extern\\s+\\.shared\\s+\\.align\\s+\\d+\\s+\\.b8\\s+(\\w+)\\[\\]");
  private static final Pattern REGISTER =
      Pattern.compile("\\.reg\\s+\\.(\\w+)\\s+([%\\w$]+)(?:<\\d+>)?");
  private static final Pattern MOST_THREADS = Pattern.compile("\\.maxntid\\s+(\\d+)");

  private final Map<String, PtxKernel> kernels = new LinkedHashMap<>();

  /** Reads a text; throws {@link PtxException} on what it does not know. */
  public PtxModule(String ptx) {
    String text = ptx.replaceAll("//[^\n]*", "");
    Matcher entry = ENTRY.matcher(text);
    while (entry.find()) {
      PtxKernel kernel = new PtxKernel(entry.group(1));
      readParameters(kernel, entry.group(2));
      Matcher most = MOST_THREADS.matcher(entry.group(3));
      if (most.find()) {
        kernel.maxThreads = Integer.parseInt(most.group(1));
      }
      readBody(kernel, text.substring(entry.end(), closingBrace(text, entry.end())));
      // nvcc puts static arrays in front of the entry; each kernel may name them.
      readShared(kernel, text);
      kernels.put(kernel.name, kernel);
    }
  }

  /** The kernels by name, in the order of the text. */
  public Map<String, PtxKernel> kernels() {
    return kernels;
  }

  private static int closingBrace(String text, int from) {
    int depth = 1;
    int at = from;
    while (depth > 0) {
      char c = text.charAt(at++);
      depth += c == '{' ? 1 : c == '}' ? -1 : 0;
    }
    return at - 1;
  }

  private static void readParameters(PtxKernel kernel, String text) {
    Matcher parameter = PARAMETER.matcher(text);
    while (parameter.find()) {
      int bytes = Integer.parseInt(parameter.group(3)) / 8;
      int align = parameter.group(1) == null ? bytes : Integer.parseInt(parameter.group(1));
      int count = parameter.group(5) == null ? 1 : Integer.parseInt(parameter.group(5));
      kernel.addParameter(parameter.group(4), align, bytes * count);
    }
  }

  private static void readShared(PtxKernel kernel, String text) {
    Matcher array = SHARED.matcher(text);
    while (array.find()) {
      String name = array.group(2);
      boolean isUsed =
          kernel.code.stream().anyMatch(line -> line.text().matches(".*\\b" + name + "\\b.*"));
      if (isUsed) {
        kernel.addShared(name, Integer.parseInt(array.group(1)), Integer.parseInt(array.group(3)));
      }
    }
    Matcher dynamic = DYNAMIC.matcher(text);
    if (dynamic.find()) {
      kernel.dynamicShared = dynamic.group(1);
    }
  }

  /** Splits a body into labels and statements; braces open scopes, or lists within a statement. */
  private static void readBody(PtxKernel kernel, String body) {
    StringBuilder statement = new StringBuilder();
    Deque<Boolean> isScope = new ArrayDeque<>();
    for (char c : body.toCharArray()) {
      boolean isFresh = statement.toString().isBlank();
      if (c == '{') {
        isScope.push(isFresh);
      }
      if (c == '{' && isFresh || c == '}' && isScope.pop()) {
        continue;
      }
      if (c == ':' && statement.toString().strip().matches("[\\w$]+")) {
        kernel.labels.put(statement.toString().strip(), kernel.code.size());
        statement.setLength(0);
      } else if (c == ';') {
        read(kernel, statement.toString().strip().replaceAll("\\s+", " "));
        statement.setLength(0);
      } else {
        statement.append(c);
      }
    }
  }

  private static void read(PtxKernel kernel, String statement) {
    Matcher register = REGISTER.matcher(statement);
    if (register.matches()) {
      String type = register.group(1);
      int bits = type.equals("pred") ? 1 : Integer.parseInt(type.substring(1));
      kernel.registers.put(register.group(2), bits);
    } else if (statement.startsWith(".shared") || statement.startsWith(".pragma")) {
      return;
    } else if (statement.startsWith(".")) {
      throw new PtxException(kernel.name + ": '" + statement + "' is not known");
    } else if (!statement.isEmpty()) {
      kernel.code.add(Instruction.parse(statement));
    }
  }
}
