"""What cells of a file of visits say."""

from decimal import Decimal

import pytest

from feedback.importing.visits import amount_sign, read_amount


@pytest.mark.parametrize(
    ("text", "sign", "amount"),
    [
        ("12", ".", "12.00"),
        ("12.5", ",", "12.50"),
        ("12,5", ".", "12.50"),
        ("1,234.50", ",", "1234.50"),
        ("1.234,50", ".", "1234.50"),
        ("1.234", ".", "1.23"),
        ("1.234", ",", "1234.00"),
        ("1.234.567", ".", "1234567.00"),
        ("1'234.50", ".", "1234.50"),
        ("€ 12,50", ".", "12.50"),
        ("12.50 EUR", ".", "12.50"),
        ("EUR 12.50", ".", "12.50"),
        ("-12.50", ".", "-12.50"),
        ("0", ".", "0.00"),
    ],
)
def test_read_amount_reads_what_tills_write(text, sign, amount):
    assert read_amount(text, sign) == Decimal(amount)


@pytest.mark.parametrize("text", ["free", "", "1-2", "12,50,1.2.3", "nan", "1e9"])
def test_read_amount_finds_none_where_there_is_none(text):
    assert read_amount(text, ".") is None


@pytest.mark.parametrize(
    ("texts", "sign"),
    [
        (["12", "7"], None),
        (["12.50", "7,80"], None),
        (["1.234"], ""),
        (["1.234", "12,50"], ","),
        (["1,234", "12.50"], "."),
        (["1.234", "12,50", "12.50"], ""),
    ],
)
def test_amount_sign_tells_only_what_the_file_shows(texts, sign):
    assert amount_sign(texts) == sign
