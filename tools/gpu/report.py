#!/usr/bin/env python3
"""Joins what tools/gpu/run measured: report.py FOLDER writes report.json and report.md into it.

Reads results.tsv, the lines of times-*.jsonl and losses-*.jsonl, and peer.jsonl. What was not
measured is said to be not measured.
"""

import json
import pathlib
import sys

# Least milliseconds of the step on an H100 with a batch of 128, by arithmetic or memory alone.
FLOOR = {"float32": 3.91, "tf32": 0.95, "bfloat16": 0.48}
ENGINES = ("own", "auto")
MET, MISSED, UNKNOWN = "met", "missed", "not measured"


def lines(path):
    found = []
    if path.exists():
        for line in path.read_text().splitlines():
            if line.startswith("{"):
                found.append(json.loads(line))
    return found


def number(value):
    return "%.3f" % value


def results(path):
    """What run put down: facts, and how each part ended."""
    about, tests = {}, []
    for line in path.read_text().splitlines() if path.exists() else []:
        kind, *fields = line.split("\t")
        if kind == "about":
            about[fields[0]] = int(fields[1]) if fields[1].isdigit() else fields[1]
        else:
            test = {"what": fields[0], "result": fields[1]}
            if fields[2]:
                test["seconds"] = int(fields[2]) / 1000
            tests.append(test)
    return about, tests


def step(report, precision, engine):
    rows = report["limpid"].get(precision, {}).get(engine, [])
    return next((row for row in rows if row.get("what") == "training step"), None)


def quickest(report, precision, ways):
    times = [
        row["ms"]
        for row in report["peer"]
        if row.get("precision") == precision and row.get("way") in ways and "ms" in row
    ]
    return min(times, default=None)


def on_gpu(about):
    return not str(about.get("gpu", "none")).startswith("none") and str(
        about.get("device")
    ).startswith("cuda")


def on_h100(about):
    return on_gpu(about) and "H100" in about["gpu"] and about.get("batch") == 128


def targets(report):
    """Each target in each precision by each engine, with a verdict."""
    about = report["about"]
    is_peer_alike = on_gpu(about) and about.get("peer device", "cpu") != "cpu"
    found = []

    def judge(target, precision, limit, why):
        for engine in ENGINES:
            row = {"target": target, "precision": precision, "engine": engine}
            limpid = step(report, precision, engine)
            if limit is not None:
                row["at most"] = limit
            if limpid is not None:
                row["ms"] = limpid["ms"]
            if limit is None or limpid is None:
                row["verdict"] = UNKNOWN
                row["why"] = why if limit is None else "no time of Limpid's step"
            else:
                row["verdict"] = MET if limpid["ms"] <= limit else MISSED
            found.append(row)

    for precision in ("tf32", "bfloat16"):
        limit = 2 * FLOOR[precision] if on_h100(about) else None
        judge("at most twice the floor", precision, limit, "not an H100 with a batch of 128")
    for precision in FLOOR:
        for target, ways, ratio in (
            ("at least 1.3 x as fast as PyTorch", ("eager", "eager, channels last"), 1.3),
            ("no slower than PyTorch with graphs", ("CUDA graph, channels last",), 1),
        ):
            peer = quickest(report, precision, ways) if is_peer_alike else None
            limit = None if peer is None else peer / ratio
            judge(target, precision, limit, "no time of PyTorch's step on the GPU")
    return found


def table(report):
    text = ["# On a GPU", ""]
    text += ["%s: %s  " % (key, value) for key, value in report["about"].items()]
    text += ["", "## Tests", "", "| what | result | seconds |", "|---|---|---|"]
    for row in report["tests"]:
        took = "%.1f" % row["seconds"] if "seconds" in row else ""
        text.append("| %s | %s | %s |" % (row["what"], row["result"], took))
    text += ["", "## Targets of the training step", ""]
    text += ["| target | precision | engine | at most, ms | measured, ms | verdict |"]
    text += ["|---|---|---|---|---|---|"]
    for row in report["targets"]:
        why = ": " + row["why"] if "why" in row else ""
        limit, ms = (number(row[key]) if key in row else "" for key in ("at most", "ms"))
        text.append(
            "| %s | %s | %s | %s | %s | %s%s |"
            % (row["target"], row["precision"], row["engine"], limit, ms, row["verdict"], why)
        )
    text += losses(report)
    text += steps(report)
    text += ["", "## Limpid, kernel by kernel", ""]
    text += ["| precision | engine | what | milliseconds | TFLOPS | GB/s |", "|---|---|---|---|---|---|"]
    for precision, engines in report["limpid"].items():
        for engine, rows in engines.items():
            for row in rows:
                if "ms" in row:
                    rates = ("%.2f" % row[k] if row.get(k) else "" for k in ("tflops", "gbs"))
                    text.append(
                        "| %s | %s | %s | %s | %s | %s |"
                        % (precision, engine, row["what"], number(row["ms"]), *rates)
                    )
    return "\n".join(text) + "\n"


def losses(report):
    text = ["", "## Losses of the same training on the processor and on the device", ""]
    text += ["| precision | engine | steps | largest difference | at most | verdict |"]
    text += ["|---|---|---|---|---|---|"]
    for precision in FLOOR:
        for engine in ENGINES:
            row = report["losses"].get(precision, {}).get(engine)
            if row is None:
                text.append("| %s | %s | | | | %s |" % (precision, engine, UNKNOWN))
                continue
            text.append(
                "| %s | %s | %d | %.2e | %.0e | %s |"
                % (
                    precision,
                    engine,
                    row["steps"],
                    row["largest difference"],
                    row["at most"],
                    MET if row["largest difference"] <= row["at most"] else MISSED,
                )
            )
    return text


def steps(report):
    text = ["", "## Training step, milliseconds", ""]
    text += ["| precision | by | median | least | Limpid, own / it |", "|---|---|---|---|---|"]
    for precision, floor in FLOOR.items():
        own = step(report, precision, "own")

        def row(by, median, least=None):
            ratio = number(own["ms"] / median) if own and not by.startswith("Limpid, own") else ""
            text.append(
                "| %s | %s | %s | %s | %s |"
                % (precision, by, number(median), "" if least is None else number(least), ratio)
            )

        for engine in ENGINES:
            limpid = step(report, precision, engine)
            if limpid:
                row("Limpid, " + engine, limpid["ms"], limpid["least"])
            else:
                text.append("| %s | Limpid, %s | %s | | |" % (precision, engine, UNKNOWN))
        for peer in report["peer"]:
            if peer.get("precision") != precision:
                continue
            by = "PyTorch, " + peer["way"]
            if "ms" in peer:
                row(by, peer["ms"], peer["least"])
            else:
                why = peer["not measured"]
                text.append("| %s | %s | %s: %s | | |" % (precision, by, UNKNOWN, why))
        if on_h100(report["about"]):
            row("floor of an H100", floor)
    return text


def measured(folder, what):
    """Lines of each precision by each engine, where there are any."""
    found = {}
    for precision in FLOOR:
        for engine in ENGINES:
            rows = lines(folder / ("%s-%s-%s.jsonl" % (what, precision, engine)))
            if rows:
                found.setdefault(precision, {})[engine] = rows
    return found


def main():
    folder = pathlib.Path(sys.argv[1])
    about, tests = results(folder / "results.tsv")
    report = {"about": about, "tests": tests, "limpid": measured(folder, "times")}
    report["losses"] = {
        precision: {engine: rows[-1] for engine, rows in engines.items()}
        for precision, engines in measured(folder, "losses").items()
    }
    report["peer"] = lines(folder / "peer.jsonl")
    for row in report["peer"]:
        if "peer" in row:
            about["peer"] = row["peer"]
            about["peer device"] = row["device"]
    report["targets"] = targets(report)
    (folder / "report.json").write_text(json.dumps(report, indent=1) + "\n")
    (folder / "report.md").write_text(table(report))


if __name__ == "__main__":
    main()
