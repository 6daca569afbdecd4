#!/usr/bin/env python3
"""Joins what tools/gpu/run measured: report.py FOLDER writes report.json and report.md into it.

Reads the lines of times-*.jsonl, peer.jsonl and the JSON of steps.json. What was not measured is
said to be not measured.
"""

import json
import pathlib
import sys

# Least milliseconds of the step on an H100 with a batch of 128, by arithmetic or memory alone.
FLOOR = {"float32": 3.91, "tf32": 0.95, "bfloat16": 0.48}


def lines(path):
    found = []
    if path.exists():
        for line in path.read_text().splitlines():
            if line.startswith("{"):
                found.append(json.loads(line))
    return found


def number(value):
    return "%.3f" % value


def step(rows):
    return next((row for row in rows if row.get("what") == "training step"), None)


def table(report):
    text = ["# On a GPU", ""]
    text += ["%s: %s  " % (key, value) for key, value in report["about"].items()]
    text += ["", "## Tests", "", "| what | result |", "|---|---|"]
    text += ["| %s | %s |" % (row["what"], row["result"]) for row in report["tests"]]
    text += ["", "## Training step, milliseconds", ""]
    text += ["| precision | by | median | least | Limpid / it |", "|---|---|---|---|---|"]
    h100 = "H100" in str(report["about"].get("gpu")) and report["about"].get("batch") == 128
    for precision, floor in FLOOR.items():
        limpid = step(report["limpid"].get(precision, []))
        if limpid is None:
            text.append("| %s | Limpid | not measured | | |" % precision)
        else:
            text.append(
                "| %s | Limpid | %s | %s | |"
                % (precision, number(limpid["ms"]), number(limpid["least"]))
            )
        for row in report["peer"]:
            if row.get("precision") != precision:
                continue
            by = "PyTorch, " + row["way"]
            if "ms" not in row:
                text.append("| %s | %s | not measured: %s | | |" % (precision, by, row["not measured"]))
                continue
            ratio = number(limpid["ms"] / row["ms"]) if limpid else ""
            text.append(
                "| %s | %s | %s | %s | %s |"
                % (precision, by, number(row["ms"]), number(row["least"]), ratio)
            )
        if h100:
            ratio = number(limpid["ms"] / floor) if limpid else ""
            text.append("| %s | floor of an H100 | %s | | %s |" % (precision, number(floor), ratio))
    text += ["", "## Limpid, kernel by kernel", ""]
    text += ["| precision | what | milliseconds | TFLOPS |", "|---|---|---|---|"]
    for precision, rows in report["limpid"].items():
        for row in rows:
            if "ms" in row:
                text.append(
                    "| %s | %s | %s | %.2f |"
                    % (precision, row["what"], number(row["ms"]), row["tflops"])
                )
    return "\n".join(text) + "\n"


def main():
    folder = pathlib.Path(sys.argv[1])
    steps = folder / "steps.json"
    report = json.loads(steps.read_text()) if steps.exists() else {"about": {}, "tests": []}
    report["limpid"] = {}
    for precision in FLOOR:
        rows = lines(folder / ("times-%s.jsonl" % precision))
        if rows:
            report["limpid"][precision] = rows
    report["peer"] = lines(folder / "peer.jsonl")
    for row in report["peer"]:
        if "peer" in row:
            report["about"]["peer"] = row["peer"]
    (folder / "report.json").write_text(json.dumps(report, indent=1) + "\n")
    (folder / "report.md").write_text(table(report))


if __name__ == "__main__":
    main()
