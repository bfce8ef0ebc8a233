"""Numbers as people type them: in digits, English words and Chinese characters. Pure functions."""

import re

UNITS = (
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
    "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
)  # fmt: skip
TENS = ("", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
WORDS = {word: n for n, word in enumerate(UNITS)} | {word: 10 * n for n, word in enumerate(TENS) if word}
HAN = {character: n for n, character in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
PLACES = {"十": 10, "百": 100, "千": 1000}

DIGITS = r"\d{1,3}(?:,\d{3})+|\d{1,9}"
_SMALL = rf"(?:{'|'.join(TENS[2:])})(?:[- ](?:{'|'.join(UNITS[1:10])}))?|(?:{'|'.join(reversed(UNITS[2:]))})"
ENGLISH = rf"{DIGITS}|(?:(?:{'|'.join(UNITS[1:10])}|a) hundred)(?: and (?:{_SMALL}|one))?|{_SMALL}"
"""A number in a text of digits of normal width and lower case. A bare "one" is an article."""
CHINESE = rf"{DIGITS}|[{''.join(HAN)}{''.join(PLACES)}万]{{1,12}}"


def number(text: str) -> int:
    """`1,165`, `one hundred and sixty-five` or `一百六十五` as a number."""
    text = text.replace(",", "")
    if text.isdecimal():
        return int(text)
    return in_words(text) if text.isascii() else in_characters(text)


def in_words(text: str) -> int:
    total = 0
    for word in re.split(r"[- ]", text):
        total = max(total, 1) * 100 if word == "hundred" else total + WORDS.get(word, 0)
    return total


def in_characters(text: str) -> int:
    """`一百六十五`, `百二` and `二〇二二`; a place without a digit before it counts once."""
    if not set(text) & {*PLACES, "万"}:
        return int("".join(str(HAN[character]) for character in text))
    total = part = 0
    digit = None
    for character in text:
        if character in HAN:
            digit = HAN[character]
        elif character == "万":
            total, part, digit = (total + part + (digit or 0)) * 10_000, 0, None
        else:
            part += (1 if digit is None else digit) * PLACES[character]
            digit = None
    return total + part + (digit or 0)
