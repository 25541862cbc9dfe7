"""Numbers, particles and dates as people write them, in both languages."""

import pytest

from fundmodel.texts import Texts, locale_texts
from fundmodel.units import LANGUAGES, MINUS, NO_BREAK, Units, particle, significant

KO, EN = Units("ko"), Units("en")


def plain(text: str) -> str:
    return text.replace(NO_BREAK, " ")


@pytest.mark.parametrize(
    ("won", "korean", "english"),
    [
        (0, "0원", "KRW 0"),
        (1_253_400_000_000, "1.25조", "KRW 1.25 tn"),
        (5_000_000_000_000, "5조", "KRW 5 tn"),
        (348_000_000_000, "3,480억", "KRW 348 bn"),
        (999_600_000_000, "1.00조", "KRW 1.00 tn"),
        (999_400_000_000, "9,990억", "KRW 999 bn"),
        (12_345_678, "1,230만", "KRW 12.3 m"),
        (950, "950원", "KRW 950"),
        (-348_000_000_000, "−3,480억", "KRW −348 bn"),
    ],
)
def test_won(won: int, korean: str, english: str):
    assert KO.won(won) == korean
    assert plain(EN.won(won)) == english


def test_a_gain_carries_its_sign_and_a_loss_a_true_minus():
    assert KO.won(2_000_000_000_000, signed=True) == "+2조"
    assert plain(EN.won(2_000_000_000_000, signed=True)) == "KRW +2 tn"
    assert plain(EN.won(2_000_000_000_000, named=False)) == "2 tn"
    assert MINUS in EN.rate(-0.05)
    assert "-" not in EN.won(-1) + KO.won(-1) + EN.points(-0.1) + EN.multiple(-1.0) + EN.share(-0.5)


def test_dollars():
    assert plain(EN.dollars(123_400_000_000)) == "USD 1.23 bn"
    assert plain(KO.dollars(123_400_000_000)) == "12.3억 달러"
    assert plain(KO.dollars(-250_000_000)) == "−250만 달러"


def test_rates_shares_points_and_multiples():
    assert plain(EN.rate(0.0812)) == "8.1 %"
    assert plain(EN.rate(-0.0004)) == "0.0 %"
    assert plain(EN.share(0.02)) == "2 %"
    assert plain(EN.share(0.0276)) == "2.8 %"
    assert plain(EN.points(0.012)) == "+1.2 pp"
    assert plain(KO.points(-0.012)) == "−1.2 %p"
    assert plain(EN.points(0.0001)) == "0.0 pp"
    assert EN.multiple(1.834) == "1.83x"


def test_a_chance_is_said_in_words_and_percent():
    assert plain(EN.chance(1 / 12)) == "1 in 12 (8 %)"
    assert plain(KO.chance(1 / 12)) == "12번 중 1번(8 %)"
    assert plain(EN.chance(0.9)) == "90 %"
    assert plain(EN.chance(0.0)) == "0 %"


def test_quarters():
    assert EN.quarter(0, 2027) == "2027 Q1"
    assert KO.quarter(17, 2027) == "2031년 2분기"


@pytest.mark.parametrize(
    ("word", "pair", "expected"),
    [
        ("정책자금", "은/는", "은"),
        ("해외 투자자", "은/는", "는"),
        ("1.25조", "을/를", "를"),
        ("3,480억", "을/를", "을"),
        ("950원", "이/가", "이"),
        ("8.1 %", "은/는", "는"),
        ("2031", "과/와", "과"),
        ("2032", "과/와", "와"),
        ("2027년 1분기", "이/가", "가"),
        ("운용사(GP)", "이/가", "가"),
        ("서울", "으로/로", "로"),
        ("부산", "으로/로", "으로"),
        ("1.83x", "을/를", "를"),
        ("IRR", "은/는", "은"),
    ],
)
def test_particles_follow_the_sound(word: str, pair: str, expected: str):
    assert particle(word, pair) == expected


def test_an_unknown_particle_or_language_is_refused():
    with pytest.raises(ValueError, match="known are"):
        particle("말", "도/도")
    with pytest.raises(ValueError, match="known are ko, en"):
        Units("fr")


def test_significant_digits_round_once():
    assert significant(0.09996) == "0.100"
    assert significant(99.96) == "100"
    assert significant(1234567) == "1,230,000"


def test_both_languages_have_the_same_texts_with_the_same_values():
    korean, english = locale_texts("ko"), locale_texts("en")
    assert sorted(korean) == sorted(english)
    for key, text in english.items():
        assert _values(text) == _values(korean[key]), key
        assert text.strip(), key
        assert korean[key].strip(), key


def _values(text: str) -> set[str]:
    import string

    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


def test_no_text_shouts():
    for language in LANGUAGES:
        assert not [key for key, text in locale_texts(language).items() if "!" in text]


def test_a_missing_text_is_named():
    with pytest.raises(KeyError, match=r"page\.nowhere"):
        Texts("en")("page.nowhere")


def test_a_particle_follows_an_inserted_word():
    texts = Texts("ko")
    assert texts(
        "returns.title", most="국내 민간", most_rate="8.1 %", least="정책자금", least_rate="5.2 %"
    ) == ("순수익률은 국내 민간이 8.1 %로 가장 높고, 정책자금이 5.2 %로 가장 낮음")
