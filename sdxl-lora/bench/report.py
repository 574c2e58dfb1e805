"""The page docs/benchmarks.md: what is around the two marks is written by hand and stays."""

BEGIN = "<!-- Written by sdxl-lora/bench/run: do not edit up to the end mark. -->"
END = "<!-- End of what sdxl-lora/bench/run writes. -->"


def write_report(page, rows, about):
    text = page.read_text() if page.exists() else f"# Benchmarks\n\n{BEGIN}\n{END}\n"
    before, rest = text.split(BEGIN)
    after = rest.split(END)[1]
    page.write_text(f"{before}{BEGIN}\n{measured(rows, about)}\n{END}{after}")


def measured(rows, about):
    rounds = "one round of few steps, a trial" if about["quick"] else f"medians of {about['rounds']} rounds"
    lines = [
        f"Measured on {about['date']}: {rounds}, {about['threads']} threads each, on {about['machine']}.",
        f"Reference: {about['versions']}.",
        "",
        "| case | diffusers | ours | ratio | bar | |",
        "| --- | ---: | ---: | ---: | ---: | --- |",
    ]
    for row in rows:
        ratio = "" if row.reference is None else f"{row.ours / row.reference:.2f}"
        verdict = "met" if row.measure() <= row.bar else "**missed**"
        bar = f"{row.bar:g}" if row.reference is not None else amount(row.bar, row.unit)
        reference = "" if row.reference is None else amount(row.reference, row.unit)
        lines.append(f"| {row.case} | {reference} | {amount(row.ours, row.unit)} | {ratio} | ≤ {bar} | {verdict} |")
    return "\n".join(lines)


def amount(value, unit):
    if unit == "":
        return f"{value:.1e}"
    digits = {"ms": 0, "MiB": 0, "s": 1, "GiB": 2, "%": 1}[unit]
    return f"{value:.{digits}f} {unit}"
