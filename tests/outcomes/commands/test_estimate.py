"""`manage.py estimate`: published numbers, panels of many kinds, and clear refusals.

No test here may touch a database: the command needs none.
"""

import gzip
import json
from io import StringIO
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

GENERAL = ("--exclude", "0", "--window", "all", "--se", "analytic")


@pytest.fixture
def published():
    """The folder of public panels with known results, beside the checkout."""
    folder = Path(settings.BASE_DIR).parent / "shared" / "evidence"
    if not folder.is_dir():
        pytest.skip("the public panels are not in ../shared/evidence")
    return folder


@pytest.fixture
def panel_file(tmp_path):
    """A function that writes lines to a CSV file and returns its path."""

    def written(*lines, name="panel.csv", end="\n"):
        path = tmp_path / name
        path.write_bytes((end.join(lines) + end).encode())
        return path

    return written


def answer(file, *words, unit="unit", time="time", first="first", outcome="outcome"):
    """What the command says in JSON."""
    out = StringIO()
    columns = ("--unit", unit, "--time", time, "--first-treated", first)
    columns += ("--outcome", outcome)
    call_command("estimate", str(file), *columns, *words, "--json", stdout=out)
    return json.loads(out.getvalue())


def rows(first_of, *, times=range(1, 9), effect=2.0):
    """Lines of a panel without noise: unit and period effects, and the effect."""
    for place, (unit, first) in enumerate(first_of.items()):
        for turn, time in enumerate(times):
            is_treated = isinstance(first, int) and time >= first
            outcome = place + 0.5 * turn**2 + effect * is_treated
            yield f"{unit},{time},{'' if first is None else first},{outcome}"


HEADER = "unit,time,first,outcome"
UNITS = {"a": None, "b": None, "c": 4, "d": 5, "e": 5}


# Published numbers ------------------------------------------------------------------


def horizons(found):
    return {
        point["horizon"]: (point["effect"], point["se"]) for point in found["curve"]
    }


def test_estimate_gives_the_published_numbers_of_mpdta(published):
    found = answer(
        published / "mpdta.csv",
        *GENERAL,
        unit="countyreal",
        time="year",
        first="first_treat",
        outcome="lemp",
    )

    assert found["effect"] == pytest.approx(-0.0477099, abs=1e-4)
    assert found["se"] == pytest.approx(0.0132225, rel=0.01)
    effects = [effect for effect, _ in horizons(found).values()][:4]
    assert effects == pytest.approx([-0.0311, -0.0522, -0.1361, -0.1047], abs=1e-4)


def test_estimate_gives_the_published_numbers_of_df_het(published):
    found = answer(
        published / "df_het_bjs.csv.gz",
        *GENERAL,
        unit="unit",
        time="year",
        first="g",
        outcome="dep_var",
    )

    assert found["effect"] == pytest.approx(2.262952, abs=1e-4)
    assert found["se"] == pytest.approx(0.03139684, rel=0.01)
    expected = {
        0: (1.513142, 0.0755),
        1: (1.663843, 0.0768),
        2: (1.864367, 0.0745),
        20: (2.904657, 0.1132),
    }
    for horizon, (effect, error) in expected.items():
        assert horizons(found)[horizon][0] == pytest.approx(effect, abs=1e-4)
        assert horizons(found)[horizon][1] == pytest.approx(error, rel=0.01)


def test_estimate_gives_the_published_numbers_of_base_stagg(published):
    found = answer(
        published / "base_stagg.csv",
        *GENERAL,
        unit="id",
        time="year",
        first="year_treated",
        outcome="y",
    )

    assert found["effect"] == pytest.approx(-0.74556, abs=1e-4)
    assert found["se"] == pytest.approx(0.3303, rel=0.01)


@pytest.mark.parametrize(
    ("name", "columns"),
    [
        ("mpdta.csv", ("countyreal", "year", "first_treat", "lemp")),
        ("df_het_bjs.csv.gz", ("unit", "year", "g", "dep_var")),
    ],
)
def test_estimate_jackknife_is_near_the_analytic_error(published, name, columns):
    columns = dict(zip(("unit", "time", "first", "outcome"), columns, strict=True))
    analytic = answer(published / name, *GENERAL, **columns)

    jackknife = answer(published / name, *GENERAL[:4], **columns)

    assert jackknife["effect"] == pytest.approx(analytic["effect"], abs=1e-9)
    assert jackknife["se"] == pytest.approx(analytic["se"], rel=0.15)


# Panels of many kinds ----------------------------------------------------------------


def test_estimate_answers_with_the_keys_that_were_promised(panel_file):
    file = panel_file(HEADER, *rows(UNITS))

    found = answer(file, *GENERAL)

    promised = [
        "effect",
        "se",
        "low",
        "high",
        "strict",
        "generous",
        "curve",
        "verdict",
        "n",
    ]
    assert [key for key in promised if key not in found] == []
    assert found["effect"] == pytest.approx(2)
    assert found["strict"]["effect"] == found["generous"]["effect"] == found["effect"]
    assert [point["horizon"] for point in found["curve"]] == list(range(8))
    assert found["verdict"] == "not_enough_data"
    assert found["n"]["units"] == 5
    assert found["n"]["used"] == 3


@pytest.mark.parametrize(
    "never", ["0", "", "NA", "nan", "inf", "Inf", "never", "10000"]
)
def test_estimate_knows_the_usual_ways_to_say_never(panel_file, never):
    units = {**UNITS, "a": never, "b": never}
    file = panel_file(HEADER, *rows(units))

    found = answer(file, *GENERAL)

    assert found["effect"] == pytest.approx(2)
    assert found["n"]["untreated"] == 2


def test_estimate_takes_a_named_value_for_never(panel_file):
    file = panel_file(HEADER, *rows({**UNITS, "a": "-1", "b": "-1.0"}))

    found = answer(file, *GENERAL, "--never", "-1")

    assert found["n"]["untreated"] == 2


def test_estimate_takes_nought_for_a_period_where_it_is_one(panel_file):
    units = {"a": None, "b": None, "c": 3, "d": 0}
    file = panel_file(HEADER, *rows(units, times=range(0, 6)))

    found = answer(file, *GENERAL)

    assert found["n"]["untreated"] == 2
    assert found["left_out"] == {"few_answers_before": ["d"]}


@pytest.mark.parametrize(
    ("times", "first"),
    [
        ([2003, 2004, 2005, 2006], 2005),
        ([2000, 2002, 2004, 2006], 2004),
        ([2000, 2002, 2004, 2006], 2003),
        ([0.25, 0.5, 0.75, 1.0], 0.75),
        ([2003.0, 2003.25, 2003.5, 2003.75], 2003.5),
        ([200411, 200412, 200501, 200502], 200501),
        (["2003Q3", "2003Q4", "2004Q1", "2004Q2"], "2004Q1"),
        (["2003-11", "2003-12", "2004-1", "2004-2"], "2004-1"),
        (["2003-W51", "2003-W52", "2004-W01", "2004-W02"], "2004-W01"),
        ([-3, -2, -1, 0], -1),
        ([1e6, 1e6 + 1, 1e6 + 2, 1e6 + 3], 1e6 + 2),
    ],
)
def test_estimate_takes_any_kind_of_period(panel_file, times, first):
    lines = [
        f"{unit},{time},{begin},{outcome + turn**2 + (3 if begin and turn > 1 else 0)}"
        for unit, begin, outcome in (("a", "", 1), ("b", "", 2), ("c", first, 3))
        for turn, time in enumerate(times)
    ]
    file = panel_file(HEADER, *lines)

    found = answer(file, *GENERAL)

    assert found["effect"] == pytest.approx(3)
    assert [point["effect"] for point in found["curve"]][:2] == pytest.approx([3, 3])


def test_estimate_leaves_a_gap_in_the_periods_a_gap(panel_file):
    file = panel_file(HEADER, *rows(UNITS, times=[1, 2, 3, 4, 7, 8]))

    found = answer(file, *GENERAL)

    by_horizon = {point["horizon"]: point["responses"] for point in found["curve"]}
    assert by_horizon == {0: 1, 1: 0, 2: 2, 3: 3, 4: 1, 5: 0, 6: 0, 7: 0}


def test_estimate_adds_several_rows_of_a_cell_by_weight(panel_file):
    lines = [f"{line},1" for line in rows(UNITS)]
    split = [line for line in lines if not line.startswith("c,6,")]
    mean = 2 + 0.5 * 25 + 2.0
    split += [f"c,6,4,{mean - 3},1", f"c,6,4,{mean + 1},3"]
    header = HEADER + ",weight"

    whole = answer(panel_file(header, *lines), *GENERAL, "--weight", "weight")
    found = answer(panel_file(header, *split), *GENERAL, "--weight", "weight")

    assert found["effect"] == pytest.approx(whole["effect"])
    assert found["n"]["responses_after"] == whole["n"]["responses_after"] + 3


def test_estimate_reads_a_gzip_a_mark_and_other_delimiters(panel_file, tmp_path):
    lines = [HEADER, *rows(UNITS)]
    plain = answer(panel_file(*lines), *GENERAL)
    packed = tmp_path / "panel.csv.gz"
    packed.write_bytes(gzip.compress("\n".join(lines).encode()))
    marked = panel_file("\ufeff" + lines[0], *lines[1:], name="mark.csv", end="\r\n")
    semicolons = [line.replace(",", ";").replace(".", ",") for line in lines]
    semicolon = panel_file(*semicolons, name="semicolon.csv")

    assert answer(packed, *GENERAL) == plain
    assert answer(marked, *GENERAL) == plain
    assert answer(semicolon, *GENERAL) == plain


def test_estimate_skips_and_counts_rows_without_an_outcome(panel_file):
    lines = list(rows(UNITS))
    lines[2] = lines[2].rpartition(",")[0] + ","
    lines[3] = lines[3].rpartition(",")[0] + ",NA"

    found = answer(panel_file(HEADER, *lines), *GENERAL)

    assert found["n"]["rows_without_outcome"] == 2
    assert found["effect"] == pytest.approx(2)


def test_estimate_takes_clusters_above_units(panel_file):
    lines = [
        f"{line},{'xyz'[place // 8 % 3]}" for place, line in enumerate(rows(UNITS))
    ]
    file = panel_file(HEADER + ",team", *lines)

    found = answer(file, *GENERAL, "--cluster", "team")

    assert found["n"]["clusters"] == 3


def test_estimate_brackets_with_an_assignment(panel_file):
    lines = [
        f"{line},{'' if line.split(',')[2] == '' else 3}"
        for line in rows({**UNITS, "f": 6}, times=range(1, 12))
    ]
    dipped = [
        line.replace(line.split(",")[3], str(float(line.split(",")[3]) - 1))
        if line.startswith(
            ("c,3,", "d,3,", "d,4,", "e,3,", "e,4,", "f,3,", "f,4,", "f,5,")
        )
        else line
        for line in lines
    ]
    file = panel_file(HEADER + ",sent", *dipped)

    found = answer(
        file,
        "--exclude",
        "1",
        "--window",
        "0:3",
        "--assigned",
        "sent",
        "--se",
        "analytic",
    )

    assert found["strict"]["effect"] == pytest.approx(2, abs=1e-6)
    assert found["generous"]["effect"] > 2.1
    middle = (found["strict"]["effect"] + found["generous"]["effect"]) / 2
    assert found["effect"] == pytest.approx(middle)
    assert [point["horizon"] for point in found["curve"]] == [0, 1, 2, 3]


def test_estimate_leaves_always_treated_units_out_and_says_so(panel_file):
    file = panel_file(HEADER, *rows({**UNITS, "z": 1, "y": 1}))

    found = answer(file, *GENERAL)

    assert found["left_out"] == {"few_answers_before": ["z", "y"]}
    assert found["effect"] == pytest.approx(2)


def test_estimate_speaks_in_sentences(panel_file):
    out = StringIO()
    file = panel_file(HEADER, *rows({**UNITS, "z": 1}))
    columns = ("--unit", "unit", "--time", "time", "--first-treated", "first")

    call_command(
        "estimate", str(file), *columns, "--outcome", "outcome", *GENERAL, stdout=out
    )

    said = out.getvalue()
    assert "4 of 6 units are treated in 8 periods; 3 of them, in 3 clusters" in said
    assert "Left out: 1, no usable period before." in said
    assert "Verdict: not enough data." in said


# Refusals ----------------------------------------------------------------------------


def swapped(place, value):
    """Lines of a panel with one value of the third row replaced."""
    lines = [line.split(",") for line in rows(UNITS)]
    lines[2][place] = value
    return [",".join(line) for line in lines]


@pytest.mark.parametrize(
    ("lines", "sentence"),
    [
        ([], "panel.csv is empty"),
        ([HEADER], "panel.csv has a header line and no rows"),
        (
            [HEADER, *swapped(3, "high")],
            "line 4, column outcome: 'high' is not a number",
        ),
        ([HEADER, *swapped(3, "inf")], "line 4, column outcome: 'inf' is not finite"),
        ([HEADER, *swapped(1, "soon")], "line 4, column time: 'soon' is not a number"),
        ([HEADER, *swapped(1, "")], "line 4, column time: there is no value"),
        ([HEADER, *swapped(1, "inf")], "line 4, column time: 'inf' is not finite"),
        ([HEADER, *swapped(3, "1e200")], "line 4, column outcome: 1e200 is too large"),
        ([",,,", ",,,"], "has no column 'unit' for --unit"),
        ([HEADER, *swapped(0, "")], "line 4, column unit: there is no value"),
        ([HEADER, *swapped(2, "5")], "column first: unit a has '5' here and"),
        ([HEADER, *swapped(2, "x")], "line 4, column first: 'x' is not a number"),
        ([HEADER, "a,1"], "line 2: 2 values, but the header has 4 columns"),
        (["unit,time,first,score", "a,1,,3"], "has no column 'outcome' for --outcome"),
        ([HEADER + ",time", "a,1,,3,1"], "has 2 columns named 'time'"),
        ([HEADER, "a,1,,", "b,1,,NA"], "no row with an outcome and a weight"),
        ([HEADER, *rows({"a": None, "b": None})], "no unit is ever treated"),
        ([HEADER, *rows({"a": 1, "b": 1})], "treated in all its periods"),
        ([HEADER, *rows({"a": 4, "b": 4})], "nobody to compare with"),
    ],
)
def test_estimate_refuses_what_it_cannot_read(panel_file, lines, sentence):
    file = panel_file(*lines)

    with pytest.raises(CommandError) as refusal:
        answer(file, *GENERAL)

    assert sentence in str(refusal.value)


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"\x1f\x8b\x08damaged", "is a damaged gzip file"),
        (HEADER.encode() + b"\na,1,,\xff\n", "line 2: this is not UTF-8 text"),
        (b"PK\x03\x04\x00\x00", "is not a text file"),
        (HEADER.encode() + b'\n"a,1,,3\n', "values, but the header has"),
    ],
)
def test_estimate_refuses_what_is_no_table(tmp_path, content, sentence):
    file = tmp_path / "panel.csv"
    file.write_bytes(content)

    with pytest.raises(CommandError) as refusal:
        answer(file, *GENERAL)

    assert sentence in str(refusal.value)


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["--window", "12"], "--window 12: say all, or two whole numbers"),
        (["--window", "9:3"], "--window 9:3: it has to start"),
        (["--exclude", "-1"], "--exclude has to be 0 or more"),
        (["--weight", "mass"], "has no column 'mass' for --weight"),
    ],
)
def test_estimate_refuses_options_that_mean_nothing(panel_file, words, sentence):
    file = panel_file(HEADER, *rows(UNITS))

    with pytest.raises(CommandError) as refusal:
        answer(file, *words)

    assert sentence in str(refusal.value)


def test_estimate_refuses_a_negative_weight(panel_file):
    lines = [
        f"{line},{-1 if place == 5 else 1}" for place, line in enumerate(rows(UNITS))
    ]
    file = panel_file(HEADER + ",weight", *lines)

    with pytest.raises(CommandError, match="line 7, column weight: -1 is below 0"):
        answer(file, "--weight", "weight")


def test_estimate_refuses_a_file_that_is_not_there(tmp_path):
    with pytest.raises(CommandError, match="is not there"):
        answer(tmp_path / "nowhere.csv")


def test_estimate_refuses_a_folder(tmp_path):
    with pytest.raises(CommandError, match="cannot be read"):
        answer(tmp_path)
