package org.limpid.cuda.ptx;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One line of a kernel.
 *
 * @param guard register that says which lanes run it, or null for all
 * @param isNegated whether the guard must be false
 * @param opcode its parts, as {@code [ld, global, f32]}
 * @param operands registers, numbers, addresses in brackets, lists in braces, or a label
 * @param text as written, for messages
 */
record Instruction(
    @Nullable String guard,
    boolean isNegated,
    List<String> opcode,
    List<String> operands,
    String text) {

  /** Reads a statement without its semicolon. */
  static Instruction parse(String statement) {
    String rest = statement;
    String guard = null;
    boolean isNegated = false;
    if (rest.startsWith("@")) {
      int space = rest.indexOf(' ');
      isNegated = rest.charAt(1) == '!';
      guard = rest.substring(isNegated ? 2 : 1, space);
      rest = rest.substring(space + 1).trim();
    }
    int space = rest.indexOf(' ');
    String opcode = space < 0 ? rest : rest.substring(0, space);
    List<String> operands = space < 0 ? List.of() : split(rest.substring(space + 1));
    return new Instruction(guard, isNegated, List.of(opcode.split("\\.")), operands, statement);
  }

  /** Splits at commas, except within braces and brackets. */
  static List<String> split(String text) {
    List<String> parts = new ArrayList<>();
    int depth = 0;
    int from = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '{' || c == '[') {
        depth++;
      } else if (c == '}' || c == ']') {
        depth--;
      } else if (c == ',' && depth == 0) {
        parts.add(text.substring(from, i).trim());
        from = i + 1;
      }
    }
    parts.add(text.substring(from).trim());
    return parts;
  }

  /** What it does: the first part of the opcode. */
  String verb() {
    return opcode.get(0);
  }

  /** The type it works on: the last part of the opcode. */
  String type() {
    return opcode.get(opcode.size() - 1);
  }

  boolean has(String part) {
    return opcode.contains(part);
  }

  String operand(int index) {
    return operands.get(index);
  }
}
