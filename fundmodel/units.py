"""How won, dollars, shares, rates and dates are written in Korean and in English."""

import math
from dataclasses import dataclass

LANGUAGES = ("ko", "en")
MINUS = "−"
NO_BREAK = "\u00a0"
SIGNIFICANT = 3

_PERCENT = 100
_QUARTERS = 4
_WHOLE_FROM = 10
_WON = {
    "ko": ((1e12, "조"), (1e8, "억"), (1e4, "만"), (1.0, "원")),
    "en": ((1e12, "tn"), (1e9, "bn"), (1e6, "m"), (1.0, "")),
}
_DOLLARS = {
    "ko": ((1e8, "억 달러"), (1e4, "만 달러"), (1.0, "달러")),
    "en": ((1e9, "bn"), (1e6, "m"), (1.0, "")),
}
_HANGUL_FIRST, _HANGUL_LAST, _FINALS, _RIEUL = 0xAC00, 0xD7A3, 28, 8
# Whether the spoken name of a sign ends in a consonant: "ㄹ" stands for the one that 으로 treats as a vowel.
_SPOKEN_FINAL = {
    **dict.fromkeys("036mn", "x"),
    **dict.fromkeys("178lr", "ㄹ"),
    "%": "",
}
_PAIRS = ("은/는", "이/가", "을/를", "과/와", "으로/로")


def significant(value: float, digits: int = SIGNIFICANT) -> str:
    """A number with a fixed count of significant digits, thousands separated; exact short numbers stay short.

    Args:
        value: Any finite number.
        digits: Significant digits of numbers that need them.

    Example:
        >>> significant(1.2534), significant(5.0), significant(3483), significant(1.2004), significant(-0.5)
        ('1.25', '5', '3,480', '1.20', '−0.5')
    """
    if value == 0:
        return "0"
    places = digits - 1 - math.floor(math.log10(abs(value)))
    rounded = round(value, places)
    if rounded == 0:
        return "0"
    places = digits - 1 - math.floor(math.log10(abs(rounded)))
    text = f"{abs(rounded):,.{max(places, 0)}f}"
    if math.isclose(rounded, value, rel_tol=1e-12) and "." in text:
        text = text.rstrip("0").rstrip(".")
    return f"{MINUS}{text}" if rounded < 0 else text


def _scaled(value: float, steps: tuple[tuple[float, str], ...]) -> tuple[str, str]:
    """Digits and unit of the largest step that the rounded value reaches."""
    size = abs(value)
    if size:
        size = round(size, SIGNIFICANT - 1 - math.floor(math.log10(size)))
    for step, unit in steps:
        if size >= step or step == steps[-1][0]:
            return significant(value / step), unit
    raise AssertionError("the last step catches every value")


def particle(word: str, pair: str) -> str:
    """The Korean particle that follows a word, by the sound it ends in; digits and Latin letters too.

    Args:
        word: What stands before it.
        pair: 은/는, 이/가, 을/를, 과/와 or 으로/로.

    Raises:
        ValueError: If the pair is not one of these.

    Example:
        >>> particle("공공", "은/는"), particle("1.25조", "이/가"), particle("서울", "으로/로")
        ('은', '가', '로')
    """
    if pair not in _PAIRS:
        raise ValueError(f"particle {pair!r}: known are {', '.join(_PAIRS)}")
    after_final, after_vowel = pair.split("/")
    last = next((sign for sign in reversed(word) if sign.isalnum() or sign == "%"), "")
    code = ord(last) if last else 0
    if _HANGUL_FIRST <= code <= _HANGUL_LAST:
        final = (code - _HANGUL_FIRST) % _FINALS
        kind = "" if final == 0 else "ㄹ" if final == _RIEUL else "x"
    else:
        kind = _SPOKEN_FINAL.get(last.lower(), "")
    if not kind or (kind == "ㄹ" and pair == "으로/로"):
        return after_vowel
    return after_final


@dataclass(frozen=True)
class Units:
    """The way numbers are written in one language.

    Attributes:
        language: ko or en.
        won_steps: ko counts won in 조 and 억, en in trillions and billions; empty is as the language does.

    Raises:
        ValueError: For any other language.
    """

    language: str
    won_steps: str = ""

    def __post_init__(self) -> None:
        for language in (self.language, self.steps):
            if language not in LANGUAGES:
                raise ValueError(f"language {language!r}: known are {', '.join(LANGUAGES)}")

    @property
    def steps(self) -> str:
        """Whose steps of won are used: ko or en."""
        return self.won_steps or self.language

    @property
    def _is_korean(self) -> bool:
        return self.language == "ko"

    def won(self, amount: float, signed: bool = False, named: bool = True) -> str:
        """Won with three significant digits.

        Args:
            amount: Whole won.
            signed: True writes a plus before gains.
            named: False leaves out the currency, for tables whose heading names it.

        Example:
            >>> Units("ko").won(1_253_400_000_000), Units("ko").won(348_000_000_000)
            ('1.25조', '3,480억')
            >>> Units("en").won(-348_000_000_000).replace(NO_BREAK, " ")
            'KRW −348 bn'
            >>> [Units(*pair).won(348e9).replace(NO_BREAK, " ") for pair in (("en", "ko"), ("ko", "en"))]
            ['KRW 3,480억', '348 bn']
        """
        digits, unit = _scaled(amount, _WON[self.steps])
        plus = "+" if signed and amount > 0 else ""
        currency = f"KRW{NO_BREAK}" if named and not self._is_korean else ""
        space = NO_BREAK if unit and self.steps != LANGUAGES[0] else ""
        unit = "" if not self._is_korean and unit == _WON["ko"][-1][1] else unit
        return f"{currency}{plus}{digits}{space}{unit}"

    def dollars(self, cents: float) -> str:
        """US dollars with three significant digits.

        Args:
            cents: US cents.

        Example:
            >>> Units("en").dollars(123_456_789_000).replace(NO_BREAK, " ")
            'USD 1.23 bn'
        """
        digits, unit = _scaled(cents / _PERCENT, _DOLLARS[self.language])
        if self._is_korean:
            return f"{digits}{unit}".replace(" ", NO_BREAK)
        return f"USD{NO_BREAK}{digits}" + (f"{NO_BREAK}{unit}" if unit else "")

    def rate(self, value: float, decimals: int = 1) -> str:
        """A rate per year with one decimal, or more where near ones are told apart.

        Example:
            >>> Units("en").rate(-0.0126).replace(NO_BREAK, " ")
            '−1.3 %'
        """
        return f"{_signed(value * _PERCENT, decimals)}{NO_BREAK}%"

    def share(self, value: float) -> str:
        """A share of a whole; one decimal where it is needed.

        Example:
            >>> [Units("en").share(value).replace(NO_BREAK, " ") for value in (0.3, 0.0215)]
            ['30 %', '2.1 %']
        """
        percent = value * _PERCENT
        decimals = 0 if math.isclose(percent, round(percent), abs_tol=1e-9) else 1
        return f"{_signed(percent, decimals)}{NO_BREAK}%"

    def points(self, difference: float, decimals: int = 1) -> str:
        """A difference of two rates or shares in percentage points, signed.

        Example:
            >>> [Units("ko").points(value).replace(NO_BREAK, " ") for value in (0.012, -0.004)]
            ['+1.2 %p', '−0.4 %p']
        """
        text = _signed(difference * _PERCENT, decimals)
        plus = "" if text.startswith(MINUS) or not float(text) else "+"
        return f"{plus}{text}{NO_BREAK}{'%p' if self._is_korean else 'pp'}"

    def multiple(self, value: float, signed: bool = False) -> str:
        """A multiple with two decimals.

        Example:
            >>> Units("en").multiple(1.834), Units("en").multiple(0.1, signed=True)
            ('1.83x', '+0.10x')
        """
        text = _signed(value, 2)
        return f"{'+' if signed and value > 0 else ''}{text}x"

    def won_ratio(self, value: float) -> str:
        """Won of one kind per won of another.

        Example:
            >>> Units("ko").won_ratio(0.0512), Units("en").won_ratio(0.0512).replace(NO_BREAK, " ")
            ('0.05원', 'KRW 0.05')
        """
        text = _signed(value, 2)
        return f"{text}원" if self._is_korean else f"KRW{NO_BREAK}{text}"

    def quarter(self, quarter: int, first_year: int) -> str:
        """A quarter of the grid as a date.

        Args:
            quarter: Quarters since the first one of `first_year`.
            first_year: Year of quarter 0.

        Example:
            >>> Units("en").quarter(17, 2027), Units("ko").quarter(17, 2027)
            ('2031 Q2', '2031년 2분기')
        """
        year, number = first_year + quarter // _QUARTERS, quarter % _QUARTERS + 1
        return f"{year}년 {number}분기" if self._is_korean else f"{year} Q{number}"

    def count(self, value: float) -> str:
        """A number of things that may be an average: whole from ten on, one decimal below.

        Example:
            >>> Units("en").count(1670.0), Units("en").count(5.97), Units("en").count(0.0)
            ('1,670', '6.0', '0')
        """
        if not value:
            return "0"
        return _signed(value, 0 if abs(value) >= _WHOLE_FROM or value == int(value) else 1)

    def chance(self, probability: float) -> str:
        """A probability in words and percent.

        Example:
            >>> [Units("en").chance(value).replace(NO_BREAK, " ") for value in (1 / 12, 0.0)]
            ['1 in 12 (8 %)', '0 %']
        """
        percent = f"{_signed(probability * _PERCENT, 0)}{NO_BREAK}%"
        if probability <= 0 or round(1 / probability) <= 1:
            return percent
        times = f"{round(1 / probability):,}"
        return f"{times}번 중 1번({percent})" if self._is_korean else f"1 in {times} ({percent})"


def _signed(value: float, decimals: int) -> str:
    text = f"{abs(value):,.{decimals}f}"
    is_zero = not any(sign in "123456789" for sign in text)
    return f"{MINUS}{text}" if value < 0 and not is_zero else text
