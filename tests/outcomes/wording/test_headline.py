import pytest

from outcomes.wording.headline import headline

PAYS, HARM = "pays_off", "harmful"
NONE, MORE = "no_evidence", "not_enough_data"


@pytest.mark.parametrize(
    ("verdicts", "words"),
    [
        (
            [PAYS] * 3 + [HARM] + [NONE] * 4,
            "Three of eight modules pay off. One does harm.",
        ),
        ([PAYS, NONE], "One of two modules pays off."),
        ([PAYS, PAYS], "Both modules pay off."),
        ([NONE, MORE], "None of two modules pays off so far."),
        ([HARM, NONE], "One of two modules does harm."),
        ([HARM, HARM, MORE], "Two of three modules do harm."),
        ([MORE, MORE], "It is too early to judge any of two modules."),
        ([PAYS], "Your one module pays off."),
        ([MORE], "It is too early to judge your one module."),
        ([PAYS] * 14 + [NONE], "14 of 15 modules pay off."),
    ],
)
def test_headline_answers(verdicts, words):
    assert headline(verdicts) == words
